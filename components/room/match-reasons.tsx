'use client'

import type { MatchRecord } from '../../server/domain/attempt.ts'
import { MatchParts } from './match-parts.tsx'

/** Why this doer: the sentence, the best scores with their reasons, and who was left out. */
export function MatchReasons({ match }: { match: MatchRecord }) {
  const [chosen, ...others] = match.scores
  const ranked = [...(chosen ? [chosen] : []), ...others.sort((a, b) => b.score - a.score)]
  return (
    <div className="grid gap-1.5">
      <p className="font-medium">Why this one: {match.reason}</p>
      <MatchParts scores={ranked} />
      <ol className="grid gap-1">
        {ranked.slice(0, 5).map((one, index) => (
          <li key={one.participantId} className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-2">
            <span className="text-end tabular-nums text-ink-2">{one.score.toFixed(2)}</span>
            <span>
              <span className={index === 0 ? 'font-medium' : ''}>{one.name}</span>
              {one.reasons.length > 0 && <span className="text-ink-2"> · {one.reasons.join(', ')}</span>}
            </span>
          </li>
        ))}
      </ol>
      {match.others > 0 && <p className="text-xs text-ink-3">and {match.others} more who would have done</p>}
      {match.excluded.length > 0 && (
        <details>
          <summary className="min-h-6 text-ink-2">Left out: {match.excluded.length}</summary>
          <ul className="mt-1 grid gap-0.5 text-ink-2">
            {match.excluded.map((one) => (
              <li key={one.participantId}>
                {one.name}: {one.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
