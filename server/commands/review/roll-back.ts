import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'
import { reopenConflicts } from '../moves/answers.ts'
import { say } from '../moves/say.ts'
import { openAgain, withoutOverrides } from '../moves/stale.ts'
import { canMoveGoal, goalOf, moveGoal, taskOf } from '../moves/task.ts'
import { moveVersion, recordReview } from './decide.ts'

/** Takes an approval back, with the reason; the work is redone as a new generation, and what was built on it is marked. */
export const rollBackDeliverable: Command<ParsedInput<'deliverable.roll_back'>, { status: string }> = {
  name: 'deliverable.roll_back',
  lane: ({ deliverableId }) => ({ of: 'deliverable', id: deliverableId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'deliverable.decide')
    if (!allowed.ok) return allowed
    const deliverable = unit.get('deliverable', call.input.deliverableId)
    const version = unit.get('version', call.input.versionId)
    if (!deliverable || !version || version.deliverableId !== deliverable.id) return notHere
    if (version.status !== 'approved')
      return refuse('conflict', `Version ${version.number} is not approved, so there is nothing to roll back.`)
    const goal = goalOf(unit, deliverable.goalId)
    if (goal.status === 'cancelled' || goal.status === 'failed')
      return refuse('conflict', `The goal is ${goal.status}; its deliverables stay as they are.`)
    const task = taskOf(unit, deliverable.taskId)
    if (task.status !== 'done')
      return refuse(
        'changed_meanwhile',
        `Version ${version.number} does not count at the moment (${task.reason ?? task.status}). Redo or keep it instead.`,
      )
    recordReview(unit, { member: allowed.member, deliverable, version }, 'rolled_back', call.input.reason)
    moveVersion(unit, version, 'roll_back')
    reopenConflicts(unit, version)
    unit.update('deliverable', deliverable.id, { status: 'rolled_back' })
    tell(unit, call, 'deliverable.rolled_back', {
      deliverableId: deliverable.id,
      versionId: version.id,
      reason: call.input.reason,
    })
    if (canMoveGoal(goal, 'revise')) moveGoal(unit, goal.id, 'revise', { endedAt: null })
    openAgain(unit, task, {
      guidance: [
        ...withoutOverrides(unit, task),
        {
          at: unit.now,
          from: 'person',
          text: `Version ${version.number} was rolled back: ${call.input.reason}`,
          versionId: version.id,
        },
      ],
      reason: `rolled back by ${allowed.member.name}`,
    })
    tell(unit, call, 'task.reopened', {
      taskId: task.id,
      versionId: version.id,
      how: 'rolled_back',
      reason: call.input.reason,
      ...(call.input.stale ? { stale: call.input.stale } : {}),
    })
    say(
      unit,
      call.ports,
      `${allowed.member.name} rolled back **${deliverable.name}**, version ${version.number}: ${call.input.reason}`,
      { goalId: goal.id, taskId: task.id },
    )
    return done({ status: 'rolled_back' })
  },
}
