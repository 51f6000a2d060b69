import type { ReactNode } from 'react'
import { Count } from '../ui/badge.tsx'
import { Heading } from '../ui/heading.tsx'

/** One part of the panel. */
export function Part({
  title,
  count,
  aside,
  children,
}: {
  title: string
  count?: number
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <Heading level={3} look="section" className="flex items-center gap-2">
          {title}
          {count !== undefined && <Count value={count} />}
        </Heading>
        {aside && <span className="ml-auto text-xs text-ink-3">{aside}</span>}
      </div>
      {children}
    </section>
  )
}
