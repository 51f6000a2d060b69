import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { isEnded } from '../../domain/goal.ts'
import { opinionOn, opinionSchema } from '../../domain/opinion.ts'
import { isSettled } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'
import { partOf } from '../moves/new-tasks.ts'
import { participantIdOf } from '../moves/plan.ts'
import { goalOf, taskLabel, taskOf } from '../moves/task.ts'

/** The skill of those who judge what others made. */
const judging = 'critique'

const someoneElseCanJudge = (unit: Unit, makerId: string): boolean =>
  [...unit.tables.participant.all()].some(({ id, kind, status, subjectId }) => {
    const agent = status === 'in' && kind === 'agent' && id !== makerId ? unit.agent(subjectId) : undefined
    return agent?.skills.includes(judging) && !/^(removed|disabled)$/.test(agent.status)
  })

/** A person asks an agent what it thinks of a version; its author is never asked. The opinion decides nothing. */
export const askOpinion: Command<ParsedInput<'version.ask_opinion'>, { taskId: string }> = {
  name: 'version.ask_opinion',
  lane: ({ versionId }) => ({ of: 'version', id: versionId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'deliverable.decide')
    if (!allowed.ok) return allowed
    const { versionId, participantId } = call.input
    const version = unit.get('version', versionId)
    if (!version) return notHere
    const goal = goalOf(unit, version.goalId)
    if (isEnded(goal.status))
      return refuse('conflict', `The goal is ${goal.status}; nobody is asked about it any more.`)
    const judge = participantId === undefined ? null : participantIdOf(unit, participantId)
    if (participantId !== undefined && judge === null)
      return refuse('invalid', 'Nobody in this room has that id.', [{ path: 'participantId', message: participantId }])
    if (judge === version.createdBy)
      return refuse('invalid', 'Whoever made a version is not asked what it is worth. Choose somebody else.')
    const earlier = unit.tables.task.by('parts', version.taskId).filter((one) => opinionOn(one) === version.id)
    if (earlier.some((one) => !isSettled(one.status) && one.assigneeId === judge))
      return refuse('conflict', 'This opinion was asked for already and is on its way.')
    if (judge === null && !someoneElseCanJudge(unit, version.createdBy))
      return refuse(
        'conflict',
        `Nobody in this room can judge it: add an agent with the skill “${judging}” that did not make this version.`,
      )
    const asked = taskOf(unit, version.taskId)
    const part = partOf(unit, asked, {
      key: `opinion-${version.number}-${earlier.length + 1}`,
      title: `Second opinion on ${asked.title}`.slice(0, 200),
      brief: [
        `Judge version ${version.number} of “${asked.title}” against the goal and what it asks for. You did not make it.`,
        'Answer with JSON: `verdict` is approve, request_changes or reject; `reasons` says why, with the words of the version that each reason is about.',
        `What was asked for:\n${asked.brief}`,
      ].join('\n\n'),
      skills: judge === null ? [judging] : [],
      item: { opinionOn: version.id },
    })
    const task = unit.insert('task', {
      ...part,
      output: { kind: 'opinion', mediaType: 'application/json', schema: opinionSchema },
      checks: [],
      assigneeId: judge,
    })
    tell(unit, call, 'opinion.asked', { taskId: task.id, versionId: version.id, of: taskLabel(asked) })
    return done({ taskId: task.id })
  },
}
