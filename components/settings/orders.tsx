'use client'

import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { useRow } from '../workspace/live.ts'
import { useMay, useRole, useWorkspace } from '../workspace/workspace-context.tsx'

type Right = 'hook.change' | 'schedule.change'
type Form = (done: () => void) => ReactNode

/** What starts goals by itself, schedules or hooks: a list, and a form for one more. `children` are its rows. */
export function Orders({
  title,
  one,
  right,
  about,
  form,
  children,
}: {
  title: string
  /** What a single one is called. */
  one: string
  right: Right
  about: string
  form: Form
  children: readonly ReactNode[]
}) {
  const mayChange = useMay(right)
  const [adding, setAdding] = useState(false)
  const add = mayChange && (
    <Button tone="primary" onClick={() => setAdding(true)}>
      New {one}
    </Button>
  )
  return (
    <>
      <Card title={title} flush actions={children.length > 0 && add}>
        {children.length === 0 ? (
          <Empty level={3} title={`No ${one}`} action={add}>
            {about}
          </Empty>
        ) : (
          <ul>{children}</ul>
        )}
      </Card>
      <Dialog open={adding} onOpenChange={setAdding} title={`New ${one}`} width="md">
        {adding && form(() => setAdding(false))}
      </Dialog>
    </>
  )
}

/** One of them: its name, what it starts where and as whom, how it went, and what its maker and admins may do with it. */
export function Order({
  name,
  mark,
  right,
  starts,
  roomId,
  createdBy,
  state,
  problem,
  change,
  end,
}: {
  name: string
  mark?: ReactNode
  right: Right
  starts: ReactNode
  roomId: string
  createdBy: string
  state: ReactNode
  problem?: string | null
  change?: Form
  /** How it is ended, by its word, with what follows from it. */
  end: { word: string; says: string; run: () => Promise<unknown> }
}) {
  const { lane, base, me } = useWorkspace()
  const role = useRole()
  const room = useRow(lane, 'rooms', roomId)
  const by = useRow(lane, 'members', createdBy)?.name
  const may = useMay(right)
  const mayChange = may && (createdBy === me.memberId || role === 'owner' || role === 'admin')
  const [editing, setEditing] = useState(false)
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-t border-line px-4 py-3">
      <div className="grid min-w-0 flex-1 basis-56 gap-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 font-medium break-words">{name}</span>
          {mark}
        </p>
        <p className="text-sm text-ink-2">
          {starts}
          {room && (
            <>
              {' in '}
              <Link className="text-accent underline" href={`${base}/rooms/${room.id}`}>
                {room.name}
              </Link>
            </>
          )}
          {by && `, as ${by}`}
        </p>
        <p className="text-sm text-ink-3">{state}</p>
        {problem && <p className="text-sm text-failed">{problem}</p>}
      </div>
      {mayChange && (
        <div className="flex flex-wrap gap-1">
          {change && (
            <Button size="sm" onClick={() => setEditing(true)}>
              Change<span className="sr-only"> {name}</span>…
            </Button>
          )}
          <ConfirmDialog
            trigger={
              <Button size="sm" tone="quiet">
                {end.word}
                <span className="sr-only"> {name}</span>…
              </Button>
            }
            title={`${end.word} ${name}?`}
            act={`${end.word} ${name}`}
            onConfirm={async () => void (await end.run())}
          >
            {end.says}
          </ConfirmDialog>
        </div>
      )}
      {change && (
        <Dialog open={editing} onOpenChange={setEditing} title={`Change ${name}`} width="md">
          {editing && change(() => setEditing(false))}
        </Dialog>
      )}
    </li>
  )
}
