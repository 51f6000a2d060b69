import clsx from 'clsx'

/** How much of a limit is used, in words and as a bar; from `warnAt` (0.8) it warns, at 1 it says stopped. */
export function Meter({
  label,
  value,
  max,
  say = String,
  warnAt = 0.8,
  className,
}: {
  label: string
  value: number
  max: number
  say?: (value: number) => string
  warnAt?: number
  className?: string
}) {
  const part = max > 0 ? value / max : 0
  const state = part >= 1 ? 'full' : part >= warnAt ? 'near' : 'fine'
  const colour = { full: 'bg-failed', near: 'bg-needs', fine: 'bg-accent' }[state]
  const word = { full: 'used up', near: `${Math.round(part * 100)} % used`, fine: null }[state]
  return (
    <div className={clsx('grid gap-1 text-sm', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-ink-2">{label}</span>
        <span>
          {say(value)} of {say(max)}
          {word && (
            <span className={clsx('ml-1.5 font-medium', state === 'full' ? 'text-failed' : 'text-needs')}>{word}</span>
          )}
        </span>
      </div>
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full border border-line bg-sunken">
        <div
          className={clsx('h-full forced-colors:bg-[Highlight]', colour)}
          style={{ width: `${Math.min(100, part * 100)}%` }}
        />
      </div>
    </div>
  )
}
