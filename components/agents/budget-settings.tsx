'use client'

import { type FormEvent, useState } from 'react'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { toast } from '../ui/toast.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { changesOf, readBudget, textsOf } from './budget-texts.ts'

/** What the agent may use up over all rooms, and what a task is counted as when its result names no money. */
export function BudgetSettings({ agent }: { agent: AgentView }) {
  const { lane } = useWorkspace()
  const [texts, setTexts] = useState(() => textsOf(agent))
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [refused, setRefused] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const changes = changesOf(agent, texts)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const read = readBudget(texts)
    setErrors(read.errors)
    setRefused(null)
    if (Object.keys(read.errors).length > 0 || !changes) return
    setPending(true)
    const answer = await send('agent.update', { agentId: agent.id, ...changes }, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefused(refusalOf(answer))
    toast('Saved', { tone: 'done' })
  }
  const field = (name: keyof typeof texts) => ({
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    value: texts[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      setTexts({ ...texts, [name]: event.target.value })
      setErrors({})
    },
  })
  return (
    <Card title="Budget and price" id="budget">
      <form className="grid gap-4" noValidate onSubmit={(event) => void save(event)}>
        <p className="text-ink-2">
          Over all rooms, from its first task on. At four fifths its room is told; when it is used up it gets no new
          work and its owner is asked.
        </p>
        <div className="grid items-start gap-4 sm:grid-cols-3">
          <Field label="Money, in US dollars" optional error={errors.costUsd}>
            <Input placeholder="no limit" {...field('costUsd')} />
          </Field>
          <Field label="Tokens" optional error={errors.tokens}>
            <Input placeholder="no limit" {...field('tokens')} />
          </Field>
          <Field
            label="Price of a task, in US dollars"
            optional
            error={errors.price}
            hint="Counts when a result names no money."
          >
            <Input placeholder="none" {...field('price')} />
          </Field>
        </div>
        <Refusal text={refused} />
        <Button type="submit" tone="primary" pending={pending} aria-disabled={!changes} className="justify-self-start">
          Save the budget
        </Button>
      </form>
    </Card>
  )
}
