'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { Tabs as Radix } from 'radix-ui'
import { type ReactNode, useEffect, useRef } from 'react'
import { Count } from './badge.tsx'

const rowClass = 'ui-scroll-row -mx-1.5 flex min-w-0 gap-3 overflow-x-auto overflow-y-hidden border-b border-line'
const tabClass = clsx(
  'relative flex min-h-(--control) shrink-0 items-center gap-1.5 px-1.5 text-sm font-medium whitespace-nowrap text-ink-2',
  'hover:text-ink-1 focus-visible:-outline-offset-2',
  'after:absolute after:inset-x-1.5 after:bottom-0 after:h-0.5 after:rounded-full after:bg-transparent',
  'aria-[current=page]:text-ink-1 aria-[current=page]:after:bg-accent',
  'data-[state=active]:text-ink-1 data-[state=active]:after:bg-accent forced-colors:aria-[current=page]:after:bg-[Highlight]',
)

export type TabItem = { label: ReactNode; count?: number | undefined; keys?: string }

/** Faces that live in the address: a row of links that scrolls sideways rather than widening the page. */
export function TabLinks({
  label,
  items,
  className,
}: {
  label: string
  items: readonly (TabItem & { href: string; current: boolean })[]
  className?: string
}) {
  const row = useRef<HTMLElement>(null)
  const current = items.findIndex((item) => item.current)
  useEffect(() => {
    const tab = row.current?.children[current]
    if (tab instanceof HTMLElement && row.current) row.current.scrollLeft = tab.offsetLeft - row.current.offsetLeft - 24
  }, [current])
  return (
    <nav ref={row} aria-label={label} className={clsx(rowClass, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          scroll={false}
          aria-current={item.current ? 'page' : undefined}
          {...(item.keys ? { 'aria-keyshortcuts': item.keys } : {})}
          className={tabClass}
        >
          {item.label}
          {item.count !== undefined && <Count value={item.count} />}
        </Link>
      ))}
    </nav>
  )
}

/** Faces that live on one page; arrows move between them. */
export function Tabs({
  label,
  value,
  onChange,
  items,
  className,
}: {
  label: string
  value?: string
  onChange?: (value: string) => void
  items: readonly (TabItem & { value: string; content: ReactNode })[]
  className?: string
}) {
  return (
    <Radix.Root
      className={clsx('min-w-0', className)}
      {...(value === undefined ? { defaultValue: items[0]?.value ?? '' } : { value })}
      {...(onChange ? { onValueChange: onChange } : {})}
    >
      <Radix.List aria-label={label} className={rowClass}>
        {items.map((item) => (
          <Radix.Trigger key={item.value} value={item.value} className={tabClass}>
            {item.label}
            {item.count !== undefined && <Count value={item.count} />}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pt-3">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
