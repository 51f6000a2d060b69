import type { Ports } from '../commands/kit.ts'
import { sayGathered } from '../commands/moves/say.ts'
import { goalOf } from '../commands/moves/task.ts'
import { type Clocks, clocksOf } from '../domain/clocks.ts'
import { nextLookAt } from '../domain/watch.ts'
import type { Unit } from '../store/unit.ts'
import { dispatchGoals } from './dispatch.ts'
import { react } from './react.ts'
import { watchLane } from './watch.ts'

/** While tasks are ready that nobody could take, the lane looks again this often, milliseconds. */
const lookAgainMs = 5000

/** Ends a batch: the watch if a clock ran out, hand-outs of what is ready, and the lane's next wake time. */
export function finish(unit: Unit, ports: Ports) {
  if (unit.kind !== 'room') return
  const first = unit.events.length
  if (unit.watch) {
    watchLane(unit, ports)
    for (const goal of unit.tables.goal.by('live', 'live')) unit.dispatch.add(goal.id)
  }
  react(unit, first, ports)
  if (unit.dispatch.size > 0) {
    const before = unit.events.length
    dispatchGoals(unit, ports)
    react(unit, before, ports)
  }
  sayGathered(unit, ports)
  unit.wakeAt = nextWake(unit)
}

/** The earliest moment at which something in this lane must be looked at; null when only people can move it. */
function nextWake(unit: Unit): number | null {
  let wakeAt = Number.POSITIVE_INFINITY
  const clocks = new Map<string, Clocks>()
  for (const attempt of unit.tables.attempt.by('waking', 'open')) {
    const own = clocks.get(attempt.goalId) ?? clocksOf(goalOf(unit, attempt.goalId).clocks)
    clocks.set(attempt.goalId, own)
    wakeAt = Math.min(wakeAt, nextLookAt(attempt, own) ?? wakeAt)
  }
  // A room that is not open hands nothing out: opening it looks again.
  const goals = unit.room().status === 'open' ? unit.tables.goal.by('live', 'live') : []
  for (const goal of goals) {
    if (goal.status !== 'running' && goal.status !== 'in_review') continue
    const ready = unit.tables.task.by('ready', goal.id)
    if (ready.length === 0) continue
    let waiting = false
    for (const task of ready) {
      if (task.wakeAt !== null && task.wakeAt > unit.now) wakeAt = Math.min(wakeAt, task.wakeAt)
      else waiting = true
    }
    if (waiting) wakeAt = Math.min(wakeAt, unit.now + lookAgainMs)
  }
  return Number.isFinite(wakeAt) ? wakeAt : null
}
