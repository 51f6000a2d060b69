import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { type Command, done, tell } from '../kit.ts'
import { say } from '../moves/say.ts'
import { openAgain, withoutOverrides } from '../moves/stale.ts'
import { canMoveGoal, moveGoal, taskLabel, taskOf } from '../moves/task.ts'
import { moveVersion } from '../review/decide.ts'
import { steerTask } from './steer.ts'

/** A person opens a task again that is done; the coordinator marks what was built on its result in the same commit. */
export const reopenTask: Command<ParsedInput<'task.reopen'>, { status: string }> = {
  name: 'task.reopen',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, call) {
    const steered = steerTask(unit, call.actor, call.input.taskId)
    if (!steered.ok) return steered
    const { task, goal, member } = steered
    const { reason, stale } = call.input
    if (goal.status === 'cancelled' || goal.status === 'failed')
      return refuse('conflict', `The goal is ${goal.status}; its tasks stay as they are.`)
    if (task.status !== 'done')
      return refuse(
        'conflict',
        `${taskLabel(task)} is ${task.status.replaceAll('_', ' ')}; only what is done can be opened again.`,
      )
    const version = task.acceptedVersionId ? unit.get('version', task.acceptedVersionId) : undefined
    if (!version)
      return refuse('conflict', `${taskLabel(task)} is done by its parts. Open the part again that is not right.`)
    if (task.deliverableId)
      return refuse('conflict', `${taskLabel(task)} makes a deliverable. Roll its approved version back instead.`)
    const guidance = withoutOverrides(unit, task)
    moveVersion(unit, version, 'supersede')
    if (canMoveGoal(goal, 'revise')) moveGoal(unit, goal.id, 'revise', { endedAt: null })
    openAgain(unit, task, {
      guidance: [
        ...guidance,
        { at: unit.now, from: 'person', text: `On version ${version.number}: ${reason}`, versionId: version.id },
      ],
      reason: `opened again by ${member.name}`,
    })
    tell(unit, call, 'task.reopened', {
      taskId: task.id,
      versionId: version.id,
      how: 'reopened',
      reason,
      ...(stale ? { stale } : {}),
    })
    say(unit, call.ports, `${member.name} opened ${taskLabel(task)} again: ${reason}`, {
      goalId: goal.id,
      taskId: task.id,
    })
    return done({ status: taskOf(unit, task.id).status })
  },
}
