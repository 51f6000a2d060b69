'use client'

import clsx from 'clsx'
import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState } from 'react'
import type { InboxItem } from '../../server/contract/views.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { useMedia } from '../ui/media.ts'
import { RowList } from '../ui/row-list.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useAddress } from '../workspace/address.ts'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useWaiting, waitingChanged } from '../workspace/waiting.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { Header, NothingHere } from './inbox-header.tsx'
import { ItemRow } from './item-row.tsx'
import { calmOrder, filtered, hrefOf, readFilter } from './kinds.ts'
import { Preview } from './preview.tsx'
import { useSettle } from './settle.ts'

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
  const filter = readFilter(address.get('f'))
  const all = useCalm(waiting)
  const items = filtered(all, filter)
  const asked = items.find((item) => item.id === address.get('item'))
  const current = asked ?? (wide ? items[0] : undefined)

  const close = () => address.set({ item: null })
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
  const preview = current && (
    <Preview
      key={current.id}
      item={current}
      settle={settle}
      approving={!wide && approving === current.id}
      onApproving={(on) => onApproving(current.id, on)}
      onClose={wide ? undefined : close}
    />
  )
  const list = (
    <>
      {failed && <Unread detail={failed} />}
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
    </>
  )
  const label = current ? `${current.title}, preview` : 'Preview'
  return (
    <WorkspaceFrame
      header={<Header items={all} filter={filter} />}
      {...(preview && !wide ? { side: preview, sideLabel: label, onCloseSide: close } : {})}
    >
      <div
        className={clsx(items.length > 0 && 'lg:grid lg:h-full lg:grid-cols-[minmax(0,1fr)_clamp(22rem,30vw,30rem)]')}
      >
        <div className="relative min-w-0 lg:overflow-y-auto">{list}</div>
        {/* A column of the page rather than the frame's panel: it is always there and takes no focus. */}
        {items.length > 0 && (
          <aside aria-label={label} className="relative border-s border-line max-lg:hidden lg:overflow-y-auto">
            {wide && preview}
          </aside>
        )}
      </div>
    </WorkspaceFrame>
  )
}

function Unread({ detail }: { detail: string }) {
  return (
    <Banner
      tone="failed"
      className="m-3"
      action={
        <Button size="sm" onClick={waitingChanged}>
          Try again
        </Button>
      }
    >
      The inbox could not be read. {detail}
    </Banner>
  )
}
