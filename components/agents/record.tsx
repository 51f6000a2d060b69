'use client'

import type { AgentDetail } from '../../server/contract/history-views.ts'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { lasting } from '../ui/moment.ts'
import { Table, Td, Th } from '../ui/table.tsx'

const enough = 5

/** Skill by skill what the agent has to show, and how far its judgement can be trusted. */
export function Record({ record, judging }: Pick<AgentDetail, 'record' | 'judging'>) {
  return (
    <Card title="How good it is" flush>
      {record.length === 0 ? (
        <p className="border-t border-line px-4 py-3 text-ink-2">
          Nothing to go by yet. Accepted and failed results count here, skill by skill; who has none is tried like
          anybody.
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
            {record.map(({ skill, accepted, failed, meanMs }) => (
              <tr key={skill}>
                <Td>
                  <Badge>{skill}</Badge>
                  {accepted + failed < enough && (
                    <span className="ml-2 text-xs text-ink-3 max-sm:ml-0 max-sm:block">too few to tell</span>
                  )}
                </Td>
                <Td num>
                  {accepted} of {accepted + failed}
                </Td>
                <Td num>{failed}</Td>
                <Td num>{meanMs === null ? '–' : meanMs === 0 ? 'at once' : lasting(meanMs)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {judging.given > 0 && (
        <p className="border-t border-line px-4 py-2 text-sm text-ink-2">
          Its second opinions: people decided the same on {judging.agreed} of {judging.given}.
          {judging.warning && <span className="font-medium text-needs"> It {judging.warning}.</span>}
        </p>
      )}
    </Card>
  )
}
