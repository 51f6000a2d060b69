'use client'

import clsx from 'clsx'
import type { ComponentProps } from 'react'
import { useFieldProps } from './field.tsx'

/** The look of every control one types into. On touch the text is 16 px, so phones do not zoom in. */
export const controlClass = clsx(
  'w-full min-w-0 rounded-control border border-line-strong bg-raised px-2.5 text-base text-ink-1',
  'min-h-(--control) transition-colors hover:border-ink-3 pointer-coarse:text-[1rem]',
  'aria-invalid:border-failed disabled:bg-sunken disabled:text-ink-3 [&[readonly]]:bg-sunken',
)

/** One line of text; inside a Field it takes its label, hint and error from there. */
export function Input({ className, mono = false, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  return <input {...useFieldProps()} {...rest} className={clsx(controlClass, mono && 'font-mono', className)} />
}
