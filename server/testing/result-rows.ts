import { randomUUID } from 'node:crypto'
import type { Attempt } from '../domain/attempt.ts'
import type { Comment, Deliverable, Review, Version } from '../domain/version.ts'
import { type Db, put } from './insert.ts'
import { nextMoment } from './plain-rows.ts'
import { makeTask, sha256Of } from './rows.ts'
import { makeAttempt, placeOf, type TaskRef } from './work-rows.ts'

// More rows for tests: what comes of work, and what people say of it. See rows.ts.

/** A version of a task, handed in on `attempt` (a fresh one unless given), with one Markdown file unless `files` says otherwise. */
export async function makeVersion(
  db: Db,
  { attempt, text = 'Words.\n', ...fields }: Partial<Version> & { attempt?: Attempt; text?: string } = {},
): Promise<Version> {
  const by = attempt ?? (await makeAttempt(db))
  const sha256 = sha256Of(text)
  const file = { name: 'brief.md', mediaType: 'text/markdown', sha256, size: Buffer.byteLength(text), text }
  const { rows } = await db.query('select count(*)::int as n from version where "taskId" = $1', [by.taskId])
  return put(db, 'version', {
    id: randomUUID(),
    roomId: by.roomId,
    goalId: by.goalId,
    taskId: by.taskId,
    attemptId: by.id,
    deliverableId: null,
    number: rows[0].n + 1,
    sha256,
    status: 'in_review',
    response: 'Done as asked.',
    files: [file],
    sources: [],
    checks: [],
    evidence: [],
    builtFrom: [],
    createdBy: by.participantId,
    createdAt: nextMoment(),
    decidedAt: null,
    ...fields,
  })
}

/** A deliverable of a task's goal. */
export async function makeDeliverable(
  db: Db,
  { task, ...fields }: Partial<Deliverable> & { task?: TaskRef } = {},
): Promise<Deliverable> {
  const of = placeOf(task ?? (await makeTask(db)))
  const what = {
    number: 1,
    name: 'The brief',
    kind: 'document',
    status: 'in_review',
    versionId: null,
    rounds: 0,
  } as const
  return put(db, 'deliverable', { id: randomUUID(), ...of, ...what, createdAt: nextMoment(), ...fields })
}

type Reviewed = Pick<Version, 'id' | 'roomId' | 'goalId' | 'sha256'>

export const makeReview = (
  db: Db,
  version: Reviewed,
  fields: Partial<Review> & Pick<Review, 'deliverableId' | 'memberId'>,
): Promise<Review> =>
  put(db, 'review', {
    id: randomUUID(),
    roomId: version.roomId,
    goalId: version.goalId,
    versionId: version.id,
    sha256: version.sha256,
    verdict: 'approved',
    summary: '',
    createdAt: nextMoment(),
    ...fields,
  })

export const makeComment = (db: Db, version: Reviewed, fields: Partial<Comment> = {}): Promise<Comment> =>
  put(db, 'comment', {
    id: randomUUID(),
    roomId: version.roomId,
    goalId: version.goalId,
    versionId: version.id,
    reviewId: null,
    authorId: randomUUID(),
    quote: '',
    prefix: '',
    suffix: '',
    body: 'A remark.',
    status: 'open',
    createdAt: nextMoment(),
    ...fields,
  })
