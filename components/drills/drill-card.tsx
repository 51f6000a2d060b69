'use client'

import Link from 'next/link'
import type { DrillRun } from '../../server/contract/commands/drill.ts'
import type { DrillView } from '../../server/contract/coordination-views.ts'
import { runsOf } from '../../server/contract/scorecard.ts'
import { conditionTitles } from '../../server/domain/drill.ts'
import { Card } from '../ui/card.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { Run } from './run.tsx'
import { castWords } from './words.ts'

const titleOf = (name: string): string =>
  name in conditionTitles ? conditionTitles[name as keyof typeof conditionTitles] : 'All conditions'

/** One drill: what was expected and seen, and what recovery was worth. Of many conditions, those that went otherwise are open. */
export function DrillCard({ drill, roomId }: { drill: DrillView; roomId: string }) {
  const { base } = useWorkspace()
  const runs = runsOf(drill)
  const { seed, cast, recovery } = drill.terms
  const [only] = runs
  return (
    <Card
      title={`Drill: ${titleOf(drill.name)}`}
      actions={<Outcome drill={drill} runs={runs} />}
      flush={runs.length > 1}
      footer={
        <p className="text-xs text-ink-3">
          Seed {String(seed)}, {castWords(cast)}
          {recovery === false && ', without recovery'}
        </p>
      }
    >
      {drill.status === 'running' && (
        <p className="text-ink-2">
          It is being played; what was expected and seen stands here when it has ended.{' '}
          <Link href={`${base}/rooms/${roomId}/plan`} className="text-accent underline underline-offset-2">
            Watch its plan
          </Link>
        </p>
      )}
      {drill.status === 'failed' && (
        <p className="px-4 py-2 text-failed first:px-0">
          It was not played to the end: {String(drill.score?.reason ?? 'no reason was given')}
        </p>
      )}
      {runs.length === 1 && only && <Run run={only} roomId={roomId} />}
      {runs.length > 1 && (
        <ul>
          {runs.map((run) => (
            <li key={run.name} className="border-t border-line">
              <Folded run={run} roomId={roomId} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Folded({ run, roomId }: { run: DrillRun; roomId: string }) {
  const seen = run.verdicts.filter(({ ok }) => ok).length
  return (
    <details open={!run.ok} className="group">
      <summary className="flex min-h-(--row) items-baseline gap-x-3 px-4 py-1.5 marker:content-none hover:bg-sunken/60 focus-visible:-outline-offset-2 max-md:px-3">
        <span aria-hidden className="w-2 text-ink-3 transition-transform group-open:rotate-90">
          ›
        </span>
        <span className="min-w-0 flex-1 basis-32">
          <span className="font-medium">{conditionTitles[run.name]}</span>{' '}
          <span className="text-xs text-ink-3">{run.kind}</span>
        </span>
        <StateMark
          tone={run.ok ? 'done' : 'failed'}
          glyph={run.ok ? '●' : '✕'}
          word={`${seen} of ${run.verdicts.length} seen`}
          className="tabular-nums"
        />
      </summary>
      <div className="px-4 pt-1 pb-4 ps-9 max-md:px-3 max-md:ps-3">
        <Run run={run} roomId={roomId} />
      </div>
    </details>
  )
}

function Outcome({ drill, runs }: { drill: DrillView; runs: readonly DrillRun[] }) {
  const [seen, of] = [runs.filter((run) => run.ok).length, runs.length]
  if (drill.status === 'running') return <StateMark tone="running" glyph="◐" word="Being played" />
  if (drill.status === 'failed') return <StateMark tone="failed" glyph="✕" word="Not played" />
  return seen === of ? (
    <StateMark tone="done" glyph="●" word={of === 1 ? 'As expected' : `All ${of} as expected`} />
  ) : (
    <StateMark tone="failed" glyph="✕" word={of === 1 ? 'Not as expected' : `${of - seen} of ${of} not as expected`} />
  )
}
