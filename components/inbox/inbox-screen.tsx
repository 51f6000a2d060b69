'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { InboxItem } from '../../server/contract/views.ts'
import { Banner } from '../ui/banner.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Heading } from '../ui/heading.tsx'
import { useMedia } from '../ui/media.ts'
import { RowList } from '../ui/row-list.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TabLinks } from '../ui/tabs.tsx'
import { useAddress } from '../workspace/address.ts'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { touchesWaiting, useWaiting, waitingChanged } from '../workspace/waiting.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { ItemRow } from './item-row.tsx'
import { calmOrder, type Filter, filtered, filters, hrefOf, readFilter } from './kinds.ts'
import { Preview } from './preview.tsx'
import { useSettle } from './settle.ts'

const freshMs = 5000

/** While the inbox is on screen it is asked again every few seconds, and at once when the workspace tells of a change. */
function useFresh() {
  const { lane } = useWorkspace()
  useEffect(() => {
    const beat = setInterval(() => !document.hidden && waitingChanged(), freshMs)
    const stop = lane.state.subscribe((state, before) => {
      if (state.recent.some((event) => event.seq > before.seq && touchesWaiting(event.type))) waitingChanged()
    })
    return () => {
      clearInterval(beat)
      stop()
    }
  }, [lane])
}

/** The items in a calm order: rows do not move under the pointer while the list stays open. */
function useCalm(items: readonly InboxItem[]): readonly InboxItem[] {
  const shown = useRef<readonly string[]>([])
  return useMemo(() => {
    const ordered = calmOrder(shown.current, items)
    shown.current = ordered.map((item) => item.id)
    return ordered
  }, [items])
}

/** Home: everything that waits for this person, each finishable where it stands. */
export function InboxScreen() {
  const { id, base } = useWorkspace()
  const { items: waiting, at, failed } = useWaiting(id)
  const address = useAddress()
  const router = useRouter()
  const wide = useMedia('(min-width: 75rem)')
  const { outcomes, settle } = useSettle()
  const [approving, setApproving] = useState<string | null>(null)
  const focused = useRef<string | null>(null)
  useFresh()
  const filter = readFilter(address.get('f'))
  const all = useCalm(waiting)
  const items = filtered(all, filter)
  const asked = items.find((item) => item.id === address.get('item'))
  const current = asked ?? (wide ? items[0] : undefined)

  const open = (item: InboxItem) => {
    if (wide ? item.id !== current?.id : item.kind !== 'review') address.set({ item: item.id })
    else router.push(hrefOf(item, base))
  }
  const backToRow = (id: string) =>
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${id}"]`)?.focus())
  const onApproving = (id: string, on: boolean) => {
    setApproving(on ? id : null)
    if (!on) backToRow(id)
  }
  const target = () => items.find((item) => item.id === focused.current) ?? current
  const approve = () => {
    const item = target()
    if (item?.deliverable) setApproving(item.id)
  }
  useShortcut('a', 'Approve', approve, { group: 'Inbox' })
  useShortcut(
    ['r', 'o'],
    'Open',
    () => {
      const item = target()
      if (item) router.push(hrefOf(item, base))
    },
    { group: 'Inbox' },
  )
  return (
    <WorkspaceFrame
      header={<Header items={all} filter={filter} />}
      {...(current
        ? {
            side: (
              <Preview
                key={current.id}
                item={current}
                settle={settle}
                approving={!wide && approving === current.id}
                onApproving={(on) => onApproving(current.id, on)}
                onClose={wide ? undefined : () => address.set({ item: null })}
              />
            ),
            sideLabel: `${current.title}, preview`,
            ...(wide ? {} : { onCloseSide: () => address.set({ item: null }) }),
          }
        : {})}
    >
      {failed && (
        <Banner
          tone="failed"
          className="m-3"
          action={
            <Button size="sm" onClick={waitingChanged}>
              Try again
            </Button>
          }
        >
          The inbox could not be read. {failed}
        </Banner>
      )}
      {at === 0 && !failed ? (
        <Skeleton shape="rows" count={6} label="Reading the inbox" />
      ) : items.length === 0 ? (
        !failed && <NothingHere filter={filter} any={all.length > 0} />
      ) : (
        <RowList
          label="What waits for you"
          onMove={(next) => wide && address.set({ item: next })}
          onFocus={(event) => {
            focused.current = event.target.closest<HTMLElement>('[data-row]')?.dataset.row ?? null
          }}
        >
          {items.map((item, index) => (
            <ItemRow
              key={item.id}
              item={item}
              tabStop={current ? current.id === item.id : index === 0}
              current={current?.id === item.id}
              outcome={outcomes[item.id]}
              approving={approving === item.id}
              onApproving={(on) => onApproving(item.id, on)}
              onOpen={() => open(item)}
              settle={settle}
            />
          ))}
        </RowList>
      )}
      {items.length > 0 && <p className="px-4 py-6 text-center text-sm text-ink-3">Nothing else waits for you.</p>}
    </WorkspaceFrame>
  )
}

function Header({ items, filter }: { items: readonly InboxItem[]; filter: Filter }) {
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

function NothingHere({ filter, any }: { filter: Filter; any: boolean }) {
  const { base } = useWorkspace()
  const mayDecide = useMay('deliverable.decide')
  if (!mayDecide) {
    return (
      <Empty
        kind="no-right"
        title="You look on here"
        action={<ButtonLink href={`${base}/rooms`}>See the rooms</ButtonLink>}
      >
        Viewers read everything and decide nothing, so nothing waits for you. An admin can change your role.
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
      Questions, reviews and plans come here by themselves. Agents at work never fill this list.
    </Empty>
  )
}
