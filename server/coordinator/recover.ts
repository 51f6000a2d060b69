import type { Ports } from '../commands/kit.ts'
import { openHandoff } from '../commands/moves/handoffs.ts'
import { divide } from '../commands/moves/split.ts'
import {
  canMoveTask,
  goalOf,
  moveTask,
  openAttemptOf,
  participantName,
  taskLabel,
  taskOf,
} from '../commands/moves/task.ts'
import type { LogEvent } from '../contract/events.ts'
import type { Attempt } from '../domain/attempt.ts'
import { clocksOf } from '../domain/clocks.ts'
import { failuresSince, learnt, personActedAt } from '../domain/history.ts'
import { type History, type Recovery, recover, ruleOf } from '../domain/recovery.ts'
import { naturalParts } from '../domain/split.ts'
import { isSettled, type Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { keepGoing } from './hedge.ts'
import { reworkRound } from './rework.ts'

/** An attempt ended without an accepted result: decides by the policy table what follows, and says why. */
export function recoverFrom(unit: Unit, ports: Ports, event: LogEvent) {
  if (event.data.settled === true) return
  const task = unit.get('task', String(event.data.taskId))
  const attempt = unit.get('attempt', String(event.data.attemptId))
  if (!task || !attempt || isSettled(task.status) || attempt.failure === null) return
  const goal = goalOf(unit, task.goalId)
  const rule = ruleOf(attempt.failure, goal.recovery)
  if (keepGoing(unit, task, attempt)) return
  if (!rule.counts && attempt.agentId && !attempt.hedge)
    unit.update('task', task.id, { attemptCount: Math.max(0, task.attemptCount - 1) })
  const rounds = reworkRound(unit, task, event)
  if (rounds !== null) return askPerson(unit, task, rounds)
  const parts = naturalParts(task, goal, unit.tables.task.count('parts', task.id))
  const next = recover({
    history: failuresOf(unit, task, attempt),
    retryable: event.data.retryable !== false,
    retryAfterMs: typeof event.data.retryAfterMs === 'number' ? event.data.retryAfterMs : null,
    counted: taskOf(unit, task.id).attemptCount,
    attemptsPerTask: clocksOf(goal.clocks).attemptsPerTask,
    assigned: task.assigneeId !== null,
    overdue: task.deadlineAt !== null && task.deadlineAt <= unit.now,
    divisible: parts !== null && canMoveTask(task, 'take_back'),
    overrides: goal.recovery,
  })
  if (next.action === 'ask_person') return askPerson(unit, task, next.reason, next.sideBySide)
  if (next.action === 'split') return divide(unit, ports, task, parts ?? [], { reason: next.reason, by: coordinator })
  handOutAgain(unit, task, attempt, next, rule.plain)
}

function handOutAgain(
  unit: Unit,
  task: Task,
  attempt: Attempt,
  next: Exclude<Recovery, { action: 'ask_person' | 'split' }>,
  plain: string,
) {
  const who = participantName(unit, attempt.participantId)
  const guidance = next.rewrite
    ? learnt(task.guidance, unit.now, `Attempt ${attempt.number} by ${who} ${plain}: ${attempt.reason ?? ''}`)
    : task.guidance
  // Who asked for quiet is barred until then; others may have the task at once.
  const waits = next.delayMs > 0 && attempt.failure !== 'throttled'
  if (canMoveTask(task, 'take_back'))
    moveTask(unit, task.id, 'take_back', {
      guidance,
      reason: `${who} ${plain}`,
      wakeAt: waits ? unit.now + next.delayMs : null,
    })
  unit.emit('task.ready', coordinator, {
    taskId: task.id,
    action: next.action,
    reason: next.reason,
    delayMs: next.delayMs,
    rewritten: next.rewrite,
  })
  unit.dispatch.add(task.goalId)
}

/** Everything that went wrong with a task since a person last acted on it, oldest first; what just failed is always among it. */
function failuresOf(unit: Unit, task: Task, failed: Attempt): History[] {
  const attempts = unit.tables.attempt.by('task', task.id)
  const alone = attempts.length <= 1
  const since = alone ? 0 : personActedAt(task.guidance, unit.tables.handoff.by('task', task.id), attempts)
  return failuresSince(attempts, failed, since)
}

/** A hand-out was taken back by a decision, not by a failure: the task is simply ready again. */
export function releaseSuperseded(unit: Unit, _ports: Ports, event: LogEvent) {
  const task = unit.get('task', String(event.data.taskId))
  // Whoever took it over in the same moment holds it by now.
  if (!task || isSettled(task.status) || openAttemptOf(unit, task.id)) return
  if (canMoveTask(task, 'take_back'))
    moveTask(unit, task.id, 'take_back', {
      reason: String(event.data.reason ?? ''),
      attemptCount: Math.max(
        0,
        task.attemptCount - (unit.get('attempt', String(event.data.attemptId))?.agentId ? 1 : 0),
      ),
    })
  unit.dispatch.add(task.goalId)
}

/** The last answer of every policy: a person, with the whole story; failures to be compared stand side by side. */
export function askPerson(unit: Unit, task: Task, reason: string, sideBySide: readonly History[] = []) {
  const now = taskOf(unit, task.id)
  if (now.status === 'needs_human' || !canMoveTask(now, 'escalate')) return
  moveTask(unit, task.id, 'escalate', { reason, deadlineAt: null })
  const compared = sideBySide.map((one) => `${participantName(unit, one.participantId)}:\n${one.reason}`).join('\n\n')
  const body = [reason, compared, storyOf(unit, task)].filter(Boolean).join('\n\n')
  const handoff = openHandoff(unit, {
    goalId: task.goalId,
    taskId: task.id,
    kind: 'needs_human',
    title: `${taskLabel(task)} needs a person`,
    body,
  })
  unit.emit('task.needs_human', coordinator, { taskId: task.id, handoffId: handoff.id, reason })
  unit.lines.push({
    kind: 'needs_person',
    body: `${taskLabel(task)} needs a person. ${reason}`,
    goalId: task.goalId,
    taskId: task.id,
  })
}

/** Every attempt in a line, first to last. */
function storyOf(unit: Unit, task: Task): string {
  const attempts = unit.tables.attempt.by('task', task.id).sort((a, b) => a.number - b.number)
  return attempts
    .map((one) => {
      const how = one.failure ? ruleOf(one.failure).plain : one.status
      const drafts = unit.tables.artifact.count('attempt', one.id)
      const kept = drafts === 0 ? '' : `; ${drafts === 1 ? 'its draft is' : `${drafts} drafts are`} kept`
      return `- Attempt ${one.number}, ${participantName(unit, one.participantId)}: ${how}${one.reason ? ` (${one.reason})` : ''}${kept}`
    })
    .join('\n')
}
