'use client'

import { useState } from 'react'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { Card } from '../ui/card.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { act } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'

/** Whether messages to an agent also carry a signature by a key pair, and the public key to check it with. */
export function Signing({ agent }: { agent: AgentView }) {
  const { lane } = useWorkspace()
  const [pending, setPending] = useState(false)
  const change = async (on: boolean) => {
    setPending(true)
    const done = on ? 'Messages carry a second signature from now on' : 'Messages carry the first signature alone'
    await act('agent.update', { agentId: agent.id, signing: on ? 'ed25519' : 'hmac' }, { until: lane, done })
    setPending(false)
  }
  return (
    <Card title="Signature by a key pair">
      <div className="grid gap-3">
        <Checkbox
          label="Sign with ed25519 as well"
          hint="A v1a entry follows the v1 one in webhook-signature. It is checked with the public key, so nothing secret has to lie at the agent."
          checked={agent.signing === 'ed25519'}
          disabled={pending}
          onChange={(event) => void change(event.target.checked)}
        />
        {agent.publicKey && <CodeBlock name="Public key" code={agent.publicKey} />}
      </div>
    </Card>
  )
}
