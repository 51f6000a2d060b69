'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useMemo, useState } from 'react'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { Heading } from '../ui/heading.tsx'
import { Input } from '../ui/input.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useRows } from '../workspace/live.ts'
import { Who } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'

/** A name and Enter make a room; agents and rules where they are wanted. */
export function NewRoom() {
  const workspace = useWorkspace()
  const router = useRouter()
  const all = useRows(workspace.lane, 'agents')
  const agents = useMemo(
    () => all.filter((agent) => agent.status !== 'removed').sort((a, b) => a.name.localeCompare(b.name)),
    [all],
  )
  const [name, setName] = useState('')
  const [rules, setRules] = useState('')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const chosen = agents.filter((agent) => agent.status === 'active' && !left.has(agent.id)).map((agent) => agent.id)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    setError(null)
    const answer = await send(
      'room.create',
      { workspaceId: workspace.id, name, rules, agentIds: chosen },
      { until: workspace.lane },
    )
    if (answer.ok) return router.push(`${workspace.base}/rooms/${String(answer.result.roomId)}`)
    setPending(false)
    setError(refusalOf(answer))
  }
  const skills = [
    ...new Set(agents.filter((agent) => chosen.includes(agent.id)).flatMap((agent) => agent.skills)),
  ].sort()
  return (
    <WorkspaceFrame>
      <form onSubmit={(event) => void submit(event)} className="mx-auto grid max-w-xl gap-5 p-4 pt-8">
        <Heading level={1}>New room</Heading>
        <Field label="Name" required error={error}>
          <Input
            autoFocus
            value={name}
            maxLength={200}
            placeholder="q3-market-report"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <fieldset className="grid gap-1">
          <legend className="pb-1 text-sm font-medium">Agents who work here</legend>
          {agents.length === 0 && (
            <p className="text-base text-ink-2">
              There are no agents yet.{' '}
              <ButtonLink size="sm" href={`${workspace.base}/agents/new`}>
                Add one
              </ButtonLink>
            </p>
          )}
          <div className="grid max-h-96 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
            {agents.map((agent) => (
              <Checkbox
                key={agent.id}
                label={<Who kind="agent" name={agent.name} />}
                hint={
                  agent.status === 'active'
                    ? agent.skills.join(', ') || 'any skill'
                    : `${agent.status}: cannot work now`
                }
                disabled={agent.status !== 'active'}
                checked={chosen.includes(agent.id)}
                onChange={(event) => {
                  const next = new Set(left)
                  if (event.target.checked) next.delete(agent.id)
                  else next.add(agent.id)
                  setLeft(next)
                }}
              />
            ))}
          </div>
          {agents.length > 0 && (
            <p className="text-sm text-ink-3">
              {skills.length > 0
                ? `Together they can: ${skills.join(', ')}.`
                : 'Without agents, tasks wait for people.'}
            </p>
          )}
        </fieldset>
        <Field label="Rules every agent reads" optional>
          <TextareaGrow rows={3} maxLength={8000} value={rules} onChange={(event) => setRules(event.target.value)} />
        </Field>
        <div className="flex gap-2">
          <Button type="submit" tone="primary" keys="Enter" pending={pending} disabled={name.trim() === ''}>
            Make the room
          </Button>
          <ButtonLink href={`${workspace.base}/rooms`}>Back</ButtonLink>
        </div>
      </form>
    </WorkspaceFrame>
  )
}
