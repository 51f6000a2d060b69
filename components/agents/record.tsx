'use client'

import Link from 'next/link'
import type { AgentDetail } from '../../server/contract/history-views.ts'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { lasting } from '../ui/moment.ts'
import { Table, Td, Th } from '../ui/table.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { useAgentDetail } from './use-agent-detail.ts'

/** Where the agent works, and skill by skill what it has to show. */
export function Record() {
  const agent = useAgent()
  const { detail, runs, failure } = useAgentDetail(agent.id)
  if (!detail) return failure ? <p className="text-sm text-ink-3">{failure.detail}</p> : null
  const open = runs.filter((run) => run.endedAt === null).length
  return (
    <>
      <Rooms rooms={detail.rooms} />
      <Card title="Track record" flush>
        {detail.record.length === 0 ? (
          <p className="border-t border-line px-4 py-3 text-ink-2">
            Nothing yet. Accepted and failed results count here, skill by skill; who has none is tried like anybody.
          </p>
        ) : (
          <Table caption="Track record by skill">
            <thead>
              <tr>
                <Th>Skill</Th>
                <Th num>Accepted</Th>
                <Th num>Failed</Th>
                <Th num>Takes</Th>
              </tr>
            </thead>
            <tbody>
              {detail.record.map(({ skill, accepted, failed, meanMs }) => (
                <tr key={skill}>
                  <Td>
                    <Badge>{skill}</Badge>
                  </Td>
                  <Td num>
                    {accepted} of {accepted + failed}
                  </Td>
                  <Td num>{failed}</Td>
                  <Td num>{meanMs === null ? '–' : lasting(meanMs)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {open > 0 && (
          <p className="border-t border-line px-4 py-2 text-sm text-ink-2">
            {open === 1 ? 'One task is' : `${open} tasks are`} with it now.
          </p>
        )}
      </Card>
    </>
  )
}

function Rooms({ rooms }: { rooms: AgentDetail['rooms'] }) {
  const { base } = useWorkspace()
  return (
    <Card title="Where it works">
      {rooms.length === 0 ? (
        <p className="text-ink-2">In no room that you may read.</p>
      ) : (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {rooms.map((room) => (
            <li key={room.id}>
              <Link
                href={`${base}/rooms/${room.id}`}
                className="inline-flex min-h-6 items-center text-accent hover:underline"
              >
                # {room.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
