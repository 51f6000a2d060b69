import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonTone, buttonClass } from './button-class.ts'
import { Tooltip } from './tooltip.tsx'

/** A button that is only an icon: its label is its name for readers and its tooltip for everybody else. */
export function IconButton({
  label,
  icon,
  keys,
  tone = 'quiet',
  size = 'md',
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & {
  label: string
  icon: ReactNode
  keys?: string
  tone?: ButtonTone
  size?: 'sm' | 'md'
}) {
  const square = size === 'sm' ? 'w-(--control-sm)' : 'w-(--control)'
  return (
    <Tooltip text={label} {...(keys ? { keys } : {})}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={clsx(buttonClass(tone, size), square, 'shrink-0 px-0!', className)}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
