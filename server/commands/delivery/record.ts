import type { Completion } from '../../contract/commands/room.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { clocksOf, second } from '../../domain/clocks.ts'
import {
  type AcceptClock,
  acceptClock,
  mayPass,
  nextAssignmentTryAt,
  nextTryAt,
  quietMs,
} from '../../domain/delivery.ts'
import { coordinator, type Delivery } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { completeNow, refuseShape } from '../attempt/complete.ts'
import { type Command, done, type Ports } from '../kit.ts'
import { endAttempt, speaksForTask } from '../moves/attempt.ts'
import { agentActor, touch } from '../moves/report.ts'
import { type PreparedResult, prepareResult } from '../moves/submit.ts'
import { goalOf } from '../moves/task.ts'

export type Verdict =
  | { kind: 'delivered' | 'accepted' | 'failed' | 'gone' }
  | { kind: 'declined'; reason: string }
  | { kind: 'throttled'; retryAfterMs: number | null }
  | { kind: 'completed'; completion: Completion }
  | { kind: 'invalid'; errors: { path: string; message: string }[] }

export type Input = {
  laneId: string
  jobId: string
  type: string
  agentId: string
  attemptId: string | null
  tryNumber: number
  /** How often this job was tried before, replays not counted. */
  tries: number
  replay: boolean
  verdict: Verdict
  /** A number between 0 and 1 for the jitter, drawn by the dispatcher. */
  jitter: number
  record: Omit<
    Delivery,
    'id' | 'laneId' | 'workspaceId' | 'taskId' | 'nextTryAt' | 'jobId' | 'agentId' | 'type' | 'attemptId' | 'tryNumber'
  >
}

/** Records one HTTP request to an agent and lets it move the attempt. Given by the dispatcher. */
export const recordDelivery: Command<Input, { nextTryAt: number | null }, PreparedResult | undefined> = {
  name: 'delivery.record',
  lane: ({ laneId }) => ({ lane: laneId }),
  wants: () => ({}),
  prepare: ({ verdict }, ports) =>
    verdict.kind === 'completed' ? prepareResult(ports, verdict.completion) : undefined,
  run(unit, { input, prepared, ports }) {
    const attempt = input.attemptId ? unit.get('attempt', input.attemptId) : undefined
    const nextTryAt = input.replay ? null : nextTry(unit, input)
    unit.appends.deliveries.push({
      ...input.record,
      id: unit.newId(),
      laneId: unit.laneId,
      workspaceId: unit.workspaceId,
      agentId: input.agentId,
      jobId: input.jobId,
      type: input.type,
      attemptId: input.attemptId,
      taskId: attempt?.taskId ?? null,
      tryNumber: input.tryNumber,
      nextTryAt,
    })
    if (!input.replay)
      unit.appends.jobChanges.push({
        id: input.jobId,
        endedAt: nextTryAt === null ? unit.now : null,
        outcome: nextTryAt === null ? input.verdict.kind : null,
        runAt: nextTryAt ?? unit.now,
        tries: input.tries + 1,
      })
    if (attempt && input.type === 'attempt.requested') moveByDelivery(unit, ports, input, prepared, nextTryAt)
    return done({ nextTryAt })
  },
}

/** When this delivery is tried again; null when it is settled. */
function nextTry(unit: Unit, input: Input): number | null {
  const { verdict, tries, jitter } = input
  const assignment = input.type === 'attempt.requested'
  if (!mayPass(verdict.kind, assignment)) return null
  const ended = { tries, jitter, now: unit.now }
  if (!assignment) return nextTryAt(ended, verdict.kind === 'throttled' ? verdict.retryAfterMs : null)
  const attempt = input.attemptId ? unit.get('attempt', input.attemptId) : undefined
  return attempt?.status === 'offered' ? nextAssignmentTryAt(ended, clockOf(unit, attempt, input)) : null
}

function clockOf(unit: Unit, attempt: Attempt, input: Input): AcceptClock {
  const { acceptSeconds } = clocksOf(goalOf(unit, attempt.goalId).clocks)
  return acceptClock(attempt, acceptSeconds, unit.now, input.record.durationMs)
}

function moveByDelivery(
  unit: Unit,
  ports: Ports,
  input: Input,
  prepared: PreparedResult | undefined,
  nextTryAt: number | null,
) {
  const attempt = unit.get('attempt', input.attemptId ?? '')
  if (!attempt) return
  const { verdict } = input
  if (verdict.kind === 'completed' && prepared) {
    completeNow(unit, ports, attempt, prepared, undefined)
    return
  }
  if (!speaksForTask(unit, attempt)) return
  if (verdict.kind === 'invalid') {
    if (attempt.status !== 'submitted') refuseShape(unit, attempt, verdict.errors)
  } else if (verdict.kind === 'delivered' || verdict.kind === 'accepted') takeIn(unit, attempt, input)
  else if (attempt.status === 'offered' || verdict.kind !== 'failed') handBack(unit, attempt, input, nextTryAt)
}

/** A 2xx: the first one starts the accept clock anew. */
function takeIn(unit: Unit, attempt: Attempt, input: Input) {
  const { acceptSeconds } = clocksOf(goalOf(unit, attempt.goalId).clocks)
  const first = attempt.status === 'offered' && attempt.deliveredAt === null
  const delivered = unit.update('attempt', attempt.id, {
    firstTryAt: clockOf(unit, attempt, input).firstTryAt,
    deliveredAt: attempt.deliveredAt ?? unit.now,
    ...(first ? { acceptBy: unit.now + acceptSeconds * second } : {}),
  })
  if (input.verdict.kind === 'accepted') touch(unit, delivered, {})
}

/** No: the attempt ends unless the message is tried again. */
function handBack(unit: Unit, attempt: Attempt, input: Input, nextTryAt: number | null) {
  const { verdict } = input
  unit.update('attempt', attempt.id, clockOf(unit, attempt, input))
  const about = { attemptId: attempt.id, taskId: attempt.taskId }
  if (verdict.kind === 'declined') {
    endAttempt(unit, attempt, attempt.status === 'submitted' ? 'fail' : 'decline', {
      failure: 'declined',
      reason: verdict.reason,
    })
    unit.emit('attempt.failed', agentActor(unit, attempt), { ...about, class: 'declined', reason: verdict.reason })
  } else if (verdict.kind === 'throttled') {
    const waitMs = verdict.retryAfterMs ?? quietMs
    const reason = `asked for quiet for ${Math.ceil(waitMs / 1000)} s`
    endAttempt(unit, attempt, 'fail', { failure: 'throttled', reason, retryAt: unit.now + waitMs })
    unit.emit('attempt.failed', coordinator, { ...about, class: 'throttled', reason, retryAfterMs: waitMs })
  } else if (verdict.kind === 'gone' || nextTryAt === null) {
    const reason =
      verdict.kind === 'gone'
        ? 'its address answered 410 Gone'
        : (input.record.reason ?? 'its address could not be reached')
    endAttempt(unit, attempt, 'fail', { failure: 'unreachable', reason })
    unit.emit('attempt.failed', coordinator, { ...about, class: 'unreachable', reason })
  }
}
