import type { Ports } from '../commands/kit.ts'
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
import type { FailureClass } from '../domain/attempt.ts'
import { clocksOf } from '../domain/clocks.ts'
import { type History, policy, recentFailures, recover } from '../domain/recovery.ts'
import { isSettled, type Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

const guidanceKept = 5

/** An attempt ended without an accepted result: decides by the policy table what follows, and says why. */
export function recoverFrom(unit: Unit, _ports: Ports, event: LogEvent) {
  if (event.data.settled === true) return
  const task = unit.get('task', String(event.data.taskId))
  const attempt = unit.get('attempt', String(event.data.attemptId))
  if (!task || !attempt || isSettled(task.status) || attempt.failure === null) return
  if (attempt.agentId) note(unit, attempt.agentId, task, attempt.failure)
  const clocks = clocksOf(goalOf(unit, task.goalId).clocks)
  const history: History[] = recentFailures(unit.tables.attempt.by('task', task.id), task.attemptCount).map((one) => ({
    participantId: one.participantId,
    failure: one.failure as FailureClass,
    reason: one.reason ?? '',
  }))
  const next = recover({
    failure: attempt.failure,
    reason: attempt.reason ?? '',
    participantId: attempt.participantId,
    retryable: event.data.retryable !== false,
    retryAfterMs: typeof event.data.retryAfterMs === 'number' ? event.data.retryAfterMs : null,
    throttled: unit.tables.attempt.by('task', task.id).filter((one) => one.failure === 'throttled').length,
    history,
    counted: task.attemptCount,
    attemptsPerTask: clocks.attemptsPerTask,
    assigned: task.assigneeId !== null,
  })
  if (next.action === 'ask_person') return askPerson(unit, task, next.reason)
  const who = participantName(unit, attempt.participantId)
  const guidance = next.rewrite
    ? learnt(
        task,
        unit.now,
        `Attempt ${attempt.number} by ${who} ${policy[attempt.failure].plain}: ${attempt.reason ?? ''}`,
      )
    : task.guidance
  if (canMoveTask(task, 'take_back'))
    moveTask(unit, task.id, 'take_back', {
      guidance,
      reason: `${who} ${policy[attempt.failure].plain}`,
      wakeAt: next.action !== 'wait' && next.delayMs > 0 ? unit.now + next.delayMs : null,
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

/** The task's guidance with one more lesson: the newest lessons are kept, and everything a person said. */
function learnt({ guidance }: Task, at: number, text: string): Task['guidance'] {
  const lessons = [
    ...guidance.filter((entry) => entry.from === 'coordinator'),
    { at, from: 'coordinator' as const, text },
  ]
  const dropped = new Set(lessons.slice(0, -guidanceKept))
  return [...guidance, ...lessons.slice(-1)].filter((entry) => !dropped.has(entry))
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

/** The last answer of every policy: a person, with the whole story. */
export function askPerson(unit: Unit, task: Task, reason: string) {
  const now = taskOf(unit, task.id)
  if (now.status === 'needs_human' || !canMoveTask(now, 'escalate')) return
  moveTask(unit, task.id, 'escalate', { reason })
  const attempts = unit.tables.attempt.by('task', task.id).sort((a, b) => a.number - b.number)
  const story = attempts
    .map(
      (one) =>
        `- Attempt ${one.number}, ${participantName(unit, one.participantId)}: ${one.failure ? policy[one.failure].plain : one.status}${one.reason ? ` (${one.reason})` : ''}`,
    )
    .join('\n')
  const handoff = unit.insert('handoff', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: task.goalId,
    taskId: task.id,
    attemptId: null,
    kind: 'needs_human',
    memberId: null,
    title: `${taskLabel(task)} needs a person`,
    body: `${reason}\n\n${story}`.trim(),
    options: [],
    status: 'open',
    answer: null,
    answeredBy: null,
    createdAt: unit.now,
    closedAt: null,
  })
  unit.emit('task.needs_human', coordinator, { taskId: task.id, handoffId: handoff.id, reason })
  unit.lines.push({
    kind: 'needs_person',
    body: `${taskLabel(task)} needs a person. ${reason}`,
    goalId: task.goalId,
    taskId: task.id,
  })
}

function note(unit: Unit, agentId: string, task: Task, failure: FailureClass) {
  if (!policy[failure].counts) return
  for (const skill of task.skills.length > 0 ? task.skills : [''])
    unit.appends.track.push({ agentId, skill, accepted: 0, failed: 1, ms: 0 })
}
