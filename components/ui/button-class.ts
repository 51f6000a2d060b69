import clsx from 'clsx'

/** Apart from the buttons themselves: pages for when things fail carry no router along. */
export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'danger'
export type ButtonSize = 'sm' | 'md'

const tones: Record<ButtonTone, string> = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  plain: 'border-line-strong bg-raised text-ink-1 hover:bg-sunken',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-sunken hover:text-ink-1',
  danger: 'border-failed bg-raised text-failed hover:bg-failed-soft',
}
const sizes: Record<ButtonSize, string> = {
  sm: 'min-h-(--control-sm) px-2',
  md: 'min-h-(--control) px-3',
}

/** The classes of a button, for things that look like one but are not. */
export function buttonClass(tone: ButtonTone = 'plain', size: ButtonSize = 'md', extra?: string): string {
  return clsx(
    'inline-flex max-w-full items-center justify-center gap-2 rounded-control border text-sm font-medium',
    'transition-colors disabled:opacity-55 aria-disabled:opacity-55',
    tones[tone],
    sizes[size],
    extra,
  )
}
