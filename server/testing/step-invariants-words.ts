import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'

type Touched = ReturnType<Unit['touched']>[number]

const quarter = 15 * 60_000

/** What must hold of who speaks in a commit and of where its rows lie: I35, I38, I44. */
export function* wordsOf(unit: Unit, touched: readonly Touched[]): Iterable<string> {
  for (const { type, actor, data } of unit.events) {
    if (actor.kind === 'member' && unit.member(actor.id)?.status === 'removed' && data.memberId !== actor.id)
      yield `I38 who was removed changes nothing: ${actor.name}, ${type}`
    // An answer to a message that was under way says nothing of its credentials; a call does.
    const called = type === 'attempt.progressed' && data.invalid === undefined
    if (actor.kind === 'agent' && unit.agent(actor.id)?.status === 'removed' && called)
      yield `I38 an agent that was removed changes nothing: ${actor.name}, ${type}`
  }
  for (const { table, id, after } of touched) {
    if (!after) continue
    if (unit.kind === 'room' && 'roomId' in after && after.roomId !== unit.laneId)
      yield `I35 a room's rows are its own: ${table} ${id} is of ${after.roomId}`
    if (table !== 'agent') continue
    const { name, breaker } = after as Records['agent']
    if ((breaker.openUntil ?? 0) > unit.now + quarter)
      yield `I44 a breaker is probed within a quarter of an hour: ${name}`
  }
}
