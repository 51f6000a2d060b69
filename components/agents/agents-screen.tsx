'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useDeferredValue, useMemo, useRef } from 'react'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { counted, grouped } from '../../server/domain/text/counted.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Heading } from '../ui/heading.tsx'
import { Input } from '../ui/input.tsx'
import { Mark } from '../ui/mark.tsx'
import { useNow } from '../ui/now.ts'
import { Row, RowList } from '../ui/row-list.tsx'
import { Select } from '../ui/select.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useAddress } from '../workspace/address.ts'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useLane, useRows } from '../workspace/live.ts'
import { State } from '../workspace/who.tsx'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { agentLook, channelWords, filterAgents, silent } from './looks.ts'

const states = [
  { value: 'active', label: 'Active' },
  { value: silent, label: 'Not answering' },
  { value: 'unverified', label: 'Not proven yet' },
  { value: 'paused', label: 'Paused' },
  { value: 'disabled', label: 'Turned off' },
]

/** Every agent of the workspace, with what it can do and how it stands. */
export function AgentsScreen() {
  const { base, lane } = useWorkspace()
  const agents = useRows(lane, 'agents')
  const phase = useLane(lane, (state) => state.phase)
  const mayRegister = useMay('agent.register')
  const { get } = useAddress()
  const asked = { q: get('q') ?? '', skill: get('skill') ?? '', state: get('state') ?? '', owner: get('owner') ?? '' }
  const wanted = useDeferredValue(JSON.stringify(asked))
  const now = useNow()
  const found = useMemo(() => filterAgents(agents, JSON.parse(wanted), now), [agents, wanted, now])
  const known = agents.filter((agent) => agent.status !== 'removed')
  return (
    <WorkspaceFrame
      header={
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 py-3 max-md:px-3">
          <div className="flex flex-wrap items-center gap-3">
            <Heading level={1} className="flex-1">
              Agents
            </Heading>
            {mayRegister && (
              <ButtonLink tone="primary" href={`${base}/agents/new`} icon={<Plus aria-hidden className="size-4" />}>
                Add an agent
              </ButtonLink>
            )}
          </div>
          {known.length > 0 && <Filters agents={known} shown={found.length} />}
        </div>
      }
    >
      {phase === 'loading' ? (
        <Skeleton shape="rows" count={8} label="Reading the agents" />
      ) : found.length > 0 ? (
        <RowList label="Agents">
          {found.map((agent, index) => (
            <AgentRow key={agent.id} agent={agent} tabStop={index === 0} />
          ))}
        </RowList>
      ) : known.length > 0 ? (
        <NoMatch />
      ) : mayRegister ? (
        <Empty
          title="No agent yet"
          action={
            <ButtonLink tone="primary" href={`${base}/agents/new`}>
              Add an agent
            </ButtonLink>
          }
        >
          Any program that takes an HTTP request can work here. Twenty lines are enough.
        </Empty>
      ) : (
        <Empty kind="no-right" title="No agent yet">
          Members add agents; you look on. Ask one of them.
        </Empty>
      )}
    </WorkspaceFrame>
  )
}

function NoMatch() {
  const { set } = useAddress()
  return (
    <Empty
      kind="no-match"
      title="No agent fits"
      action={<Button onClick={() => set({ q: null, skill: null, state: null, owner: null })}>Show all agents</Button>}
    >
      Nobody has all that was asked for.
    </Empty>
  )
}

function Filters({ agents, shown }: { agents: readonly AgentView[]; shown: number }) {
  const { lane } = useWorkspace()
  const members = useRows(lane, 'members')
  const { get, set } = useAddress()
  const search = useRef<HTMLInputElement>(null)
  useShortcut('/', 'Search the agents', () => search.current?.focus())
  const skills = useMemo(() => [...new Set(agents.flatMap((agent) => agent.skills))].sort(), [agents])
  const owners = useMemo(() => {
    const ids = new Set(agents.map((agent) => agent.ownerId))
    return members.filter((member) => ids.has(member.id)).map(({ id, name }) => ({ value: id, label: name }))
  }, [agents, members])
  const choice = (name: 'skill' | 'state' | 'owner') => ({
    value: get(name) ?? '',
    onChange: (event: React.ChangeEvent<HTMLSelectElement>) => set({ [name]: event.target.value }),
  })
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Input
        ref={search}
        type="search"
        aria-label="Search by name or skill"
        placeholder="Name or skill"
        className="w-48! max-sm:w-full!"
        defaultValue={get('q') ?? ''}
        onChange={(event) => set({ q: event.target.value })}
      />
      <Select
        aria-label="Skill"
        className="w-36 max-sm:flex-1"
        placeholder="Any skill"
        options={skills.map((skill) => ({ value: skill, label: skill }))}
        {...choice('skill')}
      />
      <Select
        aria-label="State"
        className="w-36 max-sm:flex-1"
        placeholder="Any state"
        options={states}
        {...choice('state')}
      />
      {owners.length > 1 && (
        <Select
          aria-label="Owner"
          className="w-36 max-sm:flex-1"
          placeholder="Any owner"
          options={owners}
          {...choice('owner')}
        />
      )}
      <span role="status" className="text-xs text-ink-3">
        {shown === agents.length ? counted(shown, 'agent') : `${grouped(shown)} of ${grouped(agents.length)}`}
      </span>
    </search>
  )
}

function AgentRow({ agent, tabStop }: { agent: AgentView; tabStop: boolean }) {
  const { base, lane } = useWorkspace()
  const router = useRouter()
  const now = useNow()
  const href = `${base}/agents/${agent.id}`
  const owner = lane.row('members', agent.ownerId)?.name
  return (
    <Row
      id={agent.id}
      tabStop={tabStop}
      onOpen={() => router.push(href)}
      lead={<Mark kind="agent" name={agent.name} />}
      actions={<State look={agentLook(agent, now)} />}
      className="px-4 max-md:px-3"
    >
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <Link href={href} className="font-medium hover:underline">
          {agent.name}
        </Link>
        <span className="truncate text-xs text-ink-3">
          {channelWords[agent.channel].split(':')[0]} ·{' '}
          {agent.maxConcurrency === 1 ? '1 place' : `${agent.maxConcurrency} places`}
          {owner && ` · ${owner}`}
        </span>
      </p>
      <p className="mt-0.5 flex flex-wrap gap-1">
        {agent.skills.slice(0, 8).map((skill) => (
          <Badge key={skill}>{skill}</Badge>
        ))}
        {agent.skills.length === 0 && <span className="text-xs text-ink-3">no skills named</span>}
        {agent.description && (
          <span className="min-w-0 flex-1 basis-60 truncate text-sm text-ink-2">{agent.description}</span>
        )}
      </p>
      {agent.reason && agent.status !== 'active' && <p className="mt-0.5 text-sm text-ink-2">{agent.reason}</p>}
    </Row>
  )
}
