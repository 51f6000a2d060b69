import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { type Command, done, tell } from '../kit.ts'
import { leaveConflicts } from '../moves/answers.ts'
import { say } from '../moves/say.ts'
import { goalOf, moveTask } from '../moves/task.ts'
import { decidable, moveVersion, recordReview, tellMaker } from './decide.ts'

/** A person approves one exact version. With several approvals required the last one counts it as delivered. */
export const approveDeliverable: Command<
  ParsedInput<'deliverable.approve'>,
  { status: string; approvals: number; required: number }
> = {
  name: 'deliverable.approve',
  lane: ({ deliverableId }) => ({ of: 'deliverable', id: deliverableId }),
  run(unit, call) {
    const found = decidable(unit, call.actor, call.input)
    if (!found.ok) return found
    const { member, deliverable, version } = found
    const required = goalOf(unit, deliverable.goalId).requiredApprovals
    const given = unit.tables.review.by('version', version.id).filter((review) => review.verdict === 'approved')
    if (given.some((review) => review.memberId === member.id))
      return refuse(
        'conflict',
        `You approved version ${version.number} already; ${required - given.length} more by others ${required - given.length === 1 ? 'is' : 'are'} needed.`,
      )
    recordReview(unit, found, 'approved', call.input.comment ?? '')
    const approvals = given.length + 1
    if (approvals < required) {
      tell(unit, call, 'deliverable.approval_given', {
        deliverableId: deliverable.id,
        versionId: version.id,
        approvals,
        required,
      })
      return done({ status: 'in_review', approvals, required })
    }
    for (const older of unit.tables.version.by('task', version.taskId))
      if (older.status === 'approved') moveVersion(unit, older, 'supersede')
    moveVersion(unit, version, 'approve')
    unit.update('deliverable', deliverable.id, { status: 'approved' })
    moveTask(unit, deliverable.taskId, 'accept', { acceptedVersionId: version.id })
    const left = leaveConflicts(unit, version, member)
    tell(unit, call, 'deliverable.approved', {
      deliverableId: deliverable.id,
      versionId: version.id,
      sha256: version.sha256,
      number: version.number,
      approvals,
      ...(left > 0 ? { contradictionsLeft: left } : {}),
    })
    tell(unit, call, 'task.completed', { taskId: deliverable.taskId, versionId: version.id, by: 'person' })
    const leaves =
      left === 0
        ? ''
        : left === 1
          ? ' One contradiction in what it is made from stays as it is: no value was chosen.'
          : ` ${left} contradictions in what it is made from stay as they are: no value was chosen.`
    say(unit, call.ports, `${member.name} approved **${deliverable.name}**, version ${version.number}.${leaves}`, {
      goalId: deliverable.goalId,
      taskId: deliverable.taskId,
    })
    tellMaker(unit, deliverable, version, 'approved', [], call.input.comment ?? '')
    return done({ status: 'approved', approvals, required })
  },
}
