import type { Ports } from '../commands/kit.ts'
import { openAttempt } from '../commands/moves/attempt.ts'
import { usedUp } from '../commands/moves/budget.ts'
import { goalOf, moveTask, openAttemptOf, participantName, taskLabel, taskOf } from '../commands/moves/task.ts'
import type { Attempt } from '../domain/attempt.ts'
import { clocksOf } from '../domain/clocks.ts'
import type { Goal } from '../domain/goal.ts'
import { hedgeAfter, hedges, hedgesSlow, triesWhenAlone } from '../domain/hedging.ts'
import { meanMsAt, type Track } from '../domain/matching/record.ts'
import { ruleOf } from '../domain/recovery.ts'
import type { Task } from '../domain/task.ts'
import { slowAt } from '../domain/watch.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { Crowd } from './crowd.ts'

/** One of two in parallel failed: the other goes on. True when there is nothing to recover from. */
export function keepGoing(unit: Unit, task: Task, failed: Attempt): boolean {
  const other = openAttemptOf(unit, task.id)
  if (!other) return false
  const about = { taskId: task.id, attemptId: other.id, failedId: failed.id }
  if (failed.hedge) {
    unit.emit('attempt.hedge_ended', coordinator, { ...about, reason: failed.reason })
    return true
  }
  if (task.status === 'checking' || task.status === 'waiting_input') moveTask(unit, task.id, 'answer')
  if (other.parkedAt !== null) moveTask(unit, task.id, 'ask', { reason: 'an agent asked a question' })
  // From now on it is the one hand-out that counts.
  const { clocks, recovery } = goalOf(unit, task.goalId)
  const { attemptsPerTask } = clocksOf(clocks)
  const attemptCount = triesWhenAlone(task.attemptCount, attemptsPerTask, failed.failure, recovery)
  unit.update('task', task.id, { doerId: other.participantId, attemptCount })
  const reason = `${participantName(unit, failed.participantId)} ${ruleOf(failed.failure ?? 'lost').plain}; ${participantName(unit, other.participantId)}, who worked in parallel, goes on`
  unit.emit('attempt.promoted', coordinator, { ...about, reason })
  unit.lines.push({
    kind: 'handed_on',
    body: `${taskLabel(task)}: ${reason}.`,
    goalId: task.goalId,
    taskId: task.id,
  })
  return true
}

/** The running goals of a lane that hedge; for most rooms there are none, and nothing else is looked at. */
export const hedgingGoals = (unit: Unit): Goal[] =>
  unit.tables.goal.by('live', 'live').filter((goal) => goal.status === 'running' && hedges(goal.recovery))

/** When an attempt is slow enough for a second one beside it; null when it cannot be. */
export function hedgeAt(unit: Unit, goal: Goal, attempt: Attempt): number | null {
  if (!hedgesSlow(goal.recovery) || attempt.hedge) return null
  const task = unit.get('task', attempt.taskId)
  // Once beside one is enough: what failed there fails again.
  if (!task || task.fence !== attempt.number) return null
  return slowAt(attempt, clocksOf(goal.clocks), meanMsAt(task.skills, tracksOf(unit)))
}

/** What everybody in the workspace did so far, by skill. */
function* tracksOf(unit: Unit): Iterable<readonly [string, Track]> {
  for (const [name, track] of unit.directory.records) yield [name.slice(name.indexOf(' ') + 1), track]
}

/** Opens a second attempt beside those that are slow, and beside new ones whose predecessor failed in a way that asks for two at once. */
export function hedgeSlow(unit: Unit, ports: Ports, first: number) {
  const goals = hedgingGoals(unit)
  if (goals.length === 0 || unit.room().status !== 'open') return
  const wanted = new Map<string, string>()
  for (const goal of goals)
    for (const attempt of unit.tables.attempt.by('waking', 'open')) {
      if (attempt.goalId !== goal.id) continue
      const at = hedgeAt(unit, goal, attempt)
      if (at !== null && at <= unit.now) wanted.set(attempt.id, 'it is slow for this kind of work')
    }
  for (const event of unit.events.slice(first)) {
    if (event.type !== 'attempt.offered') continue
    const why = failedBefore(unit, String(event.data.attemptId))
    if (why) wanted.set(String(event.data.attemptId), why)
  }
  const crowd = wanted.size > 0 ? new Crowd(unit) : null
  for (const [id, reason] of wanted) if (crowd) openBeside(unit, ports, crowd, id, reason)
}

/** Why a new attempt is to have a second one: the one before it failed in a class for which the goal says so. */
function failedBefore(unit: Unit, attemptId: string): string | null {
  const attempt = unit.get('attempt', attemptId)
  if (!attempt || attempt.hedge || attempt.memberId !== null) return null
  const before = unit.tables.attempt.by('task', attempt.taskId).find((one) => one.number === attempt.number - 1)
  if (!before?.failure) return null
  return hedgeAfter(before.failure, goalOf(unit, attempt.goalId).recovery)
}

function openBeside(unit: Unit, ports: Ports, crowd: Crowd, attemptId: string, reason: string) {
  const attempt = unit.get('attempt', attemptId)
  if (!attempt) return
  const task = taskOf(unit, attempt.taskId)
  // A person's choice stands alone.
  if (task.assigneeId !== null || task.fence !== attempt.number) return
  const goal = goalOf(unit, task.goalId)
  // A second one is a hand-out like any other: with nothing left of a budget the first goes on alone.
  if (usedUp(unit, goal).length > 0) return
  const found = crowd.find(goal, task)
  if (found.kind !== 'matched') return
  const chosen = [found.participantId, ...found.record.scores.map((score) => score.participantId)].find(
    (id) => id !== attempt.participantId,
  )
  const participant = chosen === undefined ? undefined : unit.get('participant', chosen)
  if (!participant) return
  const record = { ...found.record, reason: `in parallel, because ${reason}: ${found.record.reason}` }
  const second = openAttempt(unit, ports, task, participant, record, { hedge: true })
  crowd.took(participant.id)
  unit.emit('attempt.offered', coordinator, {
    taskId: task.id,
    attemptId: second.id,
    participantId: participant.id,
    number: second.number,
    hedge: true,
    reason: record.reason,
  })
  unit.lines.push({
    kind: 'handed_on',
    body: `${taskLabel(task)}: ${participantName(unit, participant.id)} works on it in parallel with ${participantName(unit, attempt.participantId)}, because ${reason}.`,
    goalId: task.goalId,
    taskId: task.id,
  })
}
