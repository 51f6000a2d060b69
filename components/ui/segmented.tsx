'use client'

import clsx from 'clsx'
import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'

/** One of a few, all in sight (Read, Changes, Source); arrows move the choice. */
export function Segmented<Value extends string>({
  label,
  value,
  onChange,
  options,
  className,
}: {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode; icon?: ReactNode; disabled?: boolean }[]
  className?: string
}) {
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next)
    if (option) onChange(option.value)
  }
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={choose}
      orientation="horizontal"
      className={clsx(
        'inline-flex max-w-full gap-0.5 overflow-x-auto rounded-control border border-line bg-sunken p-0.5',
        className,
      )}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className={clsx(
            'inline-flex min-h-(--control-sm) shrink-0 items-center gap-1.5 rounded-[0.25rem] border border-transparent px-2.5 text-sm font-medium whitespace-nowrap text-ink-2',
            'hover:text-ink-1 focus-visible:-outline-offset-2 disabled:opacity-55',
            'forced-colors:data-[state=checked]:bg-[Highlight] forced-colors:data-[state=checked]:text-[HighlightText] forced-colors:data-[state=checked]:forced-color-adjust-none',
            'data-[state=checked]:border-line-strong data-[state=checked]:bg-raised data-[state=checked]:text-ink-1',
          )}
        >
          {option.icon}
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
