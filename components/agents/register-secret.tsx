'use client'

import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { MaskedSecret } from '../ui/masked-secret.tsx'
import { SecretOnce } from '../ui/secret-once.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { RotateSecret } from './rotate-secret.tsx'
import { nodeVerifier, pythonVerifier, startExample } from './snippets.ts'

/** What registration answers once and never again. */
export type Shown = { token: string; secret: string | null }

/** Part two: the secret and the token, shown this once, with code that checks a signature. */
export function SecretPart({
  agent,
  shown,
  stored,
  onStored,
  example,
}: {
  agent: AgentView | undefined
  shown: Shown | null
  stored: boolean
  onStored: (stored: boolean) => void
  example: string | null
}) {
  if (!agent) return <p className="text-sm text-ink-2">It is made when the agent is registered, and shown once.</p>
  if (!shown) {
    return agent.secretHint ? (
      <>
        <p className="text-ink-2">
          The secret was shown once and ends in <code className="font-mono text-xs">{agent.secretHint}</code>. Lost it?
          Make a new one.
        </p>
        <RotateSecret agent={agent} />
      </>
    ) : (
      <p className="text-ink-2">
        The token was shown once and ends in <code className="font-mono text-xs">{agent.tokenHint}</code>. If it is
        lost, remove the agent and register it anew.
      </p>
    )
  }
  return (
    <>
      {shown.secret ? (
        <>
          <SecretOnce secret={shown.secret} what="webhook secret" stored={stored} onStored={onStored} />
          <AgentToken token={shown.token} />
          <Code agent={agent} example={example} />
        </>
      ) : (
        <SecretOnce secret={shown.token} what="agent token" stored={stored} onStored={onStored} />
      )}
    </>
  )
}

/** A webhook agent gets a token with each task; its own is only for speaking in rooms and asking for work. */
function AgentToken({ token }: { token: string }) {
  return (
    <div className="grid gap-2 text-sm">
      <span className="text-ink-2">
        Its own token, also shown once: needed only to speak in rooms. Each task brings a token of its own.
      </span>
      <MaskedSecret secret={token} what="agent token" />
    </div>
  )
}

function Code({ agent, example }: { agent: AgentView; example: string | null }) {
  return (
    <Tabs
      label="Code to paste"
      items={[
        ...(example
          ? [
              {
                value: 'whole',
                label: 'A whole agent',
                content: (
                  <div className="grid gap-2">
                    <CodeBlock code={example} name="twenty-lines.mjs" maxHeight="14rem" />
                    <CodeBlock code={startExample(agent.url ?? '')} name="Start it" />
                  </div>
                ),
              },
            ]
          : []),
        {
          value: 'node',
          label: 'Check in Node',
          content: <CodeBlock code={nodeVerifier} name="genuine.mjs" maxHeight="14rem" />,
        },
        {
          value: 'python',
          label: 'Check in Python',
          content: <CodeBlock code={pythonVerifier} name="genuine.py" maxHeight="14rem" />,
        },
      ]}
    />
  )
}
