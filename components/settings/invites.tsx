'use client'

import { type FormEvent, useState } from 'react'
import type { InviteView } from '../../server/contract/workspace-snapshot.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { useNow } from '../ui/now.ts'
import { Select } from '../ui/select.tsx'
import { Time } from '../ui/time.tsx'
import { act, refusalOf, send } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { roleWords } from './role-words.ts'

type InvitedRole = 'admin' | 'member' | 'viewer'
const invited: readonly InvitedRole[] = ['member', 'viewer', 'admin']
const spans = [
  { value: '24', label: 'one day' },
  { value: '72', label: 'three days' },
  { value: '168', label: 'a week' },
  { value: '720', label: 'a month' },
]

/** Links that let people in: made here, shown once, listed until they end. */
export function Invites() {
  const { lane } = useWorkspace()
  const now = useNow()
  const open = useRows(lane, 'invites').filter(
    (invite) => invite.revokedAt === null && invite.usesLeft > 0 && (now === null || invite.expiresAt > now),
  )
  return (
    <Card title="Invite people">
      <Form />
      {open.length > 0 && (
        <ul aria-label="Open invitations" className="mt-4 border-t border-line">
          {open.map((invite) => (
            <Open key={invite.id} invite={invite} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Open({ invite }: { invite: InviteView }) {
  const { id, lane } = useWorkspace()
  const by = lane.row('members', invite.invitedBy)?.name
  const room = invite.roomId ? lane.row('rooms', invite.roomId)?.name : null
  const revoke = () =>
    act(
      'invite.revoke',
      { workspaceId: id, inviteId: invite.id },
      { until: lane, done: 'The link does not work any more' },
    )
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 text-sm last:border-b-0">
      <span className="min-w-0 flex-1 basis-56">
        <span className="font-medium">{invite.email ?? 'Anybody with the link'}</span>
        <span className="text-ink-2">
          {' '}
          as {roleWords[invite.role].toLowerCase()}
          {room && `, into ${room}`}
        </span>
        <span className="block text-xs text-ink-3">
          {invite.usesLeft === 1 ? 'works once' : `works ${invite.usesLeft} times`}, until{' '}
          <Time at={invite.expiresAt} />
          {by && `, from ${by}`}
        </span>
      </span>
      <Button size="sm" tone="quiet" onClick={() => void revoke()}>
        Revoke
      </Button>
    </li>
  )
}

function Form() {
  const { id, lane } = useWorkspace()
  const rooms = useRows(lane, 'rooms').filter((room) => room.status !== 'archived')
  const [link, setLink] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const invite = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // What stands in the fields counts, also what was chosen before this page was alive.
    const given = new FormData(event.currentTarget)
    const field = (name: string) => String(given.get(name) ?? '')
    setPending(true)
    setError(null)
    const answer = await send(
      'member.invite',
      {
        workspaceId: id,
        role: field('role') as InvitedRole,
        expiresInHours: Number(field('hours')),
        uses: Number(field('uses')),
        ...(field('email') ? { email: field('email') } : {}),
        ...(field('room') ? { roomId: field('room') } : {}),
      },
      { until: lane },
    )
    setPending(false)
    if (!answer.ok) return setError(refusalOf(answer))
    setLink(new URL(String(answer.result.url), location.href).href)
  }
  if (link) {
    return (
      <div className="grid gap-2">
        <p className="text-sm text-ink-2">Send this link. It is shown only now.</p>
        <code className="rounded-control border border-line-strong bg-raised px-2.5 py-1.5 font-mono text-xs break-all select-all">
          {link}
        </code>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={link} what="invite link" tone="primary" />
          <Button size="sm" tone="quiet" onClick={() => setLink(null)}>
            Make another
          </Button>
        </div>
      </div>
    )
  }
  return (
    <form onSubmit={(event) => void invite(event)} className="grid gap-3" noValidate>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="E-mail" optional hint="With one, only that person can use the link." error={error}>
          <Input name="email" type="email" autoComplete="off" />
        </Field>
        <Field label="Role">
          <Select
            name="role"
            defaultValue="member"
            options={invited.map((one) => ({ value: one, label: roleWords[one] }))}
          />
        </Field>
        <Field label="Into a room" optional>
          <Select
            name="room"
            defaultValue=""
            placeholder="None yet"
            options={rooms.map((room) => ({ value: room.id, label: room.name }))}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Works for">
            <Select name="hours" defaultValue="72" options={spans} />
          </Field>
          <Field label="Times">
            <Input name="uses" type="number" min={1} max={100} defaultValue={1} />
          </Field>
        </div>
      </div>
      <Button type="submit" tone="primary" pending={pending} className="justify-self-start">
        Make an invite link
      </Button>
    </form>
  )
}
