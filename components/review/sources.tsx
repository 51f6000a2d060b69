'use client'

import type { VersionDetail } from '../../server/contract/views.ts'
import { StateMark } from '../ui/state-mark.tsx'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'

export type CitedSource = VersionDetail['sources'][number]

export const foundLooks = {
  found: { tone: 'done', glyph: '●', word: 'Found in the source' },
  missing: { tone: 'failed', glyph: '✕', word: 'Not found in the source' },
  unknown: { tone: 'needs', glyph: '◆', word: 'Not looked up' },
} as const
export const foundOf = (source: CitedSource): keyof typeof foundLooks =>
  source.found === null ? 'unknown' : source.found ? 'found' : 'missing'

/** What the claims rest on; each opens the quoted words where they stand. */
export function Sources({ detail }: { detail: VersionDetail }) {
  const { address } = useReview()
  const { sources } = detail
  const weak = sources.filter((source) => source.found !== true).length
  return (
    <Part title="Sources" count={sources.length} aside={weak > 0 ? `${weak} not proven` : null}>
      {sources.length === 0 && <p className="text-sm text-ink-2">It cites nothing. Check its claims yourself.</p>}
      <ol className="grid gap-0.5 text-sm">
        {sources.map((source) => (
          <li key={source.n}>
            <button
              type="button"
              onClick={() => address.push({ panel: 'about', cite: String(source.n), src: null })}
              className="grid w-full min-w-0 grid-cols-[minmax(0,1fr)_auto] items-baseline gap-1.5 rounded-control px-1 py-1 text-start hover:bg-sunken"
            >
              <span className="min-w-0">
                <span className="line-clamp-2">{source.claim || source.quote}</span>
                <span className="block truncate text-xs text-ink-3">
                  {[source.inputName ?? source.url ?? 'Unnamed source', source.locator].filter(Boolean).join(', ')}
                </span>
              </span>
              <StateMark {...foundLooks[foundOf(source)]} look="glyph" />
            </button>
          </li>
        ))}
      </ol>
    </Part>
  )
}
