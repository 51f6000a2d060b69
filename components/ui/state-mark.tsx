import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'
import { type Tone, toneInk, toneSoft } from './tone.ts'

/** A state: glyph + word + colour. `look="pill"` has a ground, `"plain"` none, `"glyph"` keeps the word for readers and the title. */
export function StateMark({
  tone,
  glyph,
  word,
  suffix,
  look = 'plain',
  breathing = glyph === '◐',
  className,
}: {
  tone: Tone
  glyph: GlyphName
  word: string
  suffix?: ReactNode
  look?: 'pill' | 'plain' | 'glyph'
  breathing?: boolean
  className?: string
}) {
  return (
    <span
      title={look === 'glyph' ? word : undefined}
      className={clsx(
        'inline-flex max-w-full items-center gap-1.5 text-sm font-medium',
        look === 'pill'
          ? [
              toneSoft[tone],
              'rounded-full border border-soft-edge px-2 py-px text-xs forced-colors:border-[CanvasText]',
            ]
          : toneInk[tone],
        className,
      )}
    >
      <Glyph name={glyph} breathing={breathing} className={clsx(look === 'glyph' && 'size-3.5!')} />
      <span className={clsx(look === 'glyph' ? 'sr-only' : 'truncate')}>
        {word}
        {suffix && <span className="font-normal"> {suffix}</span>}
      </span>
    </span>
  )
}
