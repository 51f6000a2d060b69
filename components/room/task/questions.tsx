'use client'

import type { ConflictView } from '../../../server/contract/coordination-views.ts'
import type { HandoffView } from '../../../server/contract/snapshot.ts'
import { isUndecided } from '../../../server/domain/conflict.ts'
import { Contradictions } from '../../workspace/contradictions.tsx'
import { useMay } from '../../workspace/workspace-context.tsx'
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
  const { base, lane } = useRoom()
  const names = useNames()
  // One alone is settled by the answer that stands.
  const oneByOne = useMay('task.steer') && conflicts.length > 1
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
          <Contradictions conflicts={conflicts} nameOf={names} roomBase={base} settleIn={oneByOne ? lane : undefined} />
          {oneByOne && <p className="text-sm text-ink-2">Or let one answer stand for all that is not settled:</p>}
          <Answer handoff={handoff} says={(option) => valuesBy(option, conflicts.filter(isUndecided), nameOf)} />
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
