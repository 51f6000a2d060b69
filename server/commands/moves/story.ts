import type { Story } from '../../domain/assignment.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { clocksOf } from '../../domain/clocks.ts'
import type { Task } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { goalOf, participantName } from './task.ts'

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
    upstream: task.needs.flatMap((id) => {
      const need = unit.get('task', id)
      const version = need?.acceptedVersionId ? unit.get('version', need.acceptedVersionId) : undefined
      return need && version ? [{ version, title: need.title, author: participantName(unit, version.createdBy) }] : []
    }),
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

function sentBackOf(unit: Unit, task: Task): Story['sentBack'] {
  const version = unit.tables.version
    .by('task', task.id)
    .filter((one) => one.status === 'changes_requested' || one.status === 'rejected')
    .sort((a, b) => b.number - a.number)[0]
  if (!version || version.number < task.versionCount) return null
  const review = unit.tables.review.by('version', version.id).sort((a, b) => b.createdAt - a.createdAt)[0] ?? null
  if (!review) return null
  return {
    version,
    author: participantName(unit, version.createdBy),
    review,
    reviewer: unit.member(review.memberId)?.name ?? 'a reviewer',
    comments: unit.tables.comment.by('version', version.id).filter((comment) => comment.status === 'open'),
  }
}
