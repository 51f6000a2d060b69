import type { ReactNode } from 'react'
import { ButtonLink } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { Prose } from '../ui/prose.tsx'
import { SheetFoot } from './sheet-foot.tsx'

/** A page to read that belongs to no workspace. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main id="face" className="mx-auto grid max-w-2xl gap-6 px-4 py-10">
      <Heading level={1} look="hero">
        {title}
      </Heading>
      <Prose>{children}</Prose>
      <div>
        <ButtonLink href="/">Go to your work</ButtonLink>
      </div>
      <SheetFoot />
    </main>
  )
}
