'use client'

import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

/** A tick with its words, which are part of the target. `kind="radio"` for one of several with the same name. */
export function Checkbox({
  label,
  hint,
  kind = 'checkbox',
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode; kind?: 'checkbox' | 'radio' }) {
  const hintId = useId()
  return (
    <label
      className={clsx(
        'flex min-h-6 items-start gap-2 py-0.5 text-base pointer-coarse:min-h-11 pointer-coarse:items-center',
        className,
      )}
    >
      <input
        {...(hint ? { 'aria-describedby': hintId } : {})}
        {...rest}
        type={kind}
        className="mt-0.5 size-4 shrink-0 accent-accent pointer-coarse:mt-0 pointer-coarse:size-5"
      />
      <span className="min-w-0">
        {label}
        {hint && (
          <span id={hintId} className="block text-xs text-ink-3">
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
