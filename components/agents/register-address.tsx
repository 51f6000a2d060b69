'use client'

import { type FormEvent, useEffect, useState } from 'react'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { Badge } from '../ui/badge.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { type AgentDraft, AgentFields, emptyDraft, fieldErrors, inputOf } from './agent-fields.tsx'
import type { Shown } from './register-secret.tsx'

const draftKey = 'muster:new-agent'

function storedDraft(): AgentDraft {
  try {
    return { ...emptyDraft, ...(JSON.parse(sessionStorage.getItem(draftKey) ?? '{}') as Partial<AgentDraft>) }
  } catch {
    return emptyDraft
  }
}

/** Part one: who the agent is and where it listens. What was typed survives a reload. */
export function AddressPart({
  agent,
  onRegistered,
}: {
  agent: AgentView | undefined
  onRegistered: (agentId: string, once: Shown) => void
}) {
  const { id, lane } = useWorkspace()
  const [draft, setDraft] = useState(emptyDraft)
  useEffect(() => setDraft(storedDraft()), [])
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [refused, setRefused] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  if (agent) {
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{agent.name}</span>
        {agent.url && <code className="font-mono text-xs [overflow-wrap:anywhere]">{agent.url}</code>}
        {agent.skills.map((skill) => (
          <Badge key={skill}>{skill}</Badge>
        ))}
      </p>
    )
  }
  const change = (next: AgentDraft) => {
    setDraft(next)
    setErrors({})
    sessionStorage.setItem(draftKey, JSON.stringify(next))
  }
  const register = async (event: FormEvent) => {
    event.preventDefault()
    const input = inputOf(draft)
    const missing = {
      ...(input.name ? {} : { name: 'Give the agent a name.' }),
      ...(draft.channel === 'webhook' && !URL.canParse(input.url)
        ? { url: 'Give the whole address, for instance https://agent.example/hook' }
        : {}),
    }
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    setPending(true)
    const { url, ...rest } = input
    const address = draft.channel === 'webhook' ? { url } : {}
    const answer = await send(
      'agent.register',
      { workspaceId: id, channel: draft.channel, ...rest, ...address },
      { until: lane },
    )
    setPending(false)
    if (!answer.ok) {
      setErrors(fieldErrors(answer))
      return setRefused(refusalOf(answer))
    }
    setRefused(null)
    sessionStorage.removeItem(draftKey)
    const { agentId, token, secret } = answer.result
    onRegistered(String(agentId), { token: String(token), secret: typeof secret === 'string' ? secret : null })
  }
  return (
    <form className="grid gap-4" onSubmit={(event) => void register(event)} noValidate>
      <AgentFields draft={draft} onChange={change} errors={errors} />
      {refused && Object.keys(errors).length === 0 && (
        <Banner tone="failed" urgent>
          {refused}
        </Banner>
      )}
      <Button type="submit" tone="primary" pending={pending} className="justify-self-start">
        Register
      </Button>
    </form>
  )
}
