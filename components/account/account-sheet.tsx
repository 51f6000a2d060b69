import type { ReactNode } from 'react'
import { Heading } from '../ui/heading.tsx'
import { Mark } from '../ui/mark.tsx'
import { SheetFoot } from './sheet-foot.tsx'

/** The page of somebody who is not in yet: the three shapes, a title, and one thing to do. */
export function AccountSheet({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  return (
    <main id="face" className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="grid w-full max-w-[26rem] gap-6">
        <header className="grid gap-3">
          <div className="flex items-center gap-2">
            <Mark kind="person" name="You" size="sm" />
            <Mark kind="agent" name="Agent" size="sm" />
            <Mark kind="coordinator" name="Muster" size="sm" />
          </div>
          <Heading level={1} look="hero">
            {title}
          </Heading>
          {lead && <p className="text-base text-ink-2 text-pretty">{lead}</p>}
        </header>
        {children}
        <SheetFoot />
      </div>
    </main>
  )
}
