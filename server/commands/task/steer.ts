import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import type { Goal } from '../../domain/goal.ts'
import type { Actor, Verb } from '../../domain/permission.ts'
import type { Participant } from '../../domain/room.ts'
import { isSettled, type Task } from '../../domain/task.ts'
import type { Member } from '../../domain/workspace.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Answer, allow, type Command, done, notHere, tell } from '../kit.ts'
import { endAttempt, openAttempt } from '../moves/attempt.ts'
import { withdrawHandoffs } from '../moves/handoffs.ts'
import { participantIdOf } from '../moves/plan.ts'
import { say } from '../moves/say.ts'
import { canMoveTask, goalOf, moveTask, openAttemptOf, taskLabel, taskOf } from '../moves/task.ts'
import { withdrawVersions } from '../moves/withdraw.ts'

const ofTask = ({ taskId }: { taskId: string }) => ({ of: 'task', id: taskId }) as const
type Steered = { ok: true; task: Task; goal: Goal; member: Member }

export function steerTask(unit: Unit, actor: Actor, taskId: string, verb: Verb = 'task.steer'): Steered | Refusal {
  const allowed = allow(unit, actor, verb)
  if (!allowed.ok) return allowed
  const task = unit.get('task', taskId)
  if (!task) return notHere
  return { ok: true, task, goal: goalOf(unit, task.goalId), member: allowed.member }
}

const settled = (task: Task): Refusal =>
  refuse('conflict', `${taskLabel(task)} is ${task.status}; there is nothing left to hand out.`)
const notStarted = (goal: Goal): boolean => goal.status === 'awaiting_plan_approval' || goal.status === 'planning'

/** Puts a task that somebody may hold, or that waits for a person, back to ready; the open attempt loses its fence. */
function callBack(unit: Unit, task: Task, reason: string, by: string) {
  const attempt = openAttemptOf(unit, task.id)
  if (attempt) {
    endAttempt(unit, attempt, 'supersede', { reason, tell: 'attempt.revoked' })
    unit.emit('attempt.superseded', coordinator, { attemptId: attempt.id, taskId: task.id, reason, by })
  }
  withdrawVersions(unit, task.id)
  withdrawHandoffs(unit, unit.tables.handoff.by('open', task.id))
  const now = taskOf(unit, task.id)
  if (canMoveTask(now, 'take_back')) moveTask(unit, task.id, 'take_back', { reason })
  else if (canMoveTask(now, 'unblock') && now.status !== 'blocked') moveTask(unit, task.id, 'unblock', { reason })
}

/** Gives a task to one participant by hand; the fence decides if its holder submits in the same moment. */
export const assignTask: Command<ParsedInput<'task.assign'>, { taskId: string; participantId: string }> = {
  name: 'task.assign',
  lane: ofTask,
  run(unit, call) {
    const steered = steerTask(unit, call.actor, call.input.taskId)
    if (!steered.ok) return steered
    const { task, goal, member } = steered
    const participantId = participantIdOf(unit, call.input.participantId)
    if (!participantId)
      return refuse('invalid', 'Nobody in this room has that id. Add them to the room first.', [
        { path: 'participantId', message: call.input.participantId },
      ])
    if (isSettled(task.status) || task.status === 'in_review') return settled(task)
    const participant = unit.get('participant', participantId)
    const name = participant ? unit.subject(participant.subjectId).name : 'somebody'
    unit.update('task', task.id, { assigneeId: participantId, attemptCount: 0 })
    if (!notStarted(goal) && task.status !== 'blocked')
      callBack(unit, task, `${member.name} gave the task to ${name}`, member.name)
    unit.dispatch.add(goal.id)
    tell(unit, call, 'task.assigned', { taskId: task.id, participantId, name })
    return done({ taskId: task.id, participantId })
  },
}

