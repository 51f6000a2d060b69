'use client'

import Link from 'next/link'
import type { DrillRun } from '../../server/contract/commands/drill.ts'
import { conditionTitles } from '../../server/domain/drill.ts'
import { Glyph } from '../ui/glyph.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { aheadWords } from './words.ts'

type Compared = DrillRun['figures'][number]
const shownProofs = 8

/** One condition as it was played: the fault, what was expected of it, where that is seen, and what recovery was worth. */
export function Run({ run, roomId }: { run: DrillRun; roomId: string }) {
  const { base } = useWorkspace()
  const rooms = [run.with, run.without].flatMap((play) => (play && play.roomId !== roomId ? [play] : []))
  const then = (seq: number) => `${base}/rooms/${run.with.roomId}/plan?goal=${run.with.goalId}&at=${seq}`
  const differs = run.figures.filter(({ ahead }) => ahead !== null && ahead !== 0)
  const rest = run.figures.filter((figure) => !differs.includes(figure))
  return (
    <section aria-label={conditionTitles[run.name]} className="grid gap-3">
      <p className="text-ink-2">{run.fault}</p>
      <ul aria-label="What was expected" className="grid gap-1 text-sm">
        {run.verdicts.map((verdict) => (
          <li key={verdict.says} className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-2">
            <span className={verdict.ok ? 'text-done' : 'text-failed'}>
              <Glyph name={verdict.ok ? '●' : '✕'} />
            </span>
            <div className="flex flex-wrap items-baseline gap-x-2">
              <p className="first-letter:uppercase">
                <span className="sr-only">{verdict.ok ? 'Seen: ' : 'Not seen: '}</span>
                {verdict.says}
              </p>
              {verdict.seqs.slice(0, shownProofs).map((seq) => (
                <Link
                  key={seq}
                  href={then(seq)}
                  prefetch={false}
                  title="The plan as it stood then"
                  className="inline-flex min-h-6 items-center font-mono text-xs text-accent hover:underline"
                >
                  #{seq}
                  <span className="sr-only">: the plan as it stood then</span>
                </Link>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {run.without && differs.length === 0 && (
        <p className="text-sm text-ink-2">Without recovery every figure came out the same.</p>
      )}
      {differs.length > 0 && <Comparison figures={differs} run={run} />}
      {rest.length > 0 && (
        <details>
          <summary className="min-h-6 text-sm text-ink-2">
            {differs.length > 0 ? `${rest.length} more figures, the same in both` : `${rest.length} figures`}
          </summary>
          <Comparison figures={rest} run={run} />
        </details>
      )}
      {rooms.map((play) => (
        <p key={play.roomId} className="text-sm">
          <Link href={`${base}/rooms/${play.roomId}/plan`} className="text-accent underline underline-offset-2">
            {play === run.without ? 'The room without recovery' : 'The room it was played in'}
          </Link>{' '}
          <span className="text-ink-3">
            goal {play.status.replaceAll('_', ' ')} after {play.seconds.toFixed(0)} s
          </span>
        </p>
      ))}
    </section>
  )
}

/** Figures of both plays beside each other, beneath each other where it is narrow. */
function Comparison({ figures, run }: { figures: readonly Compared[]; run: DrillRun }) {
  return (
    <ul aria-label={`Figures of ${conditionTitles[run.name]} with recovery and without`} className="mt-1 text-sm">
      {figures.map((figure) => (
        <li
          key={figure.name}
          className="grid gap-x-4 gap-y-0.5 border-b border-line py-1.5 last:border-b-0 md:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)_9rem]"
        >
          <span className="flex flex-wrap justify-between gap-x-3 font-medium">
            {figure.title}
            <span className="md:hidden">{run.without && <Difference {...figure} />}</span>
          </span>
          <span className="grid content-start">
            <span className="text-xs text-ink-3">As it is</span>
            {figure.with}
          </span>
          {run.without && (
            <span className="grid content-start">
              <span className="text-xs text-ink-3">Without recovery</span>
              {figure.without ?? '–'}
            </span>
          )}
          <span className="text-end max-md:hidden">{run.without && <Difference {...figure} />}</span>
        </li>
      ))}
    </ul>
  )
}

function Difference({ ahead, unit }: Compared) {
  const tone = ahead === null || ahead === 0 ? 'text-ink-3' : ahead > 0 ? 'text-done' : 'text-failed'
  return <span className={`font-medium ${tone}`}>{aheadWords(ahead, unit) ?? '–'}</span>
}
