import { type Refusal, refuse } from '../../contract/problems.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { clocksOf, second } from '../../domain/clocks.ts'
import type { Actor } from '../../domain/permission.ts'
import type { Unit } from '../../store/unit.ts'
import { notHere, refuseKeeping } from '../kit.ts'
import { moveAttempt, speaksForTask } from './attempt.ts'
import { goalOf } from './task.ts'

/** The attempt that an agent speaks about, when it is its own. Not yours, unknown or not your room look the same. */
export function ownAttempt(unit: Unit, actor: Actor, attemptId: string): { ok: true; attempt: Attempt } | Refusal {
  const attempt = unit.get('attempt', attemptId)
  if (!attempt || actor.kind !== 'agent' || attempt.agentId !== actor.agentId) return notHere
  if (actor.attemptId !== null && actor.attemptId !== attemptId) return notHere
  const agent = unit.agent(actor.agentId)
  if (!agent || agent.status === 'disabled' || agent.status === 'removed')
    return refuse('unauthenticated', 'This agent is disabled. Its owner can bring it back with a passing test.')
  return { ok: true, attempt }
}

/** The attempt when it still holds the task's fence; otherwise the report is kept as evidence and moves nothing. */
export function currentAttempt(
  unit: Unit,
  actor: Actor,
  attemptId: string,
  kind: string,
  payload: unknown,
): { ok: true; attempt: Attempt } | Refusal {
  const own = ownAttempt(unit, actor, attemptId)
  if (!own.ok) return own
  if (speaksForTask(unit, own.attempt)) return own
  return keepLate(unit, own.attempt, kind, payload)
}

/** Keeps a report that came too late and answers what became of the attempt. */
export function keepLate(unit: Unit, attempt: Attempt, kind: string, payload: unknown): Refusal {
  unit.appends.lateReports.push({
    id: unit.newId(),
    roomId: unit.laneId,
    taskId: attempt.taskId,
    attemptId: attempt.id,
    kind,
    payload,
    createdAt: unit.now,
  })
  if (kind === 'complete')
    unit.emit(
      'attempt.late_result_kept',
      {
        kind: 'agent',
        id: attempt.agentId ?? '',
        name: attempt.agentId ? unit.subject(attempt.agentId).name : 'agent',
      },
      { attemptId: attempt.id, taskId: attempt.taskId, outcome: attempt.failure ?? attempt.status },
    )
  const why = attempt.reason ? ` (${attempt.reason})` : ''
  return refuseKeeping(
    'superseded',
    `This attempt is no longer current: it ended as ${attempt.failure ?? attempt.status}${why}. What you sent is kept as evidence; stop working on it.`,
  )
}

/** A sign of life: takes the task up if it was only offered, renews the lease, and marks progress when there is some. */
export function touch(
  unit: Unit,
  attempt: Attempt,
  sign: { working?: boolean; progress?: number | undefined; note?: string; moved?: boolean },
): Attempt {
  const clocks = clocksOf(goalOf(unit, attempt.goalId).clocks)
  const lease = { leaseUntil: unit.now + clocks.leaseSeconds * second }
  const higher = sign.progress !== undefined && sign.progress > (attempt.progress ?? -1)
  const progress = {
    // Who gets on goes round in no circle, whatever it repeats.
    ...(higher ? { progress: sign.progress ?? null, ...(attempt.trace.length > 0 ? { trace: [] } : {}) } : {}),
    ...(sign.note === undefined ? {} : { note: sign.note }),
    ...(higher || sign.moved ? { progressAt: unit.now, nudgedAt: null } : {}),
  }
  if (attempt.status === 'offered') {
    const accepted = moveAttempt(unit, attempt.id, 'accept', {
      ...lease,
      ...progress,
      acceptedAt: unit.now,
      progressAt: unit.now,
      deliveredAt: attempt.deliveredAt ?? unit.now,
      deadlineAt: unit.now + clocks.attemptSeconds * second,
    })
    unit.emit('attempt.accepted', agentActor(unit, attempt), { attemptId: attempt.id, taskId: attempt.taskId })
    if (!sign.working) return accepted
  }
  const current = unit.get('attempt', attempt.id) ?? attempt
  if (sign.working && current.status === 'accepted')
    return moveAttempt(unit, attempt.id, 'work', { ...lease, ...progress })
  return unit.update('attempt', attempt.id, { ...lease, ...progress })
}

export const agentActor = (unit: Unit, attempt: Attempt) => ({
  kind: 'agent' as const,
  id: attempt.agentId ?? attempt.participantId,
  name: attempt.agentId ? unit.subject(attempt.agentId).name : 'agent',
})
