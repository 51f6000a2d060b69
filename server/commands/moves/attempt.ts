import { assignmentOf } from '../../domain/assignment.ts'
import {
  type Attempt,
  type AttemptEvent,
  attemptTable,
  type FailureClass,
  isOpen,
  type MatchRecord,
} from '../../domain/attempt.ts'
import { type Clocks, clocksOf, second } from '../../domain/clocks.ts'
import { step } from '../../domain/machine.ts'
import type { Participant } from '../../domain/room.ts'
import type { Task } from '../../domain/task.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { withdrawHandoffs } from './handoffs.ts'
import { notify } from './notify.ts'
import { storyOf } from './story.ts'
import { goalOf, moveTask } from './task.ts'

/** Whether an attempt speaks for its task: it is open, and nobody but a second one in parallel was asked after it. */
export function speaksForTask(unit: Unit, attempt: Attempt): boolean {
  if (!isOpen(attempt.status)) return false
  if (unit.get('task', attempt.taskId)?.fence === attempt.number) return true
  return !unit.tables.attempt.some('task', attempt.taskId, (one) => one.number > attempt.number && !one.hedge)
}

/** The other of two that work on one task in parallel, if there is one. */
export const rivalOf = (unit: Unit, attempt: Attempt): Attempt | undefined =>
  unit.tables.attempt.by('open', attempt.taskId).find((one) => one.id !== attempt.id && isOpen(one.status))

/** Moves an attempt by its table; an impossible move is a bug and throws. */
export function moveAttempt(unit: Unit, attemptId: string, event: AttemptEvent, patch: Partial<Attempt> = {}): Attempt {
  const attempt = unit.get('attempt', attemptId)
  if (!attempt) throw new Error(`attempt ${attemptId} is not in the unit`)
  const status = step(attemptTable, attempt.status, event)
  if (!status) throw new Error(`attempt ${attempt.number} cannot ${event} from ${attempt.status}`)
  return unit.update('attempt', attemptId, { status, ...patch })
}

/** Hands a task to a participant: raises the fence, opens the attempt, claims the agent's place, stages the delivery. A hedge leaves the task with whoever holds it. */
export function openAttempt(
  unit: Unit,
  ports: Ports,
  task: Task,
  participant: Participant,
  match: MatchRecord,
  more: { claimId?: string; pulled?: boolean; hedge?: boolean } = {},
): Attempt {
  const clocks = clocksOf(goalOf(unit, task.goalId).clocks)
  const byPerson = participant.kind === 'member'
  const agent = byPerson ? undefined : unit.agent(participant.subjectId)
  const attempt = unit.insert('attempt', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: task.goalId,
    taskId: task.id,
    number: task.fence + 1,
    participantId: participant.id,
    agentId: agent?.id ?? null,
    memberId: byPerson ? participant.subjectId : null,
    status: byPerson || more.pulled ? 'accepted' : 'offered',
    offeredAt: unit.now,
    firstTryAt: null,
    deliveredAt: more.pulled ? unit.now : null,
    acceptBy: null,
    acceptedAt: byPerson || more.pulled ? unit.now : null,
    leaseUntil: more.pulled ? unit.now + clocks.leaseSeconds * second : null,
    progressAt: more.pulled ? unit.now : null,
    nudgedAt: null,
    deadlineAt: byPerson ? null : unit.now + clocks.attemptSeconds * second,
    submittedAt: null,
    endedAt: null,
    failure: null,
    reason: null,
    progress: null,
    note: null,
    checklist: [],
    match,
    corrections: 0,
    parkedAt: null,
    usage: null,
    claimId: more.claimId ?? null,
    retryAt: null,
    hedge: more.hedge ?? false,
    trace: [],
  })
  const handed = attempt.hedge
    ? unit.update('task', task.id, { fence: attempt.number })
    : moveTask(unit, task.id, 'hand_out', {
        fence: attempt.number,
        // A person who takes a task uses up nobody's tries, and no clock runs against them.
        attemptCount: task.attemptCount + (byPerson ? 0 : 1),
        doerId: participant.id,
        deadlineAt: byPerson ? null : taskDeadline(task, unit.now, clocks),
      })
  if (agent) {
    unit.claimSlot(agent.id)
    if (!more.pulled) {
      const assignment = assignmentOf(storyOf(unit, ports, handed, attempt))
      notify(unit, agent.id, 'attempt.requested', assignment, attempt.id)
    }
  }
  return attempt
}

