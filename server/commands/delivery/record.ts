import type { Completion } from '../../contract/commands/room.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { clocksOf, hour, minute, second } from '../../domain/clocks.ts'
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

/** When tries 2, 3, 4 of an assignment come, counted from the first, milliseconds (agent-protocol.md 2). */
const assignmentTries = [2, 8, 30].map((seconds) => seconds * second)
/** Waits before tries 2 to 8 of everything else. */
const otherWaits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour]

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
  const { verdict, type, tries, jitter } = input
  const passing = verdict.kind === 'failed' || (verdict.kind === 'throttled' && type !== 'attempt.requested')
  if (!passing) return null
  if (type !== 'attempt.requested') {
    const wait = otherWaits[tries]
    if (wait === undefined) return null
    const asked = verdict.kind === 'throttled' ? (verdict.retryAfterMs ?? 0) : 0
    return unit.now + Math.max(asked, Math.round(wait * (1 + jitter * 0.2)))
  }
  const attempt = input.attemptId ? unit.get('attempt', input.attemptId) : undefined
  if (attempt?.status !== 'offered') return null
  const after = assignmentTries[tries]
  if (after === undefined) return null
  const { firstTryAt, acceptBy } = clockOf(unit, attempt, input)
  // A try that ran into its time limit may end after the next was due: then it comes at once.
  const at = Math.max(unit.now, firstTryAt + Math.round(after * (1 + jitter * 0.2)))
  return at < acceptBy ? at : null
}

/** When the first try began and until when the attempt may be accepted, 60 s from there unless a 2xx came since. */
function clockOf(unit: Unit, attempt: Attempt, input: Input): { firstTryAt: number; acceptBy: number } {
  const firstTryAt = attempt.firstTryAt ?? unit.now - input.record.durationMs
  const { acceptSeconds } = clocksOf(goalOf(unit, attempt.goalId).clocks)
  return { firstTryAt, acceptBy: attempt.acceptBy ?? firstTryAt + acceptSeconds * second }
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
    const waitMs = verdict.retryAfterMs ?? 30_000
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
