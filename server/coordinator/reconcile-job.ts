import type { Runner } from '../commands/run.ts'
import { type Answers, readAnswers, settleAnswers } from '../commands/task/settle-answers.ts'
import { coordinatorActor } from '../domain/permission.ts'
import type { Compared, ReadAnswer } from '../domain/reconcile/compare-answers.ts'
import type { Store } from '../store/store.ts'
import type { JobHandler } from './jobs.ts'

/** More text than this is not compared: the reviewer is told nothing rather than made to wait. */
const comparedCharacters = 2_000_000
/** Hundreds of results take seconds, thousands minutes: the work grows with their square. */
const comparedResults = 600
/** A comparison that did not end so often is not tried again. */
const triesLimit = 2

/** Sets answers against each other; outside the event loop, for it may take seconds. */
export type Compare = (kind: Answers['kind'], by: Answers['by'], answers: readonly ReadAnswer[]) => Promise<Compared>

export type ReconcilerDeps = {
  store: Store
  runner: Runner
  compare: Compare
  /** The text of a file of this type and name, or null when it has none. */
  textOf: (file: { name: string; mediaType: string; bytes: Uint8Array }) => string | null
}

/** Compares the answers to one question, or what a deliverable is made from, outside any transaction. */
export function createReconciler({ store, runner, compare, textOf }: ReconcilerDeps): JobHandler {
  return async (job) => {
    const taskId = String(job.payload.taskId)
    const asked = await runner.run(readAnswers, { taskId }, coordinatorActor)
    if (!asked.ok || !asked.result) return store.endJob(job.id, 'nothing to compare')
    const { kind, by, answers } = asked.result
    const missing = answers.flatMap(({ file }) => (file && file.text === undefined ? [file.sha256] : []))
    const contents = await store.readContents([...new Set(missing)])
    const read = answers.map(({ file, ...answer }) => {
      const content = file ? contents.get(file.sha256) : undefined
      const text = file?.text ?? (file && content ? textOf({ ...file, bytes: content.bytes }) : null)
      return { ...answer, text }
    })
    const size = read.reduce((sum, answer) => sum + (answer.text?.length ?? 0), 0)
    if (kind === 'merge' && (size > comparedCharacters || read.length > comparedResults))
      return store.endJob(job.id, 'too much to compare')
    const compared = await compare(kind, by, read).catch((error: unknown) => {
      if (job.tries < triesLimit) throw error
      return { winner: null, why: 'They could not be compared in time.', conflicts: [] }
    })
    await runner.run(settleAnswers, { taskId, jobId: job.id, kind, by, compared }, coordinatorActor)
  }
}
