import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { Deliverable } from '../../domain/version.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Command, done, type Ports, tell } from '../kit.ts'
import { openHandoff } from '../moves/handoffs.ts'
import { say } from '../moves/say.ts'
import { withoutOverrides } from '../moves/stale.ts'
import { canMoveGoal, goalOf, moveGoal, moveTask, taskOf } from '../moves/task.ts'
import { type Decidable, decidable, moveVersion, recordReview, tellMaker } from './decide.ts'

/** After three rounds of changes a person must act (F40). */
const roundLimit = 3

/** A person asks for changes on one exact version: the work goes back with the comments, and a new version must answer them. */
export const requestChanges: Command<
  ParsedInput<'deliverable.request_changes'>,
  { reviewId: string; status: string }
> = {
  name: 'deliverable.request_changes',
  lane: ({ deliverableId }) => ({ of: 'deliverable', id: deliverableId }),
  run(unit, call) {
    const found = decidable(unit, call.actor, call.input)
    if (!found.ok) return found
    const { summary, comments } = call.input
    if (summary.trim() === '' && comments.length === 0)
      return refuse('invalid', 'Say what should change: write a summary or comment on a passage.', [
        { path: 'summary', message: 'write a summary or a comment' },
      ])
    const { member, deliverable, version } = found
    const review = recordReview(unit, found, 'changes_requested', summary)
    for (const comment of comments)
      unit.insert('comment', {
        id: unit.newId(),
        roomId: unit.laneId,
        goalId: version.goalId,
        versionId: version.id,
        reviewId: review.id,
        authorId: member.id,
        quote: comment.quote,
        prefix: comment.prefix ?? '',
        suffix: comment.suffix ?? '',
        body: comment.body,
        status: 'open',
        createdAt: unit.now,
      })
    moveVersion(unit, version, 'request_changes')
    const round = nextRound(unit, deliverable, 'changes_requested')
    const about = { deliverableId: deliverable.id, versionId: version.id, summary, comments: comments.length, round }
    tell(unit, call, 'deliverable.changes_requested', about)
    sendBack(unit, call.ports, found, round, summary.trim() || `${comments.length} comments`)
    tellMaker(unit, deliverable, version, 'changes_requested', comments, summary)
    return done({ reviewId: review.id, status: 'changes_requested' })
  },
}

/** A person rejects a version: like changes asked, with nothing of it worth keeping. */
export const rejectDeliverable: Command<ParsedInput<'deliverable.reject'>, { reviewId: string; status: string }> = {
  name: 'deliverable.reject',
  lane: ({ deliverableId }) => ({ of: 'deliverable', id: deliverableId }),
  run(unit, call) {
    const found = decidable(unit, call.actor, call.input)
    if (!found.ok) return found
    const { deliverable, version } = found
    const { summary } = call.input
    const review = recordReview(unit, found, 'rejected', summary)
    moveVersion(unit, version, 'reject')
    const round = nextRound(unit, deliverable, 'rejected')
    tell(unit, call, 'deliverable.rejected', { deliverableId: deliverable.id, versionId: version.id, summary, round })
    sendBack(unit, call.ports, found, round, summary)
    tellMaker(unit, deliverable, version, 'rejected', [], summary)
    return done({ reviewId: review.id, status: 'rejected' })
  },
}

/** The deliverable goes into its next round; says which. */
const nextRound = (unit: Unit, { id, rounds }: Deliverable, status: 'changes_requested' | 'rejected'): number =>
  unit.update('deliverable', id, { status, rounds: rounds + 1 }).rounds

function sendBack(
  unit: Unit,
  ports: Ports,
  { member, deliverable, version }: Omit<Decidable, 'ok'>,
  rounds: number,
  summary: string,
) {
  const task = taskOf(unit, deliverable.taskId)
  const guidance = [
    ...withoutOverrides(unit, task, version),
    { at: unit.now, from: 'person' as const, text: `On version ${version.number}: ${summary}`, versionId: version.id },
  ]
  if (canMoveGoal(goalOf(unit, deliverable.goalId), 'revise')) moveGoal(unit, deliverable.goalId, 'revise')
  if (rounds >= roundLimit) {
    moveTask(unit, task.id, 'escalate', { guidance, reason: `sent back ${rounds} times` })
    openHandoff(unit, {
      goalId: task.goalId,
      taskId: task.id,
      kind: 'needs_human',
      title: `${deliverable.name} came back ${rounds} times`,
      body: 'Another round by itself is unlikely to help. Say what to do differently, give the task to somebody, or take it over.',
    })
    unit.emit('task.needs_human', coordinator, { taskId: task.id, reason: `sent back ${rounds} times` })
    return
  }
  moveTask(unit, task.id, 'revise', { guidance, attemptCount: 0, reason: `${member.name} asked for changes` })
  // The coordinator holds it back while something it needs is being done again.
  unit.emit('task.ready', coordinator, {
    taskId: task.id,
    reason: `${member.name} asked for changes on version ${version.number}`,
  })
  unit.dispatch.add(task.goalId)
  say(
    unit,
    ports,
    `${member.name} asked for changes on **${deliverable.name}**, version ${version.number}: ${summary}`,
    { goalId: task.goalId, taskId: task.id },
  )
}
