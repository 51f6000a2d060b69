'use client'

import clsx from 'clsx'
import { type ComponentProps, useLayoutEffect, useRef } from 'react'
import { useFieldProps } from './field.tsx'
import { controlClass } from './input.tsx'

/** A text area as tall as its text, from `rows` up to `maxRows`, then it scrolls. */
export function TextareaGrow({
  className,
  rows = 2,
  maxRows = 12,
  bare = false,
  onInput,
  ref,
  style,
  ...rest
}: ComponentProps<'textarea'> & { maxRows?: number; bare?: boolean }) {
  const own = useRef<HTMLTextAreaElement | null>(null)
  const grow = () => {
    const area = own.current
    if (!area || CSS.supports('field-sizing', 'content')) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight + 2}px`
  }
  useLayoutEffect(grow)
  return (
    <textarea
      {...useFieldProps()}
      rows={rows}
      {...rest}
      ref={(area) => {
        own.current = area
        if (typeof ref === 'function') return ref(area)
        if (ref) ref.current = area
      }}
      onInput={(event) => {
        grow()
        onInput?.(event)
      }}
      style={{ minHeight: `calc(${rows}lh + 1rem)`, maxHeight: `calc(${maxRows}lh + 1rem)`, ...style }}
      className={clsx(
        'field-sizing-content resize-none py-2',
        bare ? 'w-full min-w-0 bg-transparent text-chat outline-none pointer-coarse:text-[1rem]' : controlClass,
        className,
      )}
    />
  )
}
