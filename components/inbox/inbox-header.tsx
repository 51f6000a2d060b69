'use client'

import type { InboxItem } from '../../server/contract/views.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Heading } from '../ui/heading.tsx'
import { TabLinks } from '../ui/tabs.tsx'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { type Filter, filtered, filters } from './kinds.ts'

/** The title and the kinds of things that wait, each with its count. */
export function Header({ items, filter }: { items: readonly InboxItem[]; filter: Filter }) {
  const { base } = useWorkspace()
  const names = (Object.keys(filters) as Filter[]).filter(
    (name) => name === 'all' || name === filter || filtered(items, name).length > 0,
  )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1 px-4 pt-3 max-md:px-3">
      <Heading level={1}>Waits for you</Heading>
      <TabLinks
        label="Kinds"
        className="border-b-0"
        items={names.map((name) => ({
          href: name === 'all' ? `${base}/inbox` : `${base}/inbox?f=${name}`,
          label: filters[name].label,
          count: filtered(items, name).length,
          current: name === filter,
        }))}
      />
    </div>
  )
}

/** Why the list is empty: nothing waits, nothing of this kind, or not this person's to decide. */
export function NothingHere({ filter, any }: { filter: Filter; any: boolean }) {
  const { base } = useWorkspace()
  const mayDecide = useMay('deliverable.decide')
  if (!mayDecide) {
    return (
      <Empty
        kind="no-right"
        title="You look on here"
        action={<ButtonLink href={`${base}/rooms`}>See the rooms</ButtonLink>}
      >
        Viewers read everything and decide nothing: only messages that name you come here. An admin can change your
        role.
      </Empty>
    )
  }
  if (any) {
    return (
      <Empty
        kind="no-match"
        title={`Nothing under ${filters[filter].label.toLowerCase()}`}
        action={<ButtonLink href={`${base}/inbox`}>Show everything that waits</ButtonLink>}
      >
        Other things wait for you.
      </Empty>
    )
  }
  return (
    <Empty title="Nothing waits for you" action={<ButtonLink href={`${base}/rooms`}>Go to the rooms</ButtonLink>}>
      Questions, reviews, plans and messages that name you come here by themselves. Agents at work never fill this list.
    </Empty>
  )
}