/** The first hand-out starts a task's own clock, and so does the first after it ran out with a person. */
const taskDeadline = ({ deadlineAt }: Task, now: number, { taskSeconds }: Clocks): number =>
  deadlineAt !== null && deadlineAt > now ? deadlineAt : now + taskSeconds * second

export type Ending = {
  failure?: FailureClass | null
  reason: string | null
  /** Tell the agent that the attempt is no longer its own. */
  tell?: 'attempt.revoked' | 'attempt.cancel_requested'
  retryAt?: number | null
}

/**
 * Ends an open attempt without an accepted result: frees the place, withdraws its questions, tells the agent. A decision
 * against it (not a failure) ends the one in parallel with it.
 */
export function endAttempt(
  unit: Unit,
  attempt: Attempt,
  event: Extract<AttemptEvent, 'fail' | 'lose' | 'time_out' | 'supersede' | 'cancel' | 'decline' | 'reject'>,
  ending: Ending,
): Attempt {
  // It went already, with the one beside which it worked.
  const now = unit.get('attempt', attempt.id)
  if (now?.hedge && !isOpen(now.status)) return now
  const decided = event === 'supersede' || event === 'cancel' || ending.failure === 'stale_input'
  const rival = attempt.hedge ? undefined : rivalOf(unit, attempt)
  if (rival && decided) end(unit, rival, event, ending)
  return end(unit, attempt, event, ending)
}

/** The first of two in parallel to hand something in has the task; the other is told that it is no longer its own. */
export function winRace(unit: Unit, attempt: Attempt) {
  const rival = rivalOf(unit, attempt)
  if (!rival) return
  const reason = 'somebody else who worked on it in parallel was first'
  end(unit, rival, 'supersede', { reason, tell: 'attempt.revoked' })
  unit.emit('attempt.superseded', coordinator, { attemptId: rival.id, taskId: rival.taskId, reason })
}

function end(
  unit: Unit,
  attempt: Attempt,
  event: Extract<AttemptEvent, 'fail' | 'lose' | 'time_out' | 'supersede' | 'cancel' | 'decline' | 'reject'>,
  ending: Ending,
): Attempt {
  const rival = attempt.hedge ? rivalOf(unit, attempt) : undefined
  const ended = moveAttempt(unit, attempt.id, event, {
    endedAt: unit.now,
    failure: ending.failure ?? null,
    reason: ending.reason,
    retryAt: ending.retryAt ?? null,
    parkedAt: null,
    // One that was left alone with the task ends like any other; beside another it costs nothing.
    hedge: rival !== undefined,
  })
  closeBooks(unit, attempt)
  if (ending.tell && attempt.agentId)
    notify(unit, attempt.agentId, ending.tell, { attempt: attempt.id, reason: ending.reason ?? '' }, attempt.id)
  return ended
}

/** What ends with every attempt, however it ended; the task's doer is whoever else still works on it. */
export function closeBooks(unit: Unit, attempt: Attempt) {
  if (attempt.agentId) unit.releaseSlot(attempt.agentId)
  withdrawHandoffs(unit, unit.tables.handoff.by('attempt', attempt.id))
  for (const action of unit.tables.action_request.by('attempt', attempt.id))
    if (action.decision === 'pending')
      unit.update('action_request', action.id, { decision: 'denied', decidedAt: unit.now })
  unit.update('task', attempt.taskId, { doerId: rivalOf(unit, attempt)?.participantId ?? null })
  unit.dispatch.add(attempt.goalId)
}
