import clsx from 'clsx'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Glyph, type GlyphName } from './glyph.tsx'
import { IconButton } from './icon-button.tsx'
import { type Tone, toneSoft } from './tone.ts'

const glyphs: Record<Tone, GlyphName> = {
  queued: '○',
  running: '◐',
  needs: '▲',
  failed: '✕',
  done: '●',
  review: '◇',
  accent: '◆',
}

/** A strip that says something about the whole page or panel; one act at its end. `urgent` interrupts readers. */
export function Banner({
  tone = 'accent',
  glyph = glyphs[tone],
  action,
  onDismiss,
  urgent = false,
  className,
  children,
}: {
  tone?: Tone
  glyph?: GlyphName
  action?: ReactNode
  onDismiss?: () => void
  urgent?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <div
      role={urgent ? 'alert' : 'status'}
      className={clsx(
        'grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-2.5 rounded-card border border-soft-edge px-3 py-2 text-sm',
        'forced-colors:border-[CanvasText]',
        toneSoft[tone],
        className,
      )}
    >
      <Glyph name={glyph} className="size-4!" />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-ink-1">
        <div className="min-w-0 flex-1 basis-48">{children}</div>
        {action}
      </div>
      {onDismiss && (
        <IconButton label="Dismiss" size="sm" icon={<X aria-hidden className="size-4" />} onClick={onDismiss} />
      )}
    </div>
  )
}
