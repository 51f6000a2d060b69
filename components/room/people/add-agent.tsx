'use client'

import { useState } from 'react'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { toast } from '../../ui/toast.tsx'
import { act } from '../../workspace/commands.ts'
import { useRows } from '../../workspace/live.ts'
import { Who } from '../../workspace/who.tsx'
import { useWorkspace } from '../../workspace/workspace-context.tsx'
import { useParticipants, useRoom } from '../room-context.tsx'

/** Choose agents of the workspace who join the room. */
export function AddAgent({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { id, lane } = useRoom()
  const workspace = useWorkspace()
  const agents = useRows(workspace.lane, 'agents')
  const inRoom = new Set(useParticipants().map((one) => one.subjectId))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [pending, setPending] = useState(false)
  const free = agents.filter((agent) => agent.status !== 'removed' && !inRoom.has(agent.id))
  const add = async () => {
    setPending(true)
    const answers = []
    for (const agentId of chosen)
      answers.push(await act('room.add_participant', { roomId: id, agentId }, { until: lane }))
    setPending(false)
    const added = answers.filter((answer) => answer.ok).length
    if (added > 0) toast(`${added} ${added === 1 ? 'agent' : 'agents'} joined the room.`, { tone: 'done' })
    if (added < answers.length) return
    setChosen([])
    onOpenChange(false)
  }
  const registration = `${workspace.base}/agents/new`
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add agents"
      description="They read this room's messages, files and rules, and can be given its tasks."
      footer={
        <>
          <ButtonLink href={registration}>Register a new agent</ButtonLink>
          <Button tone="primary" disabled={chosen.length === 0} pending={pending} onClick={() => void add()}>
            {chosen.length > 1 ? `Add ${chosen.length} agents` : 'Add agent'}
          </Button>
        </>
      }
    >
      {free.length === 0 ? (
        <Empty level={3} title={agents.length === 0 ? 'No agents yet' : 'All agents are here'}>
          Register another one, and it can join this room.
        </Empty>
      ) : (
        <ul className="grid gap-1">
          {free.map((agent) => (
            <li key={agent.id}>
              <Checkbox
                checked={chosen.includes(agent.id)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, agent.id] : chosen.filter((one) => one !== agent.id))
                }
                label={<Who kind="agent" name={agent.name} />}
                hint={[
                  agent.skills.join(', ') || 'any skill',
                  agent.status === 'active' ? null : `${agent.status}: gets no work until that changes`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}
