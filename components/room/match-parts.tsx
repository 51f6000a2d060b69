'use client'

import clsx from 'clsx'
import { Fragment } from 'react'
import type { MatchScore } from '../../server/domain/attempt.ts'
import { scoreParts } from '../../server/domain/matching/score.ts'

const partWords: Record<(typeof scoreParts)[number], { name: string; means: string }> = {
  record: { name: 'Record', means: 'accepted results at these skills, newer ones count more' },
  load: { name: 'Free places', means: 'how much of its places is free' },
  speed: { name: 'Speed', means: 'how quick its accepted results were' },
  health: { name: 'Health', means: 'how well messages reach it' },
  cost: { name: 'Cost', means: 'its price beside the others’' },
  fairness: { name: 'Its turn', means: 'how little of this work it had beside the others' },
}
const bidWords = { name: 'Own word', means: 'how well it says the task suits it' }

type Scored = MatchScore & { parts: number[] }
const isScored = (score: MatchScore): score is Scored => (score.parts?.length ?? 0) >= scoreParts.length

/** The parts of the best scores side by side, a small bar each; nothing where they were not kept. */
export function MatchParts({ scores }: { scores: readonly MatchScore[] }) {
  const shown = scores.filter(isScored).slice(0, 3)
  if (shown.length === 0) return null
  const rows = scoreParts.map((part, at) => ({ key: part as string, at, ...partWords[part] }))
  if (shown.some((one) => one.parts.length > scoreParts.length))
    rows.push({ key: 'bid', at: scoreParts.length, ...bidWords })
  return (
    <div>
      <table className="w-full table-fixed border-collapse text-xs">
        <caption className="sr-only">What the scores are made of, each part from 0 to 1</caption>
        <thead>
          <tr>
            <th scope="col" className="w-20">
              <span className="sr-only">Part</span>
            </th>
            {shown.map((one, index) => (
              <th
                key={one.participantId}
                scope="col"
                title={one.name}
                className={clsx(
                  'truncate pb-1 pl-3 text-start',
                  index === 0 ? 'font-medium' : 'font-normal text-ink-2',
                )}
              >
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, at, name }) => (
            <tr key={key}>
              <th scope="row" className="py-0.5 text-start font-normal text-ink-2">
                {name}
              </th>
              {shown.map((one, index) => (
                <td key={one.participantId} className="py-0.5 pl-3">
                  <Bar value={one.parts[at]} first={index === 0} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <details className="text-xs text-ink-2">
        <summary className="min-h-6 content-center">What these are</summary>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
          {rows.map(({ key, name, means }) => (
            <Fragment key={key}>
              <dt className="font-medium">{name}</dt>
              <dd>{means}</dd>
            </Fragment>
          ))}
        </dl>
      </details>
    </div>
  )
}

function Bar({ value, first }: { value: number | undefined; first: boolean }) {
  if (value === undefined) return <span className="text-ink-3">said nothing</span>
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_2rem] items-center gap-1.5">
      <span aria-hidden className="h-1.5 overflow-hidden rounded-full border border-line bg-sunken">
        <span
          className={clsx('block h-full forced-colors:bg-[Highlight]', first ? 'bg-accent' : 'bg-ink-3')}
          style={{ width: `${Math.min(100, value * 100)}%` }}
        />
      </span>
      <span className="text-end tabular-nums text-ink-2">{value.toFixed(2)}</span>
    </span>
  )
}
