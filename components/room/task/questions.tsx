'use client'

import type { ConflictView } from '../../../server/contract/coordination-views.ts'
import type { HandoffView } from '../../../server/contract/snapshot.ts'
import { Contradictions } from '../../workspace/contradictions.tsx'
import { Answer } from '../answer.tsx'
import { useNames, useRoom } from '../room-context.tsx'
import { valuesBy } from './asked.ts'
import { AskedWords } from './asked-words.tsx'

/** What somebody is asked about a task, each with its evidence, answered where it stands. */
export function Questions({
  handoffs,
  conflicts,
}: {
  handoffs: readonly HandoffView[]
  conflicts: readonly ConflictView[]
}) {
  const { base } = useRoom()
  const names = useNames()
  const nameOf = (id: string) => names(id)?.name ?? ''
  return handoffs.map((handoff) => (
    <section
      key={handoff.id}
      aria-label={handoff.title}
      className="grid gap-2 rounded-card border border-needs bg-needs-soft p-3 text-ink-1"
    >
      <p className="font-medium [overflow-wrap:anywhere]">{handoff.title}</p>
      {handoff.kind === 'conflict' && conflicts.length > 0 ? (
        <>
          <Contradictions conflicts={conflicts} nameOf={names} roomBase={base} />
          <Answer handoff={handoff} says={(option) => valuesBy(option, conflicts, nameOf)} />
        </>
      ) : (
        <>
          {handoff.body !== handoff.title && <AskedWords text={handoff.body} />}
          {handoff.kind !== 'work' && <Answer handoff={handoff} />}
        </>
      )}
    </section>
  ))
}
