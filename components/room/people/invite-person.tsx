'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Heading } from '../../ui/heading.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { act, refusalOf, send } from '../../workspace/commands.ts'
import { useRows } from '../../workspace/live.ts'
import { Who } from '../../workspace/who.tsx'
import { useMay, useWorkspace } from '../../workspace/workspace-context.tsx'
import { useParticipants, useRoom } from '../room-context.tsx'

/** Members join at once; for everybody else a link that ends by itself. */
export function InvitePerson({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { id, lane } = useRoom()
  const workspace = useWorkspace()
  const members = useRows(workspace.lane, 'members')
  const inRoom = new Set(useParticipants().map((one) => one.subjectId))
  const mayInvite = useMay('member.invite')
  const outside = members.filter((member) => member.status === 'active' && !inRoom.has(member.id))
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Add or invite people">
      <div className="grid gap-5">
        {outside.length > 0 && (
          <section className="grid gap-2">
            <Heading level={3} look="label">
              Members of {workspace.lane.row('workspace', workspace.id)?.name}
            </Heading>
            <ul className="grid gap-1">
              {outside.map((member) => (
                <li key={member.id} className="flex items-center justify-between gap-2">
                  <Who kind="member" name={member.name} />
                  <Button
                    size="sm"
                    onClick={() =>
                      void act(
                        'room.add_participant',
                        { roomId: id, memberId: member.id },
                        { until: lane, done: `${member.name} joined the room` },
                      )
                    }
                  >
                    Add
                  </Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {mayInvite ? (
          <InviteForm />
        ) : (
          <p className="text-ink-2">Only owners and admins can invite people who are not members yet.</p>
        )}
      </div>
    </Dialog>
  )
}

function InviteForm() {
  const { id } = useRoom()
  const workspace = useWorkspace()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<'admin' | 'member' | 'viewer'>('member')
  const [link, setLink] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const invite = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setError(null)
    const answer = await send('member.invite', {
      workspaceId: workspace.id,
      roomId: id,
      role,
      ...(email ? { email } : {}),
    })
    setPending(false)
    if (!answer.ok) return setError(refusalOf(answer))
    const { url, token } = answer.result
    setLink(typeof url === 'string' ? new URL(url, location.href).href : `${location.origin}/join/${String(token)}`)
  }
  return (
    <form onSubmit={(event) => void invite(event)} className="grid gap-3">
      <Heading level={3} look="label">
        By link
      </Heading>
      <div className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <Field label="E-mail" optional hint="With an address, only that person can use the link." error={error}>
          <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoComplete="off" />
        </Field>
        <Field label="Role">
          <Select
            value={role}
            onChange={(event) => setRole(event.target.value as typeof role)}
            options={[
              { value: 'member', label: 'Member' },
              { value: 'viewer', label: 'Viewer' },
              { value: 'admin', label: 'Admin' },
            ]}
          />
        </Field>
      </div>
      {link ? (
        <div className="grid gap-1.5">
          <code className="rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs break-all select-all">
            {link}
          </code>
          <div className="flex items-center gap-2 text-sm text-ink-2">
            <CopyButton text={link} what="link" /> Works once, for 72 hours. Shown only now.
          </div>
        </div>
      ) : (
        <Button type="submit" tone="primary" pending={pending} className="justify-self-start">
          Make an invite link
        </Button>
      )}
    </form>
  )
}
