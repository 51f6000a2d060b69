import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { Actor } from '../../domain/permission.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, eventActor, notHere, tell } from '../kit.ts'
import { endAttempt } from '../moves/attempt.ts'
import { type PreparedResult, prepareResult, submitResult } from '../moves/submit.ts'
import { moveTask, openAttemptOf, taskLabel } from '../moves/task.ts'
import { steerTask } from './steer.ts'

const ofTask = ({ taskId }: { taskId: string }) => ({ of: 'task', id: taskId }) as const

/** The attempt that the caller has in hand on a task. */
function ownAttempt(unit: Unit, actor: Actor, taskId: string) {
  const steered = steerTask(unit, actor, taskId, 'task.work')
  if (!steered.ok) return steered
  const attempt = openAttemptOf(unit, taskId)
  return attempt?.memberId === steered.member.id
    ? { ...steered, attempt }
    : refuse('conflict', `${taskLabel(steered.task)} is not yours at the moment. Take it over first.`)
}

/** A person hands in the result of their own attempt; the same checks look at it. */
export const submitTask: Command<ParsedInput<'task.submit'>, { versionId: string; sha256: string }, PreparedResult> = {
  name: 'task.submit',
  lane: ofTask,
  prepare: ({ taskId: _, ...completion }, ports) => prepareResult(ports, completion),
  run(unit, call) {
    const own = ownAttempt(unit, call.actor, call.input.taskId)
    if (!own.ok) return own
    const { attempt } = own
    if (attempt.status === 'submitted') return refuse('conflict', 'Your result is being checked already.')
    const version = submitResult(unit, call.ports, attempt, call.prepared, eventActor(unit, call.actor), call.commandId)
    return done({ versionId: version.id, sha256: version.sha256 })
  },
}

/** A person gives their own attempt back; somebody else starts a new one. */
export const giveBackTask: Command<ParsedInput<'task.give_back'>, { status: string }> = {
  name: 'task.give_back',
  lane: ofTask,
  run(unit, call) {
    const own = ownAttempt(unit, call.actor, call.input.taskId)
    if (!own.ok) return own
    const { task, member, attempt } = own
    const reason = call.input.reason?.trim() || `${member.name} gave it back`
    endAttempt(unit, attempt, attempt.status === 'submitted' ? 'fail' : 'decline', { failure: 'declined', reason })
    moveTask(unit, task.id, 'take_back', { reason, assigneeId: null, attemptCount: 0 })
    tell(unit, call, 'attempt.failed', {
      attemptId: attempt.id,
      taskId: task.id,
      class: 'declined',
      reason,
      settled: true,
    })
    return done({ status: 'ready' })
  },
}

/** A person takes a version that exists as good enough, on their own word; the override is recorded. */
export const acceptVersion: Command<ParsedInput<'task.accept_version'>, { status: string }> = {
  name: 'task.accept_version',
  lane: ofTask,
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'task.steer')
    if (!allowed.ok) return allowed
    const task = unit.get('task', call.input.taskId)
    const version = unit.get('version', call.input.versionId)
    if (!task || version?.taskId !== task.id) return notHere
    if (task.status !== 'needs_human') return refuse('conflict', `${taskLabel(task)} does not wait for a person.`)
    if (task.deliverableId)
      return refuse('conflict', 'A deliverable is decided on its review page, by its exact version.')
    unit.update('version', version.id, { status: 'approved', decidedAt: unit.now })
    for (const handoff of unit.tables.handoff.by('open', task.id))
      unit.update('handoff', handoff.id, {
        status: 'answered',
        answer: call.input.reason,
        answeredBy: allowed.member.id,
        closedAt: unit.now,
      })
    moveTask(unit, task.id, 'accept', {
      acceptedVersionId: version.id,
      reason: `accepted by ${allowed.member.name}: ${call.input.reason}`,
    })
    tell(unit, call, 'task.completed', {
      taskId: task.id,
      versionId: version.id,
      by: 'person',
      override: call.input.reason,
    })
    return done({ status: 'done' })
  },
}
