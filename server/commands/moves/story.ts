import type { Story } from '../../domain/assignment.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { clocksOf } from '../../domain/clocks.ts'
import type { Task } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { goalOf, participantName } from './task.ts'
import { upstreamOf } from './upstream.ts'

/** Gathers what an assignment is made from, out of the unit. */
export function storyOf(unit: Unit, ports: Ports, task: Task, attempt: Attempt): Story {
  const goal = goalOf(unit, task.goalId)
  const earlier = unit.tables.attempt
    .by('task', task.id)
    .filter((one) => one.number < attempt.number)
    .sort((a, b) => a.number - b.number)
  return {
    room: unit.room(),
    goal,
    task,
    attempt,
    clocks: clocksOf(goal.clocks),
    earlier,
    upstream: upstreamOf(unit, task).map(({ task: from, version }) => ({
      version,
      title: from.title,
      author: participantName(unit, version.createdBy),
    })),
    sentBack: sentBackOf(unit, task),
    partial: earlier
      .filter((one) => one.status !== 'approved')
      .flatMap((one) => unit.tables.artifact.by('attempt', one.id))
      .map((artifact) => ({ artifact, author: authorOf(unit, artifact.attemptId) })),
    hash: ports.hash,
  }
}

const authorOf = (unit: Unit, attemptId: string): string => {
  const attempt = unit.get('attempt', attemptId)
  return attempt ? participantName(unit, attempt.participantId) : 'an earlier attempt'
}

/** What a person sent back last, unless a later version already stands before a person: checks that failed since do not hide it. */
function sentBackOf(unit: Unit, task: Task): Story['sentBack'] {
  const versions = unit.tables.version.by('task', task.id).sort((a, b) => b.number - a.number)
  for (const version of versions) {
    if (version.status === 'in_review' || version.status === 'approved') return null
    const review = unit.tables.review.by('version', version.id).sort((a, b) => b.createdAt - a.createdAt)[0]
    if (!review || review.verdict === 'approved') continue
    return {
      version,
      author: participantName(unit, version.createdBy),
      review,
      reviewer: unit.member(review.memberId)?.name ?? 'a reviewer',
      comments: unit.tables.comment.by('version', version.id).filter((comment) => comment.status === 'open'),
    }
  }
  return null
}
