'use client'

import clsx from 'clsx'
import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'

type Wiring = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean }

const FieldContext = createContext<Wiring | null>(null)

/** The attributes that tie a control to the Field around it; empty outside a Field. */
export function useFieldProps() {
  const field = useContext(FieldContext)
  if (!field) return {}
  return {
    id: field.id,
    ...(field.describedBy ? { 'aria-describedby': field.describedBy } : {}),
    ...(field.invalid ? { 'aria-invalid': true } : {}),
    ...(field.required ? { required: true } : {}),
  }
}

/** A label, its control, a hint and an error beside it; the control inside picks up the wiring by itself. */
export function Field({
  label,
  hint,
  error,
  required = false,
  optional = false,
  hideLabel = false,
  aside,
  className,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  required?: boolean
  optional?: boolean
  hideLabel?: boolean
  aside?: ReactNode
  className?: string
  children: ReactNode
}) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : null
  const errorId = error ? `${id}-error` : null
  const describedBy = [errorId, hintId].filter(Boolean).join(' ') || undefined
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div className={clsx('grid min-w-0 gap-1.5', className)}>
        <div className={clsx('flex items-baseline justify-between gap-2', hideLabel && !aside && 'sr-only')}>
          <label htmlFor={id} className={clsx('text-sm font-medium', hideLabel && 'sr-only')}>
            {label}
            {optional && <span className="font-normal text-ink-3"> (optional)</span>}
          </label>
          {aside}
        </div>
        {children}
        {hintId && (
          <p id={hintId} className="text-xs text-ink-3">
            {hint}
          </p>
        )}
        {errorId && (
          <p id={errorId} role="alert" className="flex items-start gap-1.5 text-sm text-failed">
            <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
            <span className="min-w-0">{error}</span>
          </p>
        )}
      </div>
    </FieldContext>
  )
}
