'use client'

import Link from 'next/link'
import { Glyph } from '../ui/glyph.tsx'
import { Heading } from '../ui/heading.tsx'
import { useNow } from '../ui/now.ts'
import { Time } from '../ui/time.tsx'
import { useRows } from '../workspace/live.ts'
import { useRoom } from './room-context.tsx'

/** An incident that is over is told beside the faces for this long, and in the activity for good. */
const toldMs = 3_600_000
const shown = 3

/** Mass failures that last or were lately, newest first; each opens what is in it. Nothing when there is none. */
export function Incidents() {
  const { lane, base } = useRoom()
  const now = useNow('minute')
  const incidents = useRows(lane, 'incidents')
    .filter(({ closedAt }) => closedAt === null || (now !== null && now - closedAt < toldMs))
    .sort((a, b) => b.openedAt - a.openedAt)
  if (incidents.length === 0) return null
  return (
    <section aria-label="Incidents" className="grid gap-1.5">
      <Heading level={2} look="label">
        Incidents
      </Heading>
      <ul className="grid gap-px">
        {incidents.slice(0, shown).map((one) => (
          <li key={one.id} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 py-1 text-sm">
            <Glyph
              name={one.closedAt === null ? '▲' : '●'}
              className={`mt-0.5 ${one.closedAt === null ? 'text-needs' : 'text-done'}`}
            />
            <Link
              href={`${base}/activity?incident=${one.id}`}
              prefetch={false}
              className="min-w-0 hover:text-accent hover:underline"
            >
              {one.cause}
            </Link>
            <span className="col-start-2 text-xs text-ink-3">
              {one.attempts} hand-outs,{' '}
              {one.closedAt === null ? (
                'going on'
              ) : (
                <>
                  over <Time at={one.closedAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
