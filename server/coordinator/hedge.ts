import type { Ports } from '../commands/kit.ts'
import { openAttempt } from '../commands/moves/attempt.ts'
import { goalOf, moveTask, openAttemptOf, participantName, taskLabel, taskOf } from '../commands/moves/task.ts'
import type { Attempt } from '../domain/attempt.ts'
import { clocksOf } from '../domain/clocks.ts'
import type { Goal } from '../domain/goal.ts'
import { keptUnder } from '../domain/matching/record.ts'
import { type RecoveryAction, ruleOf } from '../domain/recovery.ts'
import type { Task } from '../domain/task.ts'
import { slowAt } from '../domain/watch.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { Crowd } from './crowd.ts'

const hedge = 'hedge' satisfies RecoveryAction

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
  // From now on it is the one hand-out that counts; beside the last try it is that try.
  const { clocks, recovery } = goalOf(unit, task.goalId)
  const spent = failed.failure !== null && ruleOf(failed.failure, recovery).counts ? 1 : 0
  const attemptCount = Math.min(
    task.attemptCount + spent,
    Math.max(task.attemptCount, clocksOf(clocks).attemptsPerTask),
  )
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

/** Whether a goal ever asks for two at once. */
const hedges = (goal: Goal): boolean => Object.values(goal.recovery).some((rule) => rule?.action === hedge)

/** The running goals of a lane that hedge; for most rooms there are none, and nothing else is looked at. */
export const hedgingGoals = (unit: Unit): Goal[] =>
  unit.tables.goal.by('live', 'live').filter((goal) => goal.status === 'running' && hedges(goal))

/** When an attempt is slow enough for a second one beside it; null when it cannot be. */
export function hedgeAt(unit: Unit, goal: Goal, attempt: Attempt): number | null {
  if (goal.recovery.stalled?.action !== hedge || attempt.hedge) return null
  const task = unit.get('task', attempt.taskId)
  // Once beside one is enough: what failed there fails again.
  if (!task || task.fence !== attempt.number) return null
  return slowAt(attempt, clocksOf(goal.clocks), meanOf(unit, task))
}

/** Mean time of an accepted result on the task's skills over everybody in the workspace, milliseconds. */
function meanOf(unit: Unit, task: Task): number | null {
  const skills = keptUnder(task.skills)
  let [accepted, totalMs] = [0, 0]
  for (const [name, record] of unit.directory.records) {
    if (!skills.includes(name.slice(name.indexOf(' ') + 1))) continue
    accepted += record.accepted
    totalMs += record.totalMs
  }
  return accepted > 0 ? totalMs / accepted : null
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
  const rule = ruleOf(before.failure, goalOf(unit, attempt.goalId).recovery)
  return rule.action === hedge ? `the one before ${rule.plain}` : null
}

function openBeside(unit: Unit, ports: Ports, crowd: Crowd, attemptId: string, reason: string) {
  const attempt = unit.get('attempt', attemptId)
  if (!attempt) return
  const task = taskOf(unit, attempt.taskId)
  // A person's choice stands alone.
  if (task.assigneeId !== null || task.fence !== attempt.number) return
  const found = crowd.find(goalOf(unit, task.goalId), task)
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
