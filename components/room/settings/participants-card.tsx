'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { ParticipantView } from '../../../server/contract/snapshot.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { act } from '../../workspace/commands.ts'
import { useRows } from '../../workspace/live.ts'
import { Who } from '../../workspace/who.tsx'
import { useMay } from '../../workspace/workspace-context.tsx'
import { isOpenAttempt } from '../progress.ts'
import { useParticipants, useRoom } from '../room-context.tsx'

const AddAgent = dynamic(() => import('../people/add-agent.tsx').then((part) => part.AddAgent), { ssr: false })
const InvitePerson = dynamic(() => import('../people/invite-person.tsx').then((part) => part.InvitePerson), {
  ssr: false,
})

/** Who is in the room; adding and taking out. */
export function ParticipantsCard() {
  const { id, lane } = useRoom()
  const participants = useParticipants()
  const attempts = useRows(lane, 'attempts')
  const mayAdd = useMay('room.add_participant')
  const mayRemove = useMay('room.remove_participant')
  const [asking, setAsking] = useState<'agent' | 'person' | null>(null)
  const [leaving, setLeaving] = useState<ParticipantView | null>(null)
  const held = leaving ? attempts.filter((one) => one.participantId === leaving.id && isOpenAttempt(one)).length : 0
  return (
    <Card
      title="People and agents"
      actions={
        mayAdd && (
          <>
            <Button size="sm" onClick={() => setAsking('agent')}>
              Add an agent
            </Button>
            <Button size="sm" onClick={() => setAsking('person')}>
              Add a person
            </Button>
          </>
        )
      }
    >
      <ul>
        {participants.map((one) => (
          <li
            key={one.id}
            className="flex min-h-(--row) flex-wrap items-center gap-x-3 border-b border-line py-1 last:border-0"
          >
            <Who kind={one.kind} name={one.name} />
            <span className="min-w-0 flex-1 truncate text-sm text-ink-3">
              {one.kind === 'agent' ? one.skills.join(', ') : one.role}
            </span>
            {mayRemove && (
              <Button size="sm" tone="quiet" onClick={() => setLeaving(one)}>
                Take out<span className="sr-only"> {one.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking === 'agent' && <AddAgent open onOpenChange={(open) => open || setAsking(null)} />}
      {asking === 'person' && <InvitePerson open onOpenChange={(open) => open || setAsking(null)} />}
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => open || setLeaving(null)}
        title={`Take ${leaving?.name ?? ''} out of the room?`}
        act={`Take ${leaving?.name ?? ''} out`}
        onConfirm={async () => {
          if (leaving) await act('room.remove_participant', { roomId: id, participantId: leaving.id }, { until: lane })
        }}
      >
        {held > 0
          ? `${held} ${held === 1 ? 'task goes' : 'tasks go'} to somebody else. What was handed in stays.`
          : 'They no longer see the room. What they did here stays.'}
      </ConfirmDialog>
    </Card>
  )
}
