'use client'

import Link from 'next/link'
import type { AgentDetail, AgentRun } from '../../server/contract/history-views.ts'
import { Card } from '../ui/card.tsx'
import { useNow } from '../ui/now.ts'
import { RowList } from '../ui/row-list.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { Run } from './runs.tsx'
import { standingOf } from './vitals.ts'

const shownOpen = 8
const shownEnded = 6

/** What it has in hand at this moment, and what became of the last that it had. */
export function WorkCards({ runs, spent }: { runs: readonly AgentRun[]; spent: AgentDetail['spent'] }) {
  const { base } = useWorkspace()
  const agent = useAgent()
  const look = standingOf(agent, spent, useNow())
  const well = look.tone === 'done'
  const open = runs.filter((run) => run.endedAt === null)
  const ended = runs.filter((run) => run.endedAt !== null).slice(0, shownEnded)
  const all = `${base}/agents/${agent.id}/runs`
  return (
    <>
      <Card title="Doing now" flush id="now">
        {open.length === 0 ? (
          <p className="border-t border-line px-4 py-3 text-ink-2">
            {well ? 'Nothing at the moment; it is free for work.' : `Nothing: ${look.word.toLowerCase()}.`}
          </p>
        ) : (
          <RowList label="Doing now">
            {open.slice(0, shownOpen).map((run, index) => (
              <Run key={run.attemptId} run={run} tabStop={index === 0} />
            ))}
          </RowList>
        )}
        {open.length > shownOpen && (
          <p className="border-t border-line px-4 py-2 text-sm text-ink-2">and {open.length - shownOpen} more</p>
        )}
      </Card>
      <Card
        title="Lately"
        flush
        actions={
          ended.length > 0 && (
            <Link href={all} className="inline-flex min-h-6 items-center text-sm text-accent hover:underline">
              All runs
            </Link>
          )
        }
      >
        {ended.length === 0 ? (
          <p className="border-t border-line px-4 py-3 text-ink-2">
            No work yet. It is given some in the rooms it is in, when a task needs one of its skills.
          </p>
        ) : (
          <RowList label="Lately">
            {ended.map((run, index) => (
              <Run key={run.attemptId} run={run} tabStop={index === 0} />
            ))}
          </RowList>
        )}
      </Card>
    </>
  )
}