/** The caller becomes the doer in the same transaction; the agent is told, its drafts stay with the task. */
export const takeOverTask: Command<ParsedInput<'task.take_over'>, { attemptId: string }> = {
  name: 'task.take_over',
  lane: ofTask,
  run(unit, call) {
    const steered = steerTask(unit, call.actor, call.input.taskId, 'task.work')
    if (!steered.ok) return steered
    const { task, goal, member } = steered
    if (isSettled(task.status) || task.status === 'in_review') return settled(task)
    if (notStarted(goal))
      return refuse('conflict', 'The plan has not started yet. Start it, or choose yourself for this task in the plan.')
    if (task.status === 'blocked')
      return refuse(
        'conflict',
        `${taskLabel(task)} still waits for other tasks. Assign it to yourself and it comes to you when they are done.`,
      )
    if (task.status === 'stale')
      return refuse(
        'conflict',
        `${taskLabel(task)} was built on something that changed. Have it redone, or keep it, first.`,
      )
    const participant = ensureIn(unit, member)
    callBack(unit, task, `${member.name} took the task over`, member.name)
    const attempt = openAttempt(unit, call.ports, taskOf(unit, task.id), participant, {
      reason: `${member.name} took it over`,
      scores: [],
      excluded: [],
      others: 0,
    })
    unit.update('task', task.id, { assigneeId: participant.id })
    tell(unit, call, 'task.taken_over', { taskId: task.id, attemptId: attempt.id })
    say(unit, call.ports, `${member.name} took over ${taskLabel(task)}.`, { goalId: goal.id, taskId: task.id })
    return done({ attemptId: attempt.id })
  },
}

function ensureIn(unit: Unit, member: Member): Participant {
  const before = unit.tables.participant.by('subject', member.id)[0]
  if (before?.status === 'in') return before
  if (before) return unit.update('participant', before.id, { status: 'in' })
  return unit.insert('participant', {
    id: unit.newId(),
    roomId: unit.laneId,
    kind: 'member',
    subjectId: member.id,
    role: 'member',
    status: 'in',
    mentions: [],
    joinedAt: unit.now,
  })
}

/** Tries a task again from the start of its allowance, with a note for the next worker. */
export const retryTask: Command<ParsedInput<'task.retry'>, { status: string }> = {
  name: 'task.retry',
  lane: ofTask,
  run(unit, call) {
    const steered = steerTask(unit, call.actor, call.input.taskId)
    if (!steered.ok) return steered
    const { task, member } = steered
    if (isSettled(task.status) || task.status === 'blocked' || task.status === 'in_review') return settled(task)
    const note = call.input.note?.trim()
    callBack(unit, task, `${member.name} asked for another try`, member.name)
    const now = taskOf(unit, task.id)
    unit.update('task', task.id, {
      attemptCount: 0,
      ...(note ? { guidance: [...now.guidance, { at: unit.now, from: 'person' as const, text: note }] } : {}),
    })
    unit.dispatch.add(task.goalId)
    tell(unit, call, 'task.retried', { taskId: task.id, note: note ?? null })
    return done({ status: taskOf(unit, task.id).status })
  },
}

/** Takes one task out of the goal. What builds on it cannot be done either and is told so. */
export const cancelTask: Command<ParsedInput<'task.cancel'>, { status: string }> = {
  name: 'task.cancel',
  lane: ofTask,
  run(unit, call): Answer<{ status: string }> {
    const steered = steerTask(unit, call.actor, call.input.taskId)
    if (!steered.ok) return steered
    const { task, member } = steered
    if (isSettled(task.status)) return settled(task)
    const reason = call.input.reason?.trim() || `cancelled by ${member.name}`
    const attempt = openAttemptOf(unit, task.id)
    if (attempt) endAttempt(unit, attempt, 'cancel', { reason, tell: 'attempt.cancel_requested' })
    withdrawHandoffs(unit, unit.tables.handoff.by('open', task.id))
    withdrawVersions(unit, task.id)
    moveTask(unit, task.id, 'cancel', { reason })
    tell(unit, call, 'task.cancelled', { taskId: task.id, reason })
    return done({ status: 'cancelled' })
  },
}
