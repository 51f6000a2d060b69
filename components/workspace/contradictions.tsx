'use client'

import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import type { ConflictView } from '../../server/contract/coordination-views.ts'
import { isUndecided } from '../../server/domain/conflict.ts'
import { Button } from '../ui/button.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { SettleConflict } from './settle-conflict.tsx'
import { shortId } from './states.ts'
import type { LaneStore } from './store.ts'
import { type Kind, Who } from './who.tsx'

type Named = { kind: Kind; name: string }
type Position = ConflictView['positions'][number]

/** Each value once, with everybody who states it. */
function byValue(positions: readonly Position[]): [string, Position[]][] {
  const values = new Map<string, Position[]>()
  for (const position of positions) values.set(position.value, [...(values.get(position.value) ?? []), position])
  return [...values]
}

/** Each task once, of those that a value comes from. */
const tasksOf = (said: readonly Position[]) => [
  ...new Map(said.flatMap(({ task }) => (task ? [[task.id, task] as const] : []))).values(),
]
const mostTasks = 3

/** How it was settled, in a sentence: who chose what, by which rule, or that somebody approved it as it stands. */
function settledHow({ by, byId, leftIn, why }: NonNullable<ConflictView['verdict']>, nameOf: NameOf): string {
  // Who chose among answers is named in the words of the choice.
  if (why.startsWith('chosen by ')) return `${why.charAt(0).toUpperCase()}${why.slice(1)}`
  const who = by === 'rule' ? 'the rule' : (nameOf(byId)?.name ?? 'somebody who left')
  return `${leftIn ? 'Left open by' : 'Decided by'} ${who}: ${why}`
}
const marks = {
  open: { tone: 'needs', glyph: '◆', word: 'Not settled' },
  left: { tone: 'needs', glyph: '◆', word: 'Left as it is' },
  settled: { tone: 'done', glyph: '●', word: 'Settled' },
} as const

type NameOf = (participantId: string | null) => Named | null
type Shown = {
  nameOf: NameOf
  /** The room's address. */
  roomBase: string
  /** The room's lane, where one that nobody decided may be settled here by itself. */
  settleIn?: LaneStore | undefined
  /** What stands below one that was settled. */
  after?: (conflict: ConflictView) => ReactNode
}
/** What contradicts, side by side: each value with who stated it, in which task, the words it rests on, and what was decided. */
export function Contradictions({ conflicts, ...shown }: Shown & { conflicts: readonly ConflictView[] }) {
  return (
    <ol className="grid gap-3">
      {conflicts.map((conflict) => (
        <Contradiction key={conflict.id} conflict={conflict} {...shown} />
      ))}
    </ol>
  )
}

function Contradiction({ conflict, nameOf, roomBase, settleIn, after }: Shown & { conflict: ConflictView }) {
  const [held, setHeld] = useState<Position | null>(null)
  const { verdict } = conflict
  const lane = isUndecided(conflict) ? settleIn : undefined
  return (
    <li className="grid gap-2 rounded-card border border-line bg-raised p-3 text-sm">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium first-letter:uppercase inline-block [overflow-wrap:anywhere]">
          {conflict.subject}
        </span>
        <StateMark {...marks[verdict?.leftIn ? 'left' : conflict.status]} />
      </div>
      <ul className="grid gap-2 grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]">
        {byValue(conflict.positions).map(([value, said]) => (
          <Value key={value} value={value} said={said} verdict={verdict} nameOf={nameOf} roomBase={roomBase}>
            {lane && (
              <Button
                size="sm"
                className="mt-1 justify-self-start"
                aria-label={`This holds: ${value}`}
                aria-pressed={held?.value === value}
                onClick={() => setHeld(said[0] ?? null)}
              >
                This holds
              </Button>
            )}
          </Value>
        ))}
      </ul>
      {lane && held && (
        <SettleConflict key={held.value} conflict={conflict} held={held} lane={lane} onClose={() => setHeld(null)} />
      )}
      {verdict && <p className="text-ink-2 [overflow-wrap:anywhere]">{settledHow(verdict, nameOf)}</p>}
      {verdict && after?.(conflict)}
    </li>
  )
}

/** One value, by whom it is stated, and on which words. */
function Value({
  value,
  said,
  verdict,
  nameOf,
  roomBase,
  children,
}: Pick<Shown, 'nameOf' | 'roomBase'> & {
  value: string
  said: readonly Position[]
  verdict: ConflictView['verdict']
  children: ReactNode
}) {
  const named = said.some(({ versionId }) => versionId === verdict?.versionId)
  const stands = verdict?.value === undefined ? named : verdict.value === value
  const makers = [...new Set(said.map(({ participantId }) => participantId))]
  return (
    <li
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
      {said[0]?.quote !== value && (
        <blockquote className="border-s-2 border-thread ps-2 text-ink-2 [overflow-wrap:anywhere]">
          {said[0]?.quote}
        </blockquote>
      )}
      {said[0]?.source && <span className="text-xs text-ink-3 [overflow-wrap:anywhere]">from {said[0].source}</span>}
      <BroughtBy tasks={tasksOf(said)} roomBase={roomBase} />
      {children}
    </li>
  )
}

/** The tasks in which a value was stated; of many, the first few. */
function BroughtBy({ tasks, roomBase }: { tasks: readonly NonNullable<Position['task']>[]; roomBase: string }) {
  if (tasks.length === 0) return null
  const more = tasks.length - mostTasks
  return (
    <span className="grid gap-0.5 text-xs text-ink-3">
      {tasks.slice(0, mostTasks).map((task) => (
        <Link key={task.id} href={`${roomBase}/tasks/${task.id}`} className="[overflow-wrap:anywhere] hover:underline">
          in <span className="font-mono">{shortId.task(task.number)}</span> {task.title}
        </Link>
      ))}
      {more > 0 && `and ${more} more`}
    </span>
  )
}
