import clsx from 'clsx'
import type { CSSProperties } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'
import { type Tone, toneInk, toneVar } from './tone.ts'

export type RibbonSegment = { tone: Tone; word: string; count: number; glyph?: GlyphName }

/** A 6 px strip of how many things are in which state, in the order given; its words are beside it, for all with `legend`, else for readers. */
export function Ribbon({
  segments,
  label,
  legend = false,
  className,
}: {
  segments: readonly RibbonSegment[]
  label: string
  legend?: boolean
  className?: string
}) {
  const shown = segments.filter((segment) => segment.count > 0)
  return (
    <div className={clsx('min-w-0', className)}>
      <div
        aria-hidden
        className="ui-ribbon flex h-1.5 gap-px overflow-hidden rounded-full bg-sunken"
        title={shown.map(say).join(', ')}
      >
        {shown.map((segment) => (
          <span
            key={segment.word}
            data-tone={segment.tone}
            style={{ flex: `${segment.count} 0 0`, '--tone': toneVar(segment.tone) } as CSSProperties}
          />
        ))}
      </div>
      <ul
        aria-label={label}
        className={clsx('ui-ribbon-legend', legend ? 'mt-1.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs' : 'sr-only')}
      >
        {shown.map((segment) => (
          <li key={segment.word} className={clsx('inline-flex items-center gap-1', toneInk[segment.tone])}>
            {segment.glyph && <Glyph name={segment.glyph} />}
            {say(segment)}
          </li>
        ))}
      </ul>
    </div>
  )
}

function say(segment: RibbonSegment): string {
  return `${segment.word} ${segment.count.toLocaleString('en-US')}`
}
