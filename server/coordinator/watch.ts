import type { Ports } from '../commands/kit.ts'
import { endAttempt } from '../commands/moves/attempt.ts'
import { prompt } from '../commands/moves/notify.ts'
import { goalOf, openAttemptOf, taskOf } from '../commands/moves/task.ts'
import { watcherUp } from '../commands/tick.ts'
import { type Attempt, endedBy, type FailureClass } from '../domain/attempt.ts'
import { clocksOf } from '../domain/clocks.ts'
import type { Task } from '../domain/task.ts'
import { type Away, alarmOf, lasting, putOff, taskDueAt, wasAway, whyAway } from '../domain/watch.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { askPerson } from './recover.ts'

/**
 * Looks at every open attempt whose clock ran out: asks once where there is life without progress, else takes the task
 * away. `lateMs` is how long after its time the look comes: was that our own doing, nobody is blamed for it this time.
 */
export function watchLane(unit: Unit, _ports: Ports, lateMs: number) {
  const away = { lateMs, upMs: watcherUp(unit) }
  if (wasAway(away)) excuse(unit, away)
  for (const attempt of unit.tables.attempt.by('waking', 'open')) {
    const current = unit.get('attempt', attempt.id) ?? attempt
    const alarm = alarmOf(current, clocksOf(goalOf(unit, attempt.goalId).clocks), unit.now)
    if (!alarm) continue
    if (alarm.kind === 'nudge') nudge(unit, current)
    else if (alarm.kind === 'judge_again') judgeAgain(unit, current)
    else takeAway(unit, current, alarm.failure, alarm.reason, alarm.dueAt)
  }
  for (const task of overdue(unit)) giveToPerson(unit, task)
}

function takeAway(unit: Unit, attempt: Attempt, failure: FailureClass, reason: string, dueAt: number) {
  endAttempt(unit, attempt, endedBy(failure), { failure, reason, tell: 'attempt.revoked' })
  const about = { attemptId: attempt.id, taskId: attempt.taskId }
  unit.emit('attempt.failed', coordinator, { ...about, class: failure, reason, dueAt })
}

/** The watch was away itself: what ran out meanwhile runs a little longer, once, and nothing is said against anybody (F74). */
function excuse(unit: Unit, away: Away) {
  let attempts = 0
  for (const attempt of unit.tables.attempt.by('waking', 'open')) {
    const later = putOff(attempt, clocksOf(goalOf(unit, attempt.goalId).clocks), unit.now, away)
    if (!later) continue
    unit.update('attempt', attempt.id, later)
    attempts += 1
  }
  if (attempts > 0)
    unit.emit('watch.excused', coordinator, {
      attempts,
      lateMs: away.lateMs,
      reason: `the watch itself was ${whyAway(away)}, so nobody is blamed for that time`,
    })
}

/** Tasks past their own deadline: those that somebody works on or asks about, and those that wait to be handed out again. */
function overdue(unit: Unit): Task[] {
  const found = new Map<string, Task>()
  const look = (task: Task | undefined) => {
    const dueAt = task ? taskDueAt(task) : null
    if (task && dueAt !== null && dueAt <= unit.now) found.set(task.id, task)
  }
  for (const attempt of unit.tables.attempt.by('waking', 'open'))
    if (attempt.memberId === null && attempt.status !== 'submitted') look(unit.get('task', attempt.taskId))
  for (const goal of unit.tables.goal.by('live', 'live'))
    if (goal.status === 'running' || goal.status === 'in_review') unit.tables.task.by('ready', goal.id).forEach(look)
  return [...found.values()]
}

/** However many tries are left, a person is asked; drafts stay with the task. */
function giveToPerson(unit: Unit, task: Task) {
  const { taskSeconds } = clocksOf(goalOf(unit, task.goalId).clocks)
  const reason = `not finished ${lasting(taskSeconds)} after it was first handed out`
  const dueAt = task.deadlineAt
  for (let open = openAttemptOf(unit, task.id); open; open = openAttemptOf(unit, task.id)) {
    endAttempt(unit, open, 'time_out', { failure: 'timed_out', reason, tell: 'attempt.revoked' })
    const about = { attemptId: open.id, taskId: task.id, settled: true }
    unit.emit('attempt.failed', coordinator, { ...about, class: 'timed_out', reason, dueAt })
  }
  askPerson(unit, taskOf(unit, task.id), `It was ${reason}.`)
}

function nudge(unit: Unit, attempt: Attempt) {
  unit.update('attempt', attempt.id, { nudgedAt: unit.now })
  unit.emit('attempt.nudged', coordinator, {
    attemptId: attempt.id,
    taskId: attempt.taskId,
    reason: 'alive, but no progress',
  })
  prompt(unit, attempt, {
    body: 'How is it going? Post an activity with progress, or the task goes to somebody else.',
    author: coordinator.name,
  })
}

function judgeAgain(unit: Unit, attempt: Attempt) {
  const version = unit.tables.version
    .by('task', attempt.taskId)
    .find((one) => one.attemptId === attempt.id && one.status === 'checking')
  unit.update('attempt', attempt.id, { submittedAt: unit.now })
  if (version) unit.addJob('judge', { versionId: version.id }, { attemptId: attempt.id })
}
