'use client'

import clsx from 'clsx'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Count } from './badge.tsx'

export type NavItem = {
  href: string
  label: string
  icon: ReactNode
  count?: number
  loud?: boolean
  current: boolean
  keys?: string
}

/** One place in the rail. Folded, it is its icon, with the name for readers and as title. */
export function RailLink({
  href,
  label,
  icon,
  count = 0,
  loud = false,
  current,
  keys,
  folded = false,
}: NavItem & { folded?: boolean }) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      title={folded ? label : undefined}
      {...(keys ? { 'aria-keyshortcuts': keys } : {})}
      className={clsx(
        'relative flex min-h-(--row) items-center gap-2.5 rounded-control px-2.5 text-sm font-medium text-ink-2',
        'hover:bg-sunken hover:text-ink-1 focus-visible:-outline-offset-2',
        'before:absolute before:inset-y-1.5 before:left-0 before:w-0.5 before:rounded-full',
        current && 'bg-sunken text-ink-1 before:bg-accent forced-colors:before:bg-[Highlight]',
        folded && 'justify-center',
      )}
    >
      {icon}
      <span className={clsx('min-w-0 flex-1 truncate', folded && 'sr-only')}>{label}</span>
      {!folded && <Count value={count} loud={loud} />}
    </Link>
  )
}

/** The four places under the thumb, below 840 px. */
export function BottomBar({ label = 'Main', items }: { label?: string; items: readonly NavItem[] }) {
  return (
    <nav aria-label={label} data-region tabIndex={-1} className="grid auto-cols-fr grid-flow-col">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.current ? 'page' : undefined}
          className={clsx(
            'relative grid min-h-14 content-center justify-items-center gap-0.5 text-xs font-medium focus-visible:-outline-offset-2',
            item.current
              ? 'text-ink-1 before:absolute before:inset-x-6 before:top-0 before:h-0.5 before:rounded-full before:bg-accent'
              : 'text-ink-2',
          )}
        >
          <span className="relative">
            {item.icon}
            {item.count ? (
              <span className="absolute -top-1.5 left-3">
                <Count value={item.count} loud={item.loud ?? false} />
              </span>
            ) : null}
          </span>
          {item.label}
        </Link>
      ))}
    </nav>
  )
}
