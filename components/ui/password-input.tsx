'use client'

import clsx from 'clsx'
import { type ComponentProps, useState } from 'react'
import { useFieldProps } from './field.tsx'
import { controlClass } from './input.tsx'

/** A password with Show; pasting and password managers work. Pass autoComplete `current-password` or `new-password`. */
export function PasswordInput({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <input
        {...useFieldProps()}
        spellCheck={false}
        autoCapitalize="off"
        {...rest}
        type={shown ? 'text' : 'password'}
        className={clsx(controlClass, 'pr-16', className)}
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-label="Show password"
        onClick={() => setShown(!shown)}
        className="absolute inset-y-1 right-1 min-w-12 rounded-control px-2 text-sm font-medium text-ink-2 hover:bg-sunken hover:text-ink-1"
      >
        {shown ? 'Hide' : 'Show'}
      </button>
    </div>
  )
}
