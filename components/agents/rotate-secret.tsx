'use client'

import { useState } from 'react'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { SecretOnce } from '../ui/secret-once.tsx'
import { Time } from '../ui/time.tsx'
import { act } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'

/** A secret made just now; it stays in sight until the page is left. */
export function NewSecret({ secret }: { secret: string }) {
  const [stored, setStored] = useState(false)
  return <SecretOnce secret={secret} what="webhook secret" stored={stored} onStored={setStored} />
}

/** Makes a new signing secret; the old one goes on for a day unless it is revoked at once. */
export function RotateSecret({ agent }: { agent: AgentView }) {
  const { lane } = useWorkspace()
  const [revoke, setRevoke] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const [until, setUntil] = useState<number | null>(null)
  const rotate = async () => {
    const answer = await act('agent.rotate_secret', { agentId: agent.id, revoke }, { until: lane })
    if (!answer.ok) return
    if (typeof answer.result.secret === 'string') setSecret(answer.result.secret)
    setUntil(typeof answer.result.previousValidUntil === 'number' ? answer.result.previousValidUntil : null)
  }
  return (
    <Card title="Webhook secret">
      <div className="grid gap-3">
        <p className="text-ink-2">
          It signs everything we send. The one in use ends in{' '}
          <code className="font-mono text-xs">{agent.secretHint ?? '????'}</code>.
        </p>
        {secret ? (
          <>
            <NewSecret key={secret} secret={secret} />
            <p className="text-sm text-ink-2">
              {until ? (
                <>
                  We sign with both until <Time at={until} look="absolute" />.
                </>
              ) : (
                'The old one is not used any more.'
              )}
            </p>
          </>
        ) : (
          <ConfirmDialog
            trigger={<Button className="justify-self-start">Make a new secret…</Button>}
            title="Make a new secret?"
            act="Make a new secret"
            danger={revoke}
            onConfirm={rotate}
          >
            <p>For 24 hours messages carry a signature by each of the two, so there is time to put the new one in.</p>
            <Checkbox
              className="mt-3"
              label="The old one leaked: stop using it now"
              hint="Until the new one is in place, the agent will refuse what we send."
              checked={revoke}
              onChange={(event) => setRevoke(event.target.checked)}
            />
          </ConfirmDialog>
        )}
      </div>
    </Card>
  )
}
