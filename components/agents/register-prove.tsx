'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { DeliveryView } from '../../server/contract/views.ts'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { lasting } from '../ui/moment.ts'
import { StateMark } from '../ui/state-mark.tsx'
import { useRead } from '../workspace/use-read.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { allowHint } from './explain.ts'
import { AddToRoom } from './overview.tsx'
import { pullLoop } from './snippets.ts'
import { useVerify, type Verified } from './use-verify.ts'

/** Part three: the agent is called and must answer the challenge; each step says how it went and what to do. */
export function ProvePart({ agent, ready }: { agent: AgentView | undefined; ready: boolean }) {
  const verify = useVerify(agent?.id ?? null)
  const [round, setRound] = useState(0)
  if (!agent) return <p className="text-sm text-ink-2">A test is sent to the address; its answer proves the agent.</p>
  if (agent.channel === 'pull') return <Pulls agent={agent} />
  const run = async () => {
    await verify.run()
    setRound((count) => count + 1)
  }
  const proven = agent.status === 'active'
  return (
    <>
      {!proven && !verify.outcome && <p className="text-sm text-ink-2">The agent must be running now.</p>}
      <Steps agent={agent} running={verify.running} outcome={verify.outcome} round={round} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone={proven ? 'plain' : 'primary'}
          pending={verify.running}
          aria-disabled={!ready}
          onClick={() => ready && void run()}
        >
          {round === 0 ? 'Send the test' : 'Run again'}
        </Button>
        <Finish agent={agent} proven={proven} />
        {!ready && <span className="text-xs text-ink-3">Store the secret first: the test is signed with it.</span>}
      </div>
      {proven && <AddToRoom agentId={agent.id} name={agent.name} />}
    </>
  )
}

function Steps({
  agent,
  running,
  outcome,
  round,
}: {
  agent: AgentView
  running: boolean
  outcome: Verified | null
  round: number
}) {
  const { base } = useWorkspace()
  const pings = useRead<DeliveryView[]>(
    round > 0 ? `/api/v1/agents/${agent.id}/deliveries?type=agent.ping` : null,
    round,
  )
  const ping = pings.value?.[0]
  if (running) return <StateMark tone="running" glyph="◐" word="Waiting for the answer" suffix="up to 10 s" />
  if (!outcome) {
    return agent.status === 'active' ? <StateMark tone="done" glyph="●" word="Proven" /> : null
  }
  const reached = outcome.passed || (ping?.status ?? null) !== null
  const hint = allowHint(agent.url, { errorClass: ping?.errorClass ?? null, reason: outcome.words })
  return (
    <div className="grid gap-2">
      <ul className="grid gap-1">
        <li>
          {reached ? (
            <StateMark tone="done" glyph="●" word="Reached" suffix={ping && lasting(ping.durationMs)} />
          ) : (
            <StateMark tone="failed" glyph="✕" word="Not reached" />
          )}
        </li>
        <li>
          {outcome.passed ? (
            <StateMark tone="done" glyph="●" word="Challenge answered" />
          ) : (
            <StateMark tone={reached ? 'failed' : 'queued'} glyph={reached ? '✕' : '○'} word="Challenge not answered" />
          )}
        </li>
      </ul>
      {!outcome.passed && <p className="text-ink-1">{outcome.words}</p>}
      {hint && (
        <div className="grid gap-1.5">
          <p className="text-sm text-ink-2">
            For an agent on this machine or a private network, the operator starts Muster with:
          </p>
          <CodeBlock code={hint} name="Environment" />
        </div>
      )}
      {ping && !outcome.passed && (
        <ButtonLink size="sm" className="justify-self-start" href={`${base}/agents/${agent.id}/deliveries/${ping.id}`}>
          See what was sent and what came back
        </ButtonLink>
      )}
    </div>
  )
}

function Finish({ agent, proven }: { agent: AgentView; proven: boolean }) {
  const { base } = useWorkspace()
  const router = useRouter()
  const href = `${base}/agents/${agent.id}`
  if (proven) {
    return (
      <ButtonLink tone="primary" href={href}>
        Finish
      </ButtonLink>
    )
  }
  return (
    <ConfirmDialog
      trigger={<Button tone="quiet">Finish later</Button>}
      title="Leave it unproven?"
      act="Leave it for later"
      danger={false}
      onConfirm={async () => router.push(href)}
    >
      {agent.name} gets no work until it{' '}
      {agent.channel === 'pull'
        ? 'has called with its token once.'
        : 'has answered the test. You can run the test from its page.'}
    </ConfirmDialog>
  )
}

/** A pull agent has no address to call: its first request with its token proves it. */
function Pulls({ agent }: { agent: AgentView }) {
  const [origin, setOrigin] = useState('https://muster.example')
  useEffect(() => setOrigin(location.origin), [])
  const proven = agent.status === 'active'
  return (
    <>
      {proven ? (
        <StateMark tone="done" glyph="●" word="It came for work" />
      ) : (
        <StateMark tone="running" glyph="◐" word="Waiting for its first call" />
      )}
      <p className="text-sm text-ink-2">
        This asks for work and prints what it gets; a real agent answers each task through its callback.
      </p>
      <CodeBlock code={pullLoop(origin)} name="Ask for work" />
      <div>
        <Finish agent={agent} proven={proven} />
      </div>
      {proven && <AddToRoom agentId={agent.id} name={agent.name} />}
    </>
  )
}
