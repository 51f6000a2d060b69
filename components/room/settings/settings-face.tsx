'use client'

import { useEffect, useState } from 'react'
import type { RoomView } from '../../../server/contract/snapshot.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { toast } from '../../ui/toast.tsx'
import { act, refusalOf, send } from '../../workspace/commands.ts'
import { useRow } from '../../workspace/live.ts'
import { useMay } from '../../workspace/workspace-context.tsx'
import { useRoom } from '../room-context.tsx'
import { BudgetCard } from './budget-card.tsx'
import { ParticipantsCard } from './participants-card.tsx'
import { RulesCard } from './rules-card.tsx'

/** What the room is called, what every agent reads, who is in it, what agents may do unasked. */
export function SettingsFace() {
  const { id, lane } = useRoom()
  const room = useRow(lane, 'room', id)
  const mayUpdate = useMay('room.update')
  if (!room) return <Skeleton shape="cards" count={3} className="p-4" />
  return (
    <div className="mx-auto grid max-w-3xl gap-4 p-4 max-md:p-3">
      <Words key={`${room.name} ${room.rules}`} room={room} mayUpdate={mayUpdate} />
      <ParticipantsCard />
      <Policy room={room} mayUpdate={mayUpdate} />
      <RulesCard room={room} mayUpdate={mayUpdate} />
      <BudgetCard room={room} mayUpdate={mayUpdate} />
      {mayUpdate && <State room={room} />}
    </div>
  )
}

function Words({ room, mayUpdate }: { room: RoomView; mayUpdate: boolean }) {
  const { lane } = useRoom()
  const [name, setName] = useState(room.name)
  const [rules, setRules] = useState(room.rules)
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const changed = name !== room.name || rules !== room.rules
  useEffect(() => {
    if (!changed) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [changed])
  const save = async () => {
    setPending(true)
    const answer = await send('room.update', { roomId: room.id, name, rules }, { until: lane })
    setPending(false)
    setError(answer.ok ? null : refusalOf(answer))
    if (answer.ok) toast('Saved.', { tone: 'done' })
  }
  return (
    <Card title="Name and rules">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
        className="grid gap-4"
      >
        <Field label="Name" error={error}>
          <Input value={name} maxLength={200} readOnly={!mayUpdate} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field
          label="Rules every agent reads"
          hint="They travel with every task: house style, sources allowed, what never to do."
        >
          <TextareaGrow
            rows={4}
            maxLength={8000}
            value={rules}
            readOnly={!mayUpdate}
            onChange={(event) => setRules(event.target.value)}
          />
        </Field>
        {mayUpdate && (
          <Button type="submit" tone="primary" pending={pending} disabled={!changed} className="justify-self-start">
            Save
          </Button>
        )}
      </form>
    </Card>
  )
}

const policies = [
  { value: 'ask', label: 'Ask a person', hint: 'The agent waits until somebody in the room allows or denies it.' },
  { value: 'allow', label: 'Allow', hint: 'Recorded, but nobody is asked.' },
  { value: 'deny', label: 'Deny', hint: 'The agent is told no at once.' },
] as const

function Policy({ room, mayUpdate }: { room: RoomView; mayUpdate: boolean }) {
  const { lane } = useRoom()
  return (
    <Card title="When an agent asks leave for a risky step">
      <fieldset disabled={!mayUpdate} className="grid gap-1">
        <legend className="sr-only">When an agent asks leave for a risky step</legend>
        {policies.map((policy) => (
          <Checkbox
            key={policy.value}
            kind="radio"
            name="policy"
            label={policy.label}
            hint={policy.hint}
            checked={room.actionPolicy === policy.value}
            onChange={() =>
              void act(
                'room.update',
                { roomId: room.id, actionPolicy: policy.value },
                { until: lane, done: `Risky steps: ${policy.label}` },
              )
            }
          />
        ))}
      </fieldset>
    </Card>
  )
}

function State({ room }: { room: RoomView }) {
  const { lane } = useRoom()
  const [archiving, setArchiving] = useState(false)
  const set = (status: RoomView['status'], done: string) =>
    act('room.update', { roomId: room.id, status }, { until: lane, done })
  return (
    <Card title="Pause and archive">
      <div className="flex flex-wrap items-center gap-2">
        {room.status === 'open' && (
          <Button onClick={() => void set('paused', 'The room is paused')}>Pause all work</Button>
        )}
        {room.status !== 'open' && (
          <Button tone="primary" onClick={() => void set('open', 'The room is open')}>
            {room.status === 'paused' ? 'Go on' : 'Open it again'}
          </Button>
        )}
        {room.status !== 'archived' && (
          <Button tone="danger" onClick={() => setArchiving(true)}>
            Archive…
          </Button>
        )}
        <p className="min-w-0 flex-1 basis-64 text-sm text-ink-2">
          Paused, nothing new is handed out; what agents hand in meanwhile is kept. Archived, the room leaves the lists.
        </p>
      </div>
      <ConfirmDialog
        open={archiving}
        onOpenChange={setArchiving}
        title={`Archive “${room.name}”?`}
        act="Archive the room"
        onConfirm={async () => {
          await set('archived', 'The room is archived')
        }}
      >
        No work is handed out any more and it leaves everybody’s list. It can be opened again.
      </ConfirmDialog>
    </Card>
  )
}
