'use client'

import Link from 'next/link'
import type { DrillRun } from '../../server/contract/commands/drill.ts'
import type { DrillView } from '../../server/contract/coordination-views.ts'
import { runsOf } from '../../server/contract/scorecard.ts'
import { conditionTitles } from '../../server/domain/drill.ts'
import { Card } from '../ui/card.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Heading } from '../ui/heading.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { aheadWords } from './words.ts'

const titleOf = (name: string): string =>
  name in conditionTitles ? conditionTitles[name as keyof typeof conditionTitles] : 'All conditions'

/** One drill: what was expected and seen, and what recovery was worth. */
export function DrillCard({ drill, roomId }: { drill: DrillView; roomId: string }) {
  const runs = runsOf(drill)
  const seen = runs.filter((run) => run.ok).length
  const { seed, cast, recovery } = drill.terms
  return (
    <Card
      title={`Drill: ${titleOf(drill.name)}`}
      actions={<Outcome drill={drill} seen={seen} of={runs.length} />}
      footer={
        <p className="text-xs text-ink-3">
          Seed {String(seed)}, cast {Array.isArray(cast) ? `${cast.length} agents of yours` : String(cast)}
          {recovery === false && ', without recovery'}
        </p>
      }
    >
      {drill.status === 'running' && (
        <p className="text-ink-2">It is being played. What was expected and seen stands here when it has ended.</p>
      )}
      {drill.status === 'failed' && (
        <p className="text-failed">It could not be played: {String(drill.score?.reason ?? 'no reason was given')}</p>
      )}
      <div className="grid gap-5">
        {runs.map((run) => (
          <Run key={run.name} run={run} alone={runs.length === 1} roomId={roomId} />
        ))}
      </div>
    </Card>
  )
}

function Outcome({ drill, seen, of }: { drill: DrillView; seen: number; of: number }) {
  if (drill.status === 'running') return <StateMark tone="running" glyph="◐" word="being played" />
  if (drill.status === 'failed') return <StateMark tone="failed" glyph="✕" word="not played" />
  return seen === of ? (
    <StateMark tone="done" glyph="●" word={of === 1 ? 'as expected' : `all ${of} as expected`} />
  ) : (
    <StateMark tone="failed" glyph="✕" word={`${of - seen} of ${of} not as expected`} />
  )
}

function Run({ run, alone, roomId }: { run: DrillRun; alone: boolean; roomId: string }) {
  const { base } = useWorkspace()
  const activity = `${base}/rooms/${run.with.roomId}/activity`
  return (
    <section aria-label={conditionTitles[run.name]} className="grid gap-2">
      {!alone && (
        <Heading level={3}>
          {conditionTitles[run.name]} <span className="font-normal text-ink-3">{run.kind}</span>
        </Heading>
      )}
      <p className="text-ink-2">{run.fault}</p>
      <ul className="grid gap-1 text-sm">
        {run.verdicts.map((verdict) => (
          <li key={verdict.says} className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-2">
            <span className={verdict.ok ? 'text-done' : 'text-failed'}>
              <Glyph name={verdict.ok ? '●' : '✕'} />
            </span>
            <p>
              <span className="sr-only">{verdict.ok ? 'seen: ' : 'not seen: '}</span>
              {verdict.says}
              {verdict.seqs.length > 0 && (
                <Link href={activity} className="ml-2 font-mono text-xs text-accent hover:underline">
                  {verdict.seqs
                    .slice(0, 8)
                    .map((seq) => `#${seq}`)
                    .join(' ')}
                </Link>
              )}
            </p>
          </li>
        ))}
      </ul>
      <Side run={run} roomId={roomId} />
    </section>
  )
}

/** The figures of both plays side by side. */
function Side({ run, roomId }: { run: DrillRun; roomId: string }) {
  const { base } = useWorkspace()
  const rooms = [run.with, run.without].flatMap((play) => (play && play.roomId !== roomId ? [play] : []))
  return (
    <>
      <Table caption={`Figures of ${conditionTitles[run.name]} with recovery and without`}>
        <thead>
          <tr>
            <Th>Figure</Th>
            <Th>As it is</Th>
            {run.without && <Th>Without recovery</Th>}
            {run.without && <Th>Difference</Th>}
          </tr>
        </thead>
        <tbody>
          {run.figures.map((figure) => (
            <tr key={figure.name}>
              <Td className="text-ink-2">{figure.title}</Td>
              <Td>{figure.with}</Td>
              {run.without && <Td>{figure.without ?? '–'}</Td>}
              {run.without && <Td>{difference(figure)}</Td>}
            </tr>
          ))}
        </tbody>
      </Table>
      {rooms.map((play) => (
        <p key={play.roomId} className="text-sm">
          <Link href={`${base}/rooms/${play.roomId}/drills`} className="text-accent hover:underline">
            {play === run.without ? 'The room without recovery' : 'The room it was played in'}
          </Link>{' '}
          <span className="text-ink-3">
            goal {play.status.replaceAll('_', ' ')} after {play.seconds.toFixed(0)} s
          </span>
        </p>
      ))}
    </>
  )
}

function difference({ ahead, unit }: DrillRun['figures'][number]) {
  const words = aheadWords(ahead, unit)
  const tone = ahead === null || ahead === 0 ? 'text-ink-3' : ahead > 0 ? 'text-done' : 'text-failed'
  return <span className={tone}>{words ?? '–'}</span>
}
