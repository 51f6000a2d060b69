'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { toast } from '../ui/toast.tsx'
import { act, refusalOf, send } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent, useMayChange } from './agent-context.tsx'
import { AgentFields, draftOf, fieldErrors, inputOf } from './agent-fields.tsx'
import { BudgetSettings } from './budget-settings.tsx'
import { NewSecret, RotateSecret } from './rotate-secret.tsx'
import { Signing } from './signing.tsx'

/** What the owner and admins may change: the fields, the secret, and whether it is here at all. */
export function AgentSettings() {
  const agent = useAgent()
  const mayChange = useMayChange(agent)
  if (!mayChange || agent.status === 'removed') {
    return (
      <Empty kind="no-right" title="Its owner and admins change this">
        Ask them, or add an agent of your own.
      </Empty>
    )
  }
  return (
    <>
      <Edit key={agent.id} />
      <BudgetSettings key={JSON.stringify([agent.id, agent.limits, agent.price])} agent={agent} />
      {agent.channel === 'webhook' && <RotateSecret agent={agent} />}
      {agent.channel === 'webhook' && <Signing agent={agent} />}
      <Remove />
    </>
  )
}

function Edit() {
  const { lane } = useWorkspace()
  const agent = useAgent()
  const [draft, setDraft] = useState(() => draftOf(agent))
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [refused, setRefused] = useState<string | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const moved = agent.channel === 'webhook' && draft.url.trim() !== (agent.url ?? '')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const { name, url, description, skills, maxConcurrency } = inputOf(draft)
    const patch = { agentId: agent.id, name, description, skills, maxConcurrency, ...(moved ? { url } : {}) }
    const answer = await send('agent.update', patch, { until: lane })
    setPending(false)
    setErrors(answer.ok ? {} : fieldErrors(answer))
    setRefused(answer.ok ? null : refusalOf(answer))
    if (!answer.ok) return
    if (typeof answer.result.secret === 'string') setSecret(answer.result.secret)
    toast('Saved', { tone: 'done' })
  }
  return (
    <Card title="What it is">
      <form className="grid gap-4" onSubmit={(event) => void save(event)}>
        <AgentFields draft={draft} onChange={setDraft} errors={errors} fixedChannel />
        {moved && (
          <Banner tone="needs">
            Another address is another endpoint: it gets a new secret, its open work goes to others, and it gets none
            until it has answered the test.
          </Banner>
        )}
        {refused && Object.keys(errors).length === 0 && (
          <Banner tone="failed" urgent>
            {refused}
          </Banner>
        )}
        {secret && <NewSecret key={secret} secret={secret} />}
        <Button type="submit" tone="primary" pending={pending} className="justify-self-start">
          Save
        </Button>
      </form>
    </Card>
  )
}

function Remove() {
  const { base, lane } = useWorkspace()
  const agent = useAgent()
  const router = useRouter()
  const remove = async () => {
    const answer = await act('agent.remove', { agentId: agent.id }, { until: lane, done: `${agent.name} was removed` })
    if (answer.ok) router.push(`${base}/agents`)
  }
  return (
    <Card title="Remove">
      <div className="flex flex-wrap items-center gap-3">
        <p className="flex-1 basis-64 text-ink-2">
          It leaves every room, what it holds goes to others, and its token and secret stop working at once. What it
          made stays.
        </p>
        <ConfirmDialog
          trigger={<Button tone="danger">Remove {agent.name}…</Button>}
          title={`Remove ${agent.name}?`}
          act={`Remove ${agent.name}`}
          onConfirm={remove}
        >
          Its open work is handed to others, its token and secret stop working at once. This cannot be undone: to come
          back it is registered anew.
        </ConfirmDialog>
      </div>
    </Card>
  )
}
