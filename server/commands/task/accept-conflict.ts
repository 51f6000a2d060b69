import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { outcomeOf } from '../../domain/conflict.ts'
import type { Handoff } from '../../domain/room.ts'
import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import type { Member } from '../../domain/workspace.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Call, type Command, done, eventActor, notHere, tell } from '../kit.ts'
import { answersTo, closeConflicts, conflictsNow, letStand } from '../moves/answers.ts'
import { moveTask, taskLabel, taskOf } from '../moves/task.ts'
import { answerOption, letJudge } from './settle-answers.ts'
import { chosenBy, leftOf, settleOne, writeAnew } from './settle-one.ts'

type By = Pick<Call<unknown, unknown>, 'actor' | 'commandId' | 'ports'>

/** A person says which of several contradicting answers stands, or what holds in one contradiction. What lost is kept. */
export const acceptConflict: Command<ParsedInput<'task.accept_conflict'>, { status: string; left: number }> = {
  name: 'task.accept_conflict',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'task.steer')
    if (!allowed.ok) return allowed
    const task = unit.get('task', call.input.taskId)
    if (!task) return notHere
    const { member } = allowed
    const { versionId, reason, conflictId, value } = call.input
    const settled = () => done({ status: taskOf(unit, task.id).status, left: leftOf(unit, task) })
    if (conflictId !== undefined) {
      const no = settleOne(unit, call, task, member, { conflictId, versionId, value, reason })
      if (no) return no
      settleQuestion(unit, call, taskOf(unit, task.id), member)
      return settled()
    }
    const open = unit.tables.conflict.by('task', task.id).filter((one) => one.status === 'open')
    if (open.length === 0)
      return refuse('conflict', `${taskLabel(task)} has no contradiction that waits for a decision.`)
    if (task.role !== 'answers' || task.status !== 'needs_human') {
      const named = open.some((one) => one.positions.some((position) => position.versionId === versionId))
      if (!named) return refuse('invalid', 'Name one of the versions that contradict each other.')
      closeConflicts(unit, task.id, { by: 'person', byId: member.id, versionId, why: chosenBy(member, reason) })
      tell(unit, call, 'conflict.settled', { taskId: task.id, versionId, reason })
      return settled()
    }
    const chosen = answersTo(unit, task).find(({ version }) => version.id === versionId)
    if (!chosen)
      return refuse('invalid', 'Name the accepted version of one of the answers.', [
        { path: 'versionId', message: 'not an answer to this task' },
      ])
    choose(unit, call, task, chosen.version, member, reason)
    return settled()
  },
}

/** One of a question's contradictions was settled: with the last one the question ends. */
function settleQuestion(unit: Unit, call: By, task: Task, member: Member) {
  if (task.role !== 'answers' || task.status !== 'needs_human' || leftOf(unit, task) > 0) return
  const given = answersTo(unit, task)
  const outcome = outcomeOf(
    conflictsNow(unit, task),
    given.map(({ version }) => version.id),
  )
  const stands = outcome.kind === 'stands' && given.find(({ version }) => version.id === outcome.versionId)
  end(unit, call, task, member, stands ? stands.version : null, `settled one by one by ${member.name}`)
}

/** The answer that a person chose stands for everything that is open; what was settled before by itself still holds. */
function choose(unit: Unit, call: By, task: Task, version: Version, member: Member, reason: string) {
  const why = chosenBy(member, reason)
  // Answers that cannot be compared have no contradictions: whichever is chosen stands.
  const points = leftOf(unit, task) > 0 ? conflictsNow(unit, task) : []
  closeConflicts(unit, task.id, { by: 'person', byId: member.id, versionId: version.id, why })
  const now = points.map(({ id }) => unit.get('conflict', id)).filter((one) => one !== undefined)
  const stands = outcomeOf(now, [version.id]).kind === 'stands'
  if (!stands) tell(unit, call, 'conflict.settled', { taskId: task.id, versionId: version.id, reason })
  end(unit, call, task, member, stands ? version : null, why)
}

/** The question is answered: one answer stands, or none keeps to all that was settled and it is written anew. */
function end(unit: Unit, call: By, task: Task, member: Member, stands: Version | null, why: string) {
  for (const handoff of unit.tables.handoff.by('open', task.id))
    unit.update('handoff', handoff.id, {
      status: 'answered',
      answer: why,
      answeredBy: member.id,
      closedAt: unit.now,
    })
  if (!stands) return writeAnew(unit, call.ports, task)
  const verdict = { by: 'person' as const, byId: member.id, why }
  letStand(unit, call.ports, task, stands, verdict, eventActor(unit, call.actor), call.commandId)
}

/** A person answered the handoff of a contradiction: an answer stands, or somebody who gave none decides. */
export function answerConflict(
  unit: Unit,
  call: By,
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
