import clsx from 'clsx'
import type { ReactNode } from 'react'
import { type Tone, toneSoft } from './tone.ts'

/** A word on a soft ground, for a property of a thing; for its state use StateMark. */
export function Badge({
  tone,
  icon,
  className,
  children,
}: {
  tone?: Tone
  icon?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={clsx(
        'inline-flex max-w-full items-center gap-1 rounded-[0.25rem] border px-1.5 text-xs font-medium',
        tone
          ? [toneSoft[tone], 'border-soft-edge forced-colors:border-[CanvasText]']
          : 'border-line bg-surface text-ink-2',
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** A number beside a name; `loud` when the number waits for somebody. Nothing at zero unless `zero`. */
export function Count({
  value,
  loud = false,
  zero = false,
  label,
}: {
  value: number
  loud?: boolean
  zero?: boolean
  label?: string
}) {
  if (value === 0 && !zero) return null
  return (
    <span
      className={clsx(
        'min-w-5 rounded-full px-1.5 text-center text-xs tabular-nums',
        loud ? 'bg-accent font-semibold text-on-accent' : 'bg-sunken font-medium text-ink-2',
      )}
    >
      {value > 999 ? '999+' : value}
      {label && <span className="sr-only"> {label}</span>}
    </span>
  )
}
