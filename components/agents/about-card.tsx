'use client'

import Link from 'next/link'
import type { AgentDetail } from '../../server/contract/history-views.ts'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { Time } from '../ui/time.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { channelWords } from './looks.ts'

/** What the agent is and may do: skills, rooms, places, and how it is reached. */
export function AboutCard({ rooms }: Pick<AgentDetail, 'rooms'>) {
  const { base } = useWorkspace()
  const agent = useAgent()
  const term = 'text-ink-3'
  return (
    <Card title="What it may do">
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-4 gap-y-2 max-sm:grid-cols-[minmax(0,1fr)] max-sm:gap-y-0.5 max-sm:[&>dd]:mb-2">
        {agent.description && (
          <>
            <dt className={term}>Does</dt>
            <dd>{agent.description}</dd>
          </>
        )}
        <dt className={term}>Skills</dt>
        <dd className="flex flex-wrap gap-1">
          {agent.skills.map((skill) => (
            <Badge key={skill}>{skill}</Badge>
          ))}
          {agent.skills.length === 0 && <span className="text-ink-3">none named, so it is matched to no task</span>}
        </dd>
        <dt className={term}>Rooms</dt>
        <dd className="flex flex-wrap gap-x-3">
          {rooms.map((room) => (
            <Link
              key={room.id}
              href={`${base}/rooms/${room.id}`}
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              # {room.name}
            </Link>
          ))}
          {rooms.length === 0 && <span className="text-ink-3">in none that you may read</span>}
        </dd>
        <dt className={term}>Works on</dt>
        <dd>{agent.maxConcurrency === 1 ? 'one task at a time' : `up to ${agent.maxConcurrency} tasks at a time`}</dd>
        <dt className={term}>Channel</dt>
        <dd>{channelWords[agent.channel]}</dd>
        {agent.url && (
          <>
            <dt className={term}>Address</dt>
            <dd className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{agent.url}</dd>
          </>
        )}
        <dt className={term}>Proven</dt>
        <dd>{agent.verifiedAt ? <Time at={agent.verifiedAt} /> : 'not yet'}</dd>
        <dt className={term}>Added</dt>
        <dd>
          <Time at={agent.createdAt} />
        </dd>
        {Object.entries(agent.labels).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className={term}>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
