'use client'

import { useState } from 'react'
import type { MemberView } from '../../server/contract/workspace-snapshot.ts'
import { type Role, roles } from '../../server/domain/workspace.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Mark } from '../ui/mark.tsx'
import { Select } from '../ui/select.tsx'
import { act } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useMay, useRole, useWorkspace } from '../workspace/workspace-context.tsx'
import { Invites } from './invites.tsx'
import { roleWords } from './role-words.ts'

/** Who is here and as what; whom one invited. */
export function Members() {
  const { lane } = useWorkspace()
  const members = useRows(lane, 'members').filter((member) => member.status === 'active')
  const mayInvite = useMay('member.invite')
  const sorted = [...members].sort(
    (a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || a.name.localeCompare(b.name),
  )
  return (
    <>
      <Card title={members.length === 1 ? 'One person' : `${members.length} people`} flush>
        <ul>
          {sorted.map((member) => (
            <Person key={member.id} member={member} owners={members.filter(({ role }) => role === 'owner').length} />
          ))}
        </ul>
      </Card>
      {mayInvite ? (
        <Invites />
      ) : (
        <p className="text-sm text-ink-3">Admins invite people and change what they may do.</p>
      )}
    </>
  )
}

function Person({ member, owners }: { member: MemberView; owners: number }) {
  const { id, lane, me } = useWorkspace()
  const myRole = useRole()
  const maySet = useMay('member.set_role')
  const mayRemove = useMay('member.remove')
  const [pending, setPending] = useState(false)
  const mine = member.id === me.memberId
  // Only owners make and unmake owners; the last one stays.
  const above = member.role === 'owner' && (myRole !== 'owner' || owners === 1)
  const set = async (role: Role) => {
    setPending(true)
    const done = `${member.name} is now ${roleWords[role].toLowerCase()}`
    await act('member.set_role', { workspaceId: id, memberId: member.id, role }, { until: lane, done })
    setPending(false)
  }
  const remove = async () => {
    const done = `${member.name} was removed`
    await act('member.remove', { workspaceId: id, memberId: member.id }, { until: lane, done })
  }
  return (
    <li
      id={member.id}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-4 py-2 target:bg-sunken"
    >
      <Mark kind="person" name={member.name} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate font-medium">
          {member.name}
          {mine && <span className="font-normal text-ink-3"> (you)</span>}
        </p>
        <p className="truncate text-sm text-ink-3">{member.email}</p>
      </div>
      {maySet && !above && !mine ? (
        <Select
          aria-label={`Role of ${member.name}`}
          className="w-32"
          value={member.role}
          disabled={pending}
          onChange={(event) => void set(event.target.value as Role)}
          options={roles
            .filter((role) => role !== 'owner' || myRole === 'owner')
            .map((role) => ({ value: role, label: roleWords[role] }))}
        />
      ) : (
        <Badge>{roleWords[member.role]}</Badge>
      )}
      {mayRemove && !above && !mine && (
        <ConfirmDialog
          trigger={
            <Button size="sm" tone="quiet">
              Remove…
            </Button>
          }
          title={`Remove ${member.name}?`}
          act={`Remove ${member.name}`}
          onConfirm={remove}
        >
          Their sessions here and their tokens end at once, and their open tasks go to others. What they wrote and
          decided stays under their name.
        </ConfirmDialog>
      )}
    </li>
  )
}
