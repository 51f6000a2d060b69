import type { Ports } from '../commands/kit.ts'
import { sayGathered } from '../commands/moves/say.ts'
import { goalOf } from '../commands/moves/task.ts'
import { nextTimeLimit } from '../domain/budget.ts'
import { type Clocks, clocksOf } from '../domain/clocks.ts'
import { overAt } from '../domain/incident.ts'
import { nextLookAt, taskDueAt } from '../domain/watch.ts'
import type { Unit } from '../store/unit.ts'
import { nextRefusalAt, refuseUnanswered } from './actions.ts'
import { keepBudgets, recordSpending } from './budget.ts'
import { dispatchGoals } from './dispatch.ts'
import { hedgeAt, hedgeSlow, hedgingGoals } from './hedge.ts'
import { closeIncidents, noteIncidents, openIncidents, quieten } from './incident.ts'
import { react } from './react.ts'
import { finishWorkspace } from './schedule.ts'
import { watchLane } from './watch.ts'

/** While tasks are ready that nobody could take, the lane looks again this often, milliseconds. */
const lookAgainMs = 5000

/** Ends a batch: the watch if a clock ran out, hand-outs of what is ready, and the lane's next wake time. */
export function finish(unit: Unit, ports: Ports) {
  if (unit.kind === 'workspace') return finishWorkspace(unit)
  const first = unit.events.length
  if (unit.watch) {
    watchLane(unit, ports, unit.wakeAt === null ? 0 : unit.now - unit.wakeAt)
    closeIncidents(unit, ports)
    refuseUnanswered(unit)
    for (const goal of unit.tables.goal.by('live', 'live')) unit.dispatch.add(goal.id)
  }
  react(unit, first, ports)
  noteIncidents(unit, ports, 0)
  recordSpending(unit, ports)
  keepBudgets(unit, ports)
  const before = unit.events.length
  if (unit.dispatch.size > 0) {
    dispatchGoals(unit, ports)
    react(unit, before, ports)
    // The last hand-out that a budget allows may have been among them.
    keepBudgets(unit, ports)
  }
  hedgeSlow(unit, ports, before)
  quieten(unit)
  sayGathered(unit, ports)
  // What is due stays due until the look at the clocks that it asked for, whatever else happens before.
  if (unit.watch || unit.wakeAt === null || unit.wakeAt > unit.now) unit.wakeAt = nextWake(unit)
}

/** The earliest moment at which something in this lane must be looked at; null when only people can move it. */
function nextWake(unit: Unit): number | null {
  const wakeAt = Math.min(attemptsWake(unit), goalsWake(unit), nextRefusalAt(unit), ...openIncidents(unit).map(overAt))
  return Number.isFinite(wakeAt) ? wakeAt : null
}

const never = Number.POSITIVE_INFINITY

/** The clocks of what is handed out, and of the tasks behind it. */
function attemptsWake(unit: Unit): number {
  let wakeAt = never
  const clocks = new Map<string, Clocks>()
  const open = unit.tables.attempt.by('waking', 'open')
  for (const attempt of open) {
    const own = clocks.get(attempt.goalId) ?? clocksOf(goalOf(unit, attempt.goalId).clocks)
    clocks.set(attempt.goalId, own)
    wakeAt = Math.min(wakeAt, nextLookAt(attempt, own) ?? never)
    // A person's time, and the judge's, is not the task's.
    if (attempt.memberId === null && attempt.status !== 'submitted')
      wakeAt = Math.min(wakeAt, unit.get('task', attempt.taskId)?.deadlineAt ?? never)
  }
  for (const goal of hedgingGoals(unit))
    for (const attempt of open) {
      const at = attempt.goalId === goal.id ? hedgeAt(unit, goal, attempt) : null
      // Was nobody free for it then, a later batch looks again.
      if (at !== null && at > unit.now) wakeAt = Math.min(wakeAt, at)
    }
  return wakeAt
}

/** What is ready and waits, and limits on time. A room that is not open hands nothing out: opening it looks again. */
function goalsWake(unit: Unit): number {
  let wakeAt = never
  for (const goal of unit.room().status === 'open' ? unit.tables.goal.by('live', 'live') : []) {
    if (goal.status !== 'running' && goal.status !== 'in_review') continue
    wakeAt = Math.min(wakeAt, nextTimeLimit(goal.limits, goal.startedAt, unit.now) ?? never)
    for (const task of unit.tables.task.by('ready', goal.id)) {
      const at = task.wakeAt !== null && task.wakeAt > unit.now ? task.wakeAt : unit.now + lookAgainMs
      wakeAt = Math.min(wakeAt, at, taskDueAt(task) ?? never)
    }
  }
  return wakeAt
}
