import type { ReactNode } from 'react'

/** One thing on the thread, for virtual lists, where no row knows whether it is the first or the last. */
export function OnSpine({ node, children }: { node: ReactNode; children: ReactNode }) {
  return (
    <div className="relative grid grid-cols-[2rem_minmax(0,1fr)] gap-x-2.5 py-1.5 before:absolute before:inset-y-0 before:left-[calc(1rem-1px)] before:w-0.5 before:bg-thread">
      <span className="relative grid h-8 w-8 place-items-center *:shadow-[0_0_0_3px_var(--surface)]">{node}</span>
      <div className="min-w-0 self-center">{children}</div>
    </div>
  )
}
