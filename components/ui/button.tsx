import clsx from 'clsx'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

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

type Look = { tone?: ButtonTone; size?: ButtonSize; icon?: ReactNode; keys?: string }

function Face({ icon, keys, tone, children }: Look & { children: ReactNode }) {
  return (
    <>
      {icon}
      <span className="min-w-0">{children}</span>
      {keys && <Kbd keys={keys} plain={tone === 'primary'} className="max-md:hidden" />}
    </>
  )
}

/** One act. `pending` keeps focus and width, and swallows further clicks until the answer comes. */
export function Button({
  tone = 'plain',
  size = 'md',
  icon,
  keys,
  pending = false,
  className,
  children,
  onClick,
  ...rest
}: ComponentProps<'button'> & Look & { pending?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(tone, size, className)}
      aria-disabled={pending || rest['aria-disabled']}
      aria-busy={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault()
        else onClick?.(event)
      }}
    >
      <Face icon={icon} tone={tone} {...(keys ? { keys } : {})}>
        {children}
      </Face>
      {pending && <span className="sr-only">, in progress</span>}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere and can be opened in a new tab. */
export function ButtonLink({
  tone = 'plain',
  size = 'md',
  icon,
  keys,
  className,
  children,
  ...rest
}: ComponentProps<typeof Link> & Look) {
  return (
    <Link {...rest} className={buttonClass(tone, size, className)}>
      <Face icon={icon} tone={tone} {...(keys ? { keys } : {})}>
        {children}
      </Face>
    </Link>
  )
}
