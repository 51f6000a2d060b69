'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { conditionNames, conditionTitles, openConditions } from '../../server/domain/drill.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { Select } from '../ui/select.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'

type Name = (typeof conditionNames)[number] | 'all'
const options = [
  { value: 'all', label: 'All conditions' },
  ...conditionNames.map((name) => ({ value: name, label: conditionTitles[name] })),
]
const nameOf = (value: string): Name => conditionNames.find((name) => name === value) ?? 'all'
const own = 'own'

/** Chooses a fault and plays it in a room made for it. */
export function StartDrill({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace()
  const router = useRouter()
  const agents = useRows(workspace.lane, 'agents').filter((agent) => agent.status === 'active')
  const [name, setName] = useState<Name>(conditionNames[0] ?? 'all')
  const [seed, setSeed] = useState('1')
  const [cast, setCast] = useState('scripted')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [recovery, setRecovery] = useState(true)
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const form = useId()
  // Where good work is scripted word for word nothing is left for others to do.
  const alone = name !== 'all' && !openConditions.has(name)
  const playing = alone ? 'scripted' : cast
  const beside = playing === own ? [...chosen] : playing === 'crew' ? 'crew' : 'scripted'
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!/^\d{1,9}$/.test(seed.trim())) return setError('The seed is a whole number: 1, for example.')
    setPending(true)
    setError(null)
    const answer = await send('drill.start', {
      ...{ workspaceId: workspace.id, name, seed: Number(seed), cast: beside, recovery },
    })
    if (answer.ok) return router.push(`${workspace.base}/rooms/${String(answer.result.roomId)}/drills`)
    setPending(false)
    setError(refusalOf(answer))
  }
  return (
    <Dialog
      open
      width="md"
      onOpenChange={(open) => open || onClose()}
      title="Start a drill"
      description="A goal is played with a fault on purpose, in a room made for it; nothing of your work is touched."
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            type="submit"
            form={form}
            tone="primary"
            pending={pending}
            disabled={playing === own && chosen.size === 0}
          >
            Start the drill
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="grid gap-4">
        <Field label="What goes wrong">
          <Select options={options} value={name} onChange={(event) => setName(nameOf(event.target.value))} />
        </Field>
        <Field label="Seed" hint="The same seed plays the same pauses again.">
          <Input inputMode="numeric" value={seed} maxLength={9} onChange={(event) => setSeed(event.target.value)} />
        </Field>
        <Field
          label="Who plays beside the scripted agents"
          hint={alone ? 'Here good work is scripted too, word for word: nothing is left for others to do.' : undefined}
        >
          <Select
            value={playing}
            disabled={alone}
            onChange={(event) => setCast(event.target.value)}
            options={[
              { value: 'scripted', label: 'Nobody' },
              { value: 'crew', label: 'The starter crew' },
              { value: own, label: 'Agents I choose', disabled: agents.length === 0 },
            ]}
          />
        </Field>
        {playing === own && (
          <fieldset className="grid gap-1">
            <legend className="pb-1 text-sm font-medium">Agents</legend>
            {agents.map((agent) => (
              <Checkbox
                key={agent.id}
                label={agent.name}
                hint={agent.skills.join(', ') || 'any skill'}
                checked={chosen.has(agent.id)}
                onChange={() => toggle(agent.id)}
              />
            ))}
          </fieldset>
        )}
        <Checkbox
          label="With recovery"
          hint="The same without it is played beside, so that the difference is seen."
          checked={recovery}
          onChange={(event) => setRecovery(event.target.checked)}
        />
        <Refusal text={error} />
      </form>
    </Dialog>
  )
}
