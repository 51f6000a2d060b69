import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonSize, type ButtonTone, buttonClass } from './button-class.ts'
import { Kbd } from './kbd.tsx'

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
