import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { Handoff } from '../../domain/room.ts'
import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import type { Member } from '../../domain/workspace.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Call, type Command, done, eventActor, notHere, tell } from '../kit.ts'
import { answersTo, closeConflicts, letStand } from '../moves/answers.ts'
import { moveTask, taskLabel } from '../moves/task.ts'
import { answerOption, letJudge } from './settle-answers.ts'

/** A person says which of several contradicting answers stands. What lost is kept. */
export const acceptConflict: Command<ParsedInput<'task.accept_conflict'>, { status: string }> = {
  name: 'task.accept_conflict',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'task.steer')
    if (!allowed.ok) return allowed
    const task = unit.get('task', call.input.taskId)
    if (!task) return notHere
    const { versionId, reason } = call.input
    const open = unit.tables.conflict.by('task', task.id).filter((one) => one.status === 'open')
    if (open.length === 0)
      return refuse('conflict', `${taskLabel(task)} has no contradiction that waits for a decision.`)
    if (task.role !== 'answers' || task.status !== 'needs_human') {
      const named = open.some((one) => one.positions.some((position) => position.versionId === versionId))
      if (!named) return refuse('invalid', 'Name one of the versions that contradict each other.')
      closeConflicts(unit, task.id, {
        by: 'person',
        byId: allowed.member.id,
        versionId,
        why: why(reason, allowed.member),
      })
      tell(unit, call, 'conflict.settled', { taskId: task.id, versionId, reason })
      return done({ status: task.status })
    }
    const chosen = answersTo(unit, task).find(({ version }) => version.id === versionId)
    if (!chosen)
      return refuse('invalid', 'Name the accepted version of one of the answers.', [
        { path: 'versionId', message: 'not an answer to this task' },
      ])
    choose(unit, call, task, chosen.version, allowed.member, reason)
    return done({ status: unit.get('task', task.id)?.status ?? task.status })
  },
}

const why = (reason: string, member: Member): string =>
  reason.trim() === '' ? `chosen by ${member.name}` : `chosen by ${member.name}: ${reason.trim()}`

function choose(
  unit: Unit,
  call: Pick<Call<unknown, unknown>, 'actor' | 'commandId'>,
  task: Task,
  version: Version,
  member: Member,
  reason: string,
) {
  for (const handoff of unit.tables.handoff.by('open', task.id))
    unit.update('handoff', handoff.id, {
      status: 'answered',
      answer: why(reason, member),
      answeredBy: member.id,
      closedAt: unit.now,
    })
  letStand(
    unit,
    task,
    version,
    { by: 'person', byId: member.id, why: why(reason, member) },
    eventActor(unit, call.actor),
    call.commandId,
  )
}

/** A person answered the handoff of a contradiction: an answer stands, or somebody who gave none decides. */
export function answerConflict(
  unit: Unit,
  call: Pick<Call<unknown, unknown>, 'actor' | 'commandId'>,
  handoff: Handoff,
  member: Member,
  option: string | undefined,
  body: string,
) {
  const task = handoff.taskId ? unit.get('task', handoff.taskId) : undefined
  if (task?.status !== 'needs_human') return
  const given = answersTo(unit, task)
  const chosen = given.find((one, i) => answerOption(unit, one, i) === option)
  if (chosen) return choose(unit, call, task, chosen.version, member, body)
  moveTask(unit, task.id, 'unblock', {
    attemptCount: 0,
    guidance: [
      ...task.guidance,
      { at: unit.now, from: 'person', text: body.trim() || 'The answers contradict each other: decide what stands.' },
    ],
  })
  unit.emit('task.ready', coordinator, { taskId: task.id, reason: option ?? letJudge })
  unit.dispatch.add(task.goalId)
}
