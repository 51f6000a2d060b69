import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { type Command, done, eventActor } from '../kit.ts'
import { askAboutStale, settleOne } from '../moves/stale.ts'
import { taskLabel, taskOf } from '../moves/task.ts'
import { steerTask } from './steer.ts'

/** A person says of one result that was built on something that changed: do it again, or keep it on their own word. */
export const settleStale: Command<ParsedInput<'task.settle_stale'>, { status: string }> = {
  name: 'task.settle_stale',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, call) {
    const steered = steerTask(unit, call.actor, call.input.taskId)
    if (!steered.ok) return steered
    const { task } = steered
    if (task.status !== 'stale')
      return refuse(
        'changed_meanwhile',
        `${taskLabel(task)} is ${task.status.replaceAll('_', ' ')}; nothing is in question about it.`,
      )
    settleOne(unit, task, call.input.decision, {
      actor: eventActor(unit, call.actor),
      by: 'person',
      reason: call.input.reason.trim(),
      commandId: call.commandId,
    })
    askAboutStale(unit, task.goalId)
    return done({ status: taskOf(unit, task.id).status })
  },
}
