import type { ConflictView } from '../../server/contract/coordination-views.ts'
import { StateMark } from '../ui/state-mark.tsx'
import { type Kind, Who } from './who.tsx'

type Named = { kind: Kind; name: string }
type Position = ConflictView['positions'][number]

/** Each value once, with everybody who states it. */
function byValue(positions: readonly Position[]): [string, Position[]][] {
  const values = new Map<string, Position[]>()
  for (const position of positions) values.set(position.value, [...(values.get(position.value) ?? []), position])
  return [...values]
}

/** Answers that contradict each other, side by side with the words each rests on, and what was decided. */
export function Contradictions({
  conflicts,
  nameOf,
}: {
  conflicts: readonly ConflictView[]
  nameOf: (participantId: string | null) => Named | null
}) {
  return (
    <ol className="grid gap-3">
      {conflicts.map((conflict) => (
        <li key={conflict.id} className="grid gap-2 rounded-card border border-line bg-raised p-3 text-sm">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="font-medium first-letter:uppercase inline-block [overflow-wrap:anywhere]">
              {conflict.subject}
            </span>
            {conflict.status === 'open' ? (
              <StateMark tone="needs" glyph="◆" word="Not settled" />
            ) : (
              <StateMark tone="done" glyph="●" word="Settled" />
            )}
          </div>
          <ul className="grid gap-2 grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]">
            {byValue(conflict.positions).map(([value, said]) => {
              const stands = said.some(({ versionId }) => versionId === conflict.verdict?.versionId)
              const makers = [...new Set(said.map(({ participantId }) => participantId))]
              return (
                <li
                  key={value}
                  className={`grid content-start gap-1 rounded-control border px-2.5 py-2 ${stands ? 'border-done' : 'border-line'}`}
                >
                  <span className="flex flex-wrap items-center gap-x-2 text-xs text-ink-2">
                    {makers.map((id) => {
                      const who = nameOf(id)
                      return who ? <Who key={id} kind={who.kind} name={who.name} /> : 'Somebody who left'
                    })}
                    {stands && <span className="text-done">stands</span>}
                  </span>
                  <span className="font-semibold [overflow-wrap:anywhere]">{value}</span>
                  <blockquote className="border-s-2 border-thread ps-2 text-ink-2 [overflow-wrap:anywhere]">
                    {said[0]?.quote}
                  </blockquote>
                  {said[0]?.source && (
                    <span className="text-xs text-ink-3 [overflow-wrap:anywhere]">from {said[0].source}</span>
                  )}
                </li>
              )
            })}
          </ul>
          {conflict.verdict && (
            <p className="text-ink-2">
              Decided by{' '}
              {conflict.verdict.by === 'rule'
                ? 'the rule'
                : (nameOf(conflict.verdict.byId)?.name ?? 'somebody who left')}
              : {conflict.verdict.why}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
