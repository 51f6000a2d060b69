import clsx from 'clsx'
import type { ComponentProps } from 'react'

/** Styles what a sanitised renderer made: `read` for documents (17/27 serif, 68ch), `chat` for messages (15/22). */
export function Prose({ size = 'read', className, ...rest }: ComponentProps<'div'> & { size?: 'read' | 'chat' }) {
  return <div {...rest} data-size={size} className={clsx('ui-prose', className)} />
}
