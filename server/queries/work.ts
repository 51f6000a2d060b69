import { presentArtifact, presentHandoff, presentTask, presentVersion } from '../contract/present.ts'
import type { AttemptDetail, TaskDetail } from '../contract/views.ts'
import { isOpen } from '../domain/attempt.ts'
import type { Actor } from '../domain/permission.ts'
import type { Artifact } from '../domain/room.ts'
import { sharedPool } from '../store/pool.ts'
import { readDeliveriesOf } from '../store/reads/deliveries.ts'
import {
  type AttemptRow,
  findAttempt,
  findTask,
  readActivities,
  readArtifactsOf,
  readAttemptsOf,
  readLateReports,
  readTaskRest,
} from '../store/reads/work.ts'
import type { LateReport } from '../store/records.ts'
import { presentDelivery } from './deliveries.ts'
import { roomPerson } from './standing.ts'

const keptActivities = 500

/** One attempt with its clocks, deliveries, activities, outcome and evidence. */
export async function attemptDetail(actor: Actor, attemptId: string): Promise<AttemptDetail | null> {
  if (!(await roomPerson(actor, { attemptId }))) return null
  const pool = sharedPool()
  const attempt = await findAttempt(pool, attemptId)
  if (!attempt) return null
  const { id, agentId, offeredAt } = attempt
  const [deliveries, activities, artifacts, late] = await Promise.all([
    agentId ? readDeliveriesOf(pool, { id, agentId, offeredAt }) : [],
    readActivities(pool, id, { limit: keptActivities }),
    readArtifactsOf(pool, attempt),
    readLateReports(pool, [id]),
  ])
  return {
    ...presentAttemptStory(attempt, artifacts, late),
    deliveries: deliveries.map(presentDelivery),
    activities: activities.map(({ id, type, body, createdAt }) => ({ id, type, body, at: createdAt })),
  }
}

function presentAttemptStory(
  attempt: AttemptRow,
  artifacts: readonly Artifact[],
  late: readonly LateReport[],
): TaskDetail['attempts'][number] {
  const { offeredAt, deliveredAt, acceptBy, acceptedAt, leaseUntil, progressAt, deadlineAt, endedAt } = attempt
  const { id, taskId, goalId, roomId, number, participantId, agentId, memberId, doerName } = attempt
  const { status, failure, reason, progress, checklist, match, hedge, usage } = attempt
  return {
    ...{ id, taskId, goalId, roomId, number, participantId, agentId, memberId, doerName },
    ...{ status, failure, reason, progress, checklist, match, hedge, usage },
    clocks: { offeredAt, deliveredAt, acceptBy, acceptedAt, leaseUntil, progressAt, deadlineAt, endedAt },
    artifacts: artifacts.filter((each) => each.attemptId === id).map(presentArtifact),
    evidence: late
      .filter((each) => each.attemptId === id)
      .map(({ id, kind, payload, createdAt }) => ({ id, kind, payload, at: createdAt })),
  }
}

/** A task with its whole story, and the dossier the next participant is given. */
export async function taskDetail(actor: Actor, taskId: string): Promise<TaskDetail | null> {
  const stood = await roomPerson(actor, { taskId })
  const pool = sharedPool()
  const task = stood && (await findTask(pool, taskId))
  if (!task) return null
  const [attempts, rest] = await Promise.all([readAttemptsOf(pool, taskId), readTaskRest(pool, task)])
  const late = await readLateReports(
    pool,
    attempts.map(({ id }) => id),
  )
  const { output, checks, guidance, fence } = task
  const stories = attempts.map((each) => presentAttemptStory(each, rest.artifact, late))
  return {
    task: { ...presentTask(task, task.doerId), output, checks, guidance, fence },
    roomId: task.roomId,
    attempts: stories,
    versions: rest.version.map(presentVersion),
    handoffs: rest.handoff.map(presentHandoff),
    dossier: {
      brief: task.brief,
      guidance,
      tried: attempts.filter(({ status }) => !isOpen(status)).map(outcomeOf),
      partial: stories.filter(({ status }) => status !== 'approved').flatMap(({ artifacts }) => artifacts),
      questions: rest.handoff
        .filter(({ kind, status }) => kind === 'question' && status !== 'withdrawn')
        .map(({ title, answer }) => ({ title, answer })),
    },
  }
}

const outcomeOf = ({ number, doerName, status, failure, reason }: AttemptRow) => ({
  attempt: number,
  doer: doerName,
  outcome: failure ?? status,
  reason,
})
