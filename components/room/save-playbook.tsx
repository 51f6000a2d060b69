'use client'

import { type FormEvent, useState } from 'react'
import type { GoalView } from '../../server/contract/snapshot.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { toast } from '../ui/toast.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'

type Row = { key: number; replaces: string; name: string; otherwise: string }

/** Saves a goal's plan for use again: a name, and which words of it are to be asked for each time. */
export function SavePlaybook({
  goal,
  open,
  onOpenChange,
}: {
  goal: GoalView
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Save as playbook"
      description="The plan with its texts, for other goals of this workspace. People who were chosen by name are left out."
      width="md"
    >
      {open && <Form goal={goal} onDone={() => onOpenChange(false)} />}
    </Dialog>
  )
}

function Form({ goal, onDone }: { goal: GoalView; onDone: () => void }) {
  const { id: workspaceId } = useWorkspace()
  const [name, setName] = useState(goal.title.slice(0, 60))
  const [description, setDescription] = useState('')
  const [rows, setRows] = useState<readonly Row[]>([])
  const [refusal, setRefusal] = useState<{ text: string; fields: Record<string, string> } | null>(null)
  const [pending, setPending] = useState(false)
  const used = rows.filter((row) => row.replaces || row.name)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const parameters = used.map((row) => ({
      ...{ name: row.name.trim(), replaces: row.replaces },
      ...(row.otherwise ? { default: row.otherwise } : {}),
    }))
    const answer = await send('playbook.save', { workspaceId, goalId: goal.id, name, description, parameters })
    setPending(false)
    if (!answer.ok) {
      const wrong = (answer.errors ?? []).map(({ path, message }) => [path.replace(/^input\./, ''), message] as const)
      // Of two things wrong with one field the first is said; what stands beside its field is not told again.
      const beside = wrong.length > 0 && wrong.every(([path]) => /^(name|parameters\.\d+\.(name|replaces))$/.test(path))
      const text = beside ? 'It is not saved yet: see what stands beside the fields.' : refusalOf(answer)
      return setRefusal({ text, fields: Object.fromEntries(wrong.toReversed()) })
    }
    toast(`“${name}” is saved. Choose it when you post a goal.`, { tone: 'done' })
    onDone()
  }
  const change = (key: number, next: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...next } : row)))
  const error = (key: number, field: string) =>
    refusal?.fields[`parameters.${used.findIndex((row) => row.key === key)}.${field}`]
  return (
    <form className="grid gap-4" onSubmit={(event) => void save(event)} noValidate>
      <Field label="Name" required error={refusal?.fields.name}>
        <Input value={name} maxLength={60} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="What it is for" optional>
        <Input
          value={description}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
      <fieldset className="grid gap-3">
        <legend className="text-sm font-medium">What changes each time</legend>
        <p className="text-sm text-ink-3">
          Words of this plan that are asked for when it is used. “Bergen” as “city” asks for a city.
        </p>
        {rows.map((row) => (
          <div key={row.key} className="grid items-start gap-2 sm:grid-cols-[1fr_1fr_1fr_auto]">
            <Field label="These words" error={error(row.key, 'replaces')}>
              <Input value={row.replaces} onChange={(event) => change(row.key, { replaces: event.target.value })} />
            </Field>
            <Field label="Ask for" error={error(row.key, 'name')}>
              <Input
                value={row.name}
                maxLength={60}
                placeholder="city"
                onChange={(event) => change(row.key, { name: event.target.value })}
              />
            </Field>
            <Field label="Else" optional>
              <Input value={row.otherwise} onChange={(event) => change(row.key, { otherwise: event.target.value })} />
            </Field>
            <Button
              className="justify-self-start sm:mt-6"
              tone="quiet"
              onClick={() => setRows(rows.filter((one) => one.key !== row.key))}
            >
              Leave out<span className="sr-only"> {row.name || row.replaces}</span>
            </Button>
          </div>
        ))}
        <Button
          className="justify-self-start"
          onClick={() =>
            setRows([...rows, { key: (rows.at(-1)?.key ?? 0) + 1, replaces: '', name: '', otherwise: '' }])
          }
        >
          Ask for something
        </Button>
      </fieldset>
      <Refusal text={refusal?.text} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Not now</Button>
        <Button type="submit" tone="primary" pending={pending} disabled={name.trim() === ''}>
          Save as playbook
        </Button>
      </div>
    </form>
  )
}
