'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Count } from '../ui/badge.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Empty } from '../ui/empty.tsx'
import { Heading } from '../ui/heading.tsx'
import { Input } from '../ui/input.tsx'
import { Row, RowList } from '../ui/row-list.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Time } from '../ui/time.tsx'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useLane, useRows } from '../workspace/live.ts'
import { useUnread } from '../workspace/unread.ts'
import { useWaiting } from '../workspace/waiting.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'

/** Every room one may enter, with what waits in it. */
export function RoomsList() {
  const { id, base, lane } = useWorkspace()
  const router = useRouter()
  const rooms = useRows(lane, 'rooms')
  const phase = useLane(lane, (state) => state.phase)
  const mayCreate = useMay('room.create')
  const { items } = useWaiting(id)
  const [query, setQuery] = useState('')
  const [archived, setArchived] = useState(false)
  const shown = useMemo(
    () =>
      rooms
        .filter(
          (room) => (archived || room.status !== 'archived') && room.name.toLowerCase().includes(query.toLowerCase()),
        )
        .sort((a, b) => a.name.localeCompare(b.name)),
    [rooms, query, archived],
  )
  const unread = useUnread(useMemo(() => shown.slice(0, 50).map((room) => room.id), [shown]))
  useShortcut('c', 'New room', () => router.push(`${base}/rooms/new`), { group: 'Rooms', enabled: mayCreate })
  return (
    <WorkspaceFrame
      header={
        <div className="flex flex-wrap items-center gap-3 px-4 py-3 max-md:px-3">
          <Heading level={1} className="flex-1 max-sm:basis-full">
            Rooms
          </Heading>
          <Input
            type="search"
            aria-label="Filter rooms"
            placeholder="Filter rooms"
            className="max-w-56 basis-40 max-sm:max-w-none max-sm:flex-1"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {mayCreate && (
            <ButtonLink
              tone="primary"
              keys="c"
              icon={<Plus aria-hidden className="size-4" />}
              href={`${base}/rooms/new`}
            >
              New room
            </ButtonLink>
          )}
        </div>
      }
    >
      {phase === 'loading' && <Skeleton shape="rows" count={6} className="p-4" />}
      {phase !== 'loading' && shown.length === 0 && (
        <Empty
          kind={rooms.length > 0 ? 'no-match' : 'none'}
          title={rooms.length > 0 ? 'No room fits' : 'No rooms yet'}
          action={
            mayCreate && rooms.length === 0 ? (
              <ButtonLink tone="primary" href={`${base}/rooms/new`}>
                Make the first room
              </ButtonLink>
            ) : null
          }
        >
          {rooms.length > 0
            ? 'Try fewer letters, or show archived rooms.'
            : 'A room is where people and agents work on goals together.'}
        </Empty>
      )}
      <RowList label="Rooms">
        {shown.map((room) => (
          <Row
            key={room.id}
            id={room.id}
            onOpen={() => router.push(`${base}/rooms/${room.id}`)}
            lead={<span aria-hidden>#</span>}
          >
            <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
              <span className={unread.has(room.id) ? 'font-semibold' : 'font-medium'}>{room.name}</span>
              {unread.has(room.id) && <span className="text-xs text-accent">new activity</span>}
              {room.status !== 'open' && <span className="text-xs text-ink-3">{room.status}</span>}
              <Count value={items.filter((item) => item.roomId === room.id).length} loud label="wait for you" />
              <span className="ml-auto text-xs text-ink-3">
                made <Time at={room.createdAt} />
              </span>
            </div>
          </Row>
        ))}
      </RowList>
      {rooms.some((room) => room.status === 'archived') && (
        <div className="px-3 py-2">
          <Checkbox
            label="Show archived rooms"
            checked={archived}
            onChange={(event) => setArchived(event.target.checked)}
          />
        </div>
      )}
    </WorkspaceFrame>
  )
}
