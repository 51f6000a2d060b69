'use client'

import clsx from 'clsx'
import { useParams, useRouter, useSelectedLayoutSegment } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Heading } from '../ui/heading.tsx'
import { Mark } from '../ui/mark.tsx'
import { useNow } from '../ui/now.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { TabLinks } from '../ui/tabs.tsx'
import { toastUndo } from '../ui/toast.tsx'
import { act } from '../workspace/commands.ts'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useLane, useRow } from '../workspace/live.ts'
import { State } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { AgentProvider, AgentWorkProvider, useAgent, useAgentWork, useMayChange } from './agent-context.tsx'
import { DeliveryPanel } from './delivery-panel.tsx'
import { useAgentDetail } from './use-agent-detail.ts'
import { useVerify } from './use-verify.ts'
import { nothingSpent, standingOf } from './vitals.ts'

/** How often what it did is asked again: while it is looked at, and for the header alone. */
const freshMs = { work: 4000, rest: 30_000 }

/** The frame of an agent's page: who it is, how it stands, its faces, and one delivery beside them. */
export function AgentFrame({ agentId, children }: { agentId: string; children: ReactNode }) {
  const { base, lane } = useWorkspace()
  const agent = useRow(lane, 'agents', agentId)
  const phase = useLane(lane, (state) => state.phase)
  const router = useRouter()
  const { delivery } = useParams<{ delivery?: string }>()
  const face = useSelectedLayoutSegment()
  const work = useAgentDetail(agentId, face === null || face === 'runs' ? freshMs.work : freshMs.rest)
  useEffect(() => {
    if (agent) document.title = `${agent.name} · Muster`
  }, [agent])
  if (!agent) {
    return (
      <WorkspaceFrame>
        {phase === 'loading' ? (
          <Skeleton shape="rows" count={8} label="Reading the agent" />
        ) : (
          <Empty
            kind="no-right"
            title="No such agent here"
            action={<ButtonLink href={`${base}/agents`}>See all agents</ButtonLink>}
          >
            It was never in this workspace, or the link is wrong.
          </Empty>
        )}
      </WorkspaceFrame>
    )
  }
  const close = () => router.push(`${base}/agents/${agentId}/deliveries`)
  return (
    <AgentProvider value={agent}>
      <AgentWorkProvider value={work}>
        <WorkspaceFrame
          header={<Header />}
          {...(delivery
            ? {
                side: <DeliveryPanel key={delivery} deliveryId={delivery} onClose={close} />,
                sideLabel: 'One delivery',
                onCloseSide: close,
              }
            : {})}
        >
          <div
            className={clsx(
              'relative mx-auto grid w-full grid-cols-[minmax(0,1fr)] gap-4 px-4 py-5 max-md:px-3',
              face === null ? 'max-w-6xl' : 'max-w-4xl',
            )}
          >
            {agent.status === 'removed' && <Banner tone="queued">This agent was removed. Its history stays.</Banner>}
            {children}
          </div>
        </WorkspaceFrame>
      </AgentWorkProvider>
    </AgentProvider>
  )
}

function Header() {
  const { base, lane } = useWorkspace()
  const agent = useAgent()
  const { detail } = useAgentWork()
  const mayChange = useMayChange(agent)
  const now = useNow('second')
  const face = useSelectedLayoutSegment()
  const owner = useRow(lane, 'members', agent.ownerId)
  const verify = useVerify(agent.id)
  const here = `${base}/agents/${agent.id}`
  const resume = () =>
    act('agent.resume', { agentId: agent.id }, { until: lane, done: `${agent.name} takes work again` })
  const pause = async () => {
    const answer = await act('agent.pause', { agentId: agent.id }, { until: lane })
    if (answer.ok) toastUndo(`${agent.name} is paused: no new work goes to it.`, () => void resume())
  }
  const faces = [
    { href: here, label: 'Overview', current: face === null },
    { href: `${here}/deliveries`, label: 'Deliveries', current: face === 'deliveries' },
    { href: `${here}/runs`, label: 'Runs', current: face === 'runs' },
    { href: `${here}/settings`, label: 'Settings', current: face === 'settings' },
  ]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 pt-3 max-md:px-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Mark kind="agent" name={agent.name} size="lg" />
        <div className="min-w-0 flex-1 basis-40">
          <Heading level={1} className="truncate">
            {agent.name}
          </Heading>
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-3">
            <State look={standingOf(agent, detail?.spent ?? nothingSpent, now)} />
            {owner && <span>agent of {owner.name}</span>}
          </p>
        </div>
        {mayChange && (
          <div className="flex flex-wrap gap-1.5">
            {agent.status === 'active' && <Button onClick={() => void pause()}>Pause</Button>}
            {agent.status === 'paused' && (
              <Button tone="primary" onClick={() => void resume()}>
                Resume
              </Button>
            )}
            {agent.channel === 'webhook' && agent.status !== 'removed' && (
              <Button
                pending={verify.running}
                tone={agent.status === 'unverified' || agent.status === 'disabled' ? 'primary' : 'plain'}
                onClick={() => void verify.run()}
              >
                Test
              </Button>
            )}
          </div>
        )}
      </div>
      {verify.outcome && (
        <Banner tone={verify.outcome.passed ? 'done' : 'failed'} onDismiss={verify.forget}>
          {verify.outcome.words}
        </Banner>
      )}
      <TabLinks label="Agent" items={faces} className="border-b-0" />
    </div>
  )
}
