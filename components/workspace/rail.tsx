'use client'

import { Bot, Hash, Inbox, Plus, Search, UserRound } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useMemo } from 'react'
import { Kbd } from '../ui/kbd.tsx'
import { BottomBar, RailLink } from '../ui/nav-link.tsx'
import { AccountMenu } from './account-menu.tsx'
import { useRow, useRows } from './live.ts'
import { useUnread } from './unread.ts'
import { useWaiting } from './waiting.ts'
import { useMay, useWorkspace } from './workspace-context.tsx'

const icon = 'size-4 shrink-0'

/** The rooms that are not archived, by name. */
export function useRooms() {
  const { lane } = useWorkspace()
  const rooms = useRows(lane, 'rooms')
  return useMemo(
    () => rooms.filter((room) => room.status !== 'archived').sort((a, b) => a.name.localeCompare(b.name)),
    [rooms],
  )
}

/** The left column: what waits, the rooms, the agents, the person. */
export function Rail({ onSearch }: { onSearch: () => void }) {
  const { id, base, lane } = useWorkspace()
  const path = usePathname()
  const workspace = useRow(lane, 'workspace', id)
  const rooms = useRooms()
  const unread = useUnread(useMemo(() => rooms.slice(0, 50).map((room) => room.id), [rooms]))
  const { items } = useWaiting(id)
  const mayCreate = useMay('room.create')
  const waitingIn = (roomId: string) => items.filter((item) => item.roomId === roomId).length
  return (
    <div className="flex min-h-full flex-col gap-4 p-3">
      <div className="grid gap-1">
        <p className="truncate px-2.5 py-1 font-serif text-read font-semibold">{workspace?.name ?? 'Workspace'}</p>
        <button
          type="button"
          onClick={onSearch}
          className="flex min-h-(--row) items-center gap-2.5 rounded-control border border-line bg-surface px-2.5 text-sm text-ink-2 hover:border-line-strong"
        >
          <Search aria-hidden className={icon} />
          <span className="flex-1 text-start">Go to, or do…</span>
          <Kbd keys="$mod+k" />
        </button>
      </div>
      <div className="grid gap-0.5">
        <RailLink
          href={`${base}/inbox`}
          label="Inbox"
          icon={<Inbox aria-hidden className={icon} />}
          count={items.length}
          loud
          keys="g i"
          current={path.startsWith(`${base}/inbox`)}
        />
        <RailLink
          href={`${base}/agents`}
          label="Agents"
          icon={<Bot aria-hidden className={icon} />}
          keys="g a"
          current={path.startsWith(`${base}/agents`)}
        />
      </div>
      <section aria-label="Rooms" className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        <div className="flex items-center justify-between pl-2.5">
          <Link href={`${base}/rooms`} className="py-1 text-xs font-medium text-ink-3 hover:text-ink-1 hover:underline">
            Rooms
          </Link>
          {mayCreate && (
            <Link
              href={`${base}/rooms/new`}
              aria-label="New room"
              title="New room"
              className="grid size-(--control-sm) place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink-1"
            >
              <Plus aria-hidden className={icon} />
            </Link>
          )}
        </div>
        {rooms.map((room) => {
          const current = path.startsWith(`${base}/rooms/${room.id}`)
          return (
            <RailLink
              key={room.id}
              href={`${base}/rooms/${room.id}`}
              label={room.name}
              icon={<RoomIcon unread={unread.has(room.id) && !current} />}
              count={waitingIn(room.id)}
              loud
              current={current}
            />
          )
        })}
      </section>
      <div className="mt-auto border-t border-line pt-2">
        <AccountMenu />
      </div>
    </div>
  )
}

function RoomIcon({ unread }: { unread: boolean }) {
  return (
    <span className="relative">
      <Hash aria-hidden className={icon} />
      {unread && (
        <span className="absolute -top-0.5 -right-1 size-2 rounded-full bg-accent">
          <span className="sr-only">New activity in</span>
        </span>
      )}
    </span>
  )
}

/** The same under the thumb, below 840 px. */
export function Bottom() {
  const { id, base } = useWorkspace()
  const path = usePathname()
  const { items } = useWaiting(id)
  const at = (part: string) => path.startsWith(`${base}/${part}`)
  const large = 'size-5'
  return (
    <BottomBar
      items={[
        {
          href: `${base}/inbox`,
          label: 'Inbox',
          icon: <Inbox aria-hidden className={large} />,
          count: items.length,
          loud: true,
          current: at('inbox'),
        },
        { href: `${base}/rooms`, label: 'Rooms', icon: <Hash aria-hidden className={large} />, current: at('rooms') },
        { href: `${base}/agents`, label: 'Agents', icon: <Bot aria-hidden className={large} />, current: at('agents') },
        { href: `${base}/you`, label: 'You', icon: <UserRound aria-hidden className={large} />, current: at('you') },
      ]}
    />
  )
}
