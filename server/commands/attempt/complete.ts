import type { Completion } from '../../contract/commands/room.ts'
import { schemaErrors } from '../../contract/json-schema.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { costOf, outsize } from '../../domain/budget.ts'
import type { GoalLimits, Spent } from '../../domain/goal.ts'
import type { Task } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import { type Command, done, type Ports, refuseKeeping } from '../kit.ts'
import { endAttempt, speaksForTask, winRace } from '../moves/attempt.ts'
import { agentActor, keepLate, ownAttempt, touch } from '../moves/report.ts'
import { filesOfResult, type PreparedResult, prepareResult, submitResult } from '../moves/submit.ts'
import { goalOf, taskOf } from '../moves/task.ts'

type Input = { attemptId: string; completion: Completion }
export type Completed = { status: string; versionId: string; sha256: string }

/** An agent claims that the work is done. It goes to checks; "done" is never taken for done. */
export const completeAttempt: Command<Input, Completed, PreparedResult> = {
  name: 'attempt.complete',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  prepare: ({ completion }, ports) => prepareResult(ports, completion),
  run(unit, { actor, input, prepared, ports, commandId }) {
    const own = ownAttempt(unit, actor, input.attemptId)
    if (!own.ok) return own
    return completeNow(unit, ports, own.attempt, prepared, commandId)
  },
}

/** The same for a result that came in the answer to a delivery. */
export function completeNow(
  unit: Unit,
  ports: Ports,
  attempt: Attempt,
  prepared: PreparedResult,
  commandId: string | undefined,
) {
  const task = taskOf(unit, attempt.taskId)
  const { sha256, files } = filesOfResult(unit, ports, attempt, prepared)
  if (attempt.status !== 'offered' && attempt.submittedAt !== null) {
    const same = unit.tables.version
      .by('task', task.id)
      .find((one) => one.attemptId === attempt.id && one.sha256 === sha256)
    if (same) return done({ status: same.status, versionId: same.id, sha256 })
    return keepLate(unit, attempt, 'complete', prepared.completion)
  }
  if (!speaksForTask(unit, attempt)) return keepLate(unit, attempt, 'complete', prepared.completion)
  const errors = [...unknownDrafts(unit, attempt, prepared), ...wrongShape(task.output?.schema, files, prepared)]
  if (errors.length > 0) return refuseShape(unit, attempt, errors)
  const beyond = outsize(
    costOf({ usage: prepared.completion.usage ?? null, submittedAt: null }, null),
    ...budgetOf(unit, task),
  )
  if (beyond) return refuseSpending(unit, attempt, prepared.completion, beyond)
  const alive = attempt.status === 'offered' ? touch(unit, attempt, {}) : attempt
  winRace(unit, alive)
  const version = submitResult(unit, ports, alive, prepared, agentActor(unit, attempt), commandId)
  return done({ status: 'submitted', versionId: version.id, sha256: version.sha256 })
}

const budgetOf = (unit: Unit, task: Task): [GoalLimits, Spent] => {
  const { limits, spent } = goalOf(unit, task.goalId)
  return [limits, spent]
}

/** A result that cost more than could ever be meant: it is paid and kept as evidence, and not taken. */
function refuseSpending(unit: Unit, attempt: Attempt, completion: Completion, beyond: string) {
  unit.update('attempt', attempt.id, { usage: completion.usage ?? null })
  endAttempt(unit, attempt, 'fail', { failure: 'over_budget', reason: beyond, tell: 'attempt.revoked' })
  unit.emit('attempt.failed', agentActor(unit, attempt), {
    attemptId: attempt.id,
    taskId: attempt.taskId,
    class: 'over_budget',
    reason: beyond,
  })
  const ended = unit.get('attempt', attempt.id) ?? attempt
  return keepLate(unit, ended, 'complete', completion)
}

/** The drafts that a result names and nobody saved: without them it is not what was meant. */
const unknownDrafts = (unit: Unit, attempt: Attempt, { completion }: PreparedResult) =>
  (completion.artifactIds ?? []).flatMap((id, index) =>
    unit.get('artifact', `${attempt.id}:${id}`)
      ? []
      : [{ path: `artifactIds.${index}`, message: 'this attempt has no such artifact' }],
  )

/** Paths at which a structured result breaks the task's schema; empty when there is no schema or it conforms. */
function wrongShape(
  schema: unknown,
  files: readonly { sha256: string; mediaType: string; text?: string | undefined }[],
  { read }: PreparedResult,
) {
  if (schema === undefined || schema === null) return []
  const file = files.find((one) => one.mediaType.includes('json')) ?? files[0]
  const text = file ? (read.texts.get(file.sha256) ?? file.text) : undefined
  // A large draft is not at hand here: the schema check reads its bytes after the commit.
  if (text === undefined && file?.mediaType.includes('json')) return []
  if (text === undefined) return [{ path: 'artifacts', message: 'this task wants JSON that fits its schema' }]
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return [{ path: 'artifacts', message: 'not JSON: this task wants JSON that fits its schema' }]
  }
  return schemaErrors(schema, value).map(placed)
}

/** "rows[0].price: expected number" as a path in the result and what is wrong there. */
function placed(error: string): { path: string; message: string } {
  const cut = error.indexOf(': ')
  return cut < 0 ? { path: 'artifacts', message: error } : { path: error.slice(0, cut), message: error.slice(cut + 2) }
}

/** A result of the wrong shape: the attempt stays open for one correction, then it has failed. */
export function refuseShape(unit: Unit, attempt: Attempt, errors: { path: string; message: string }[]) {
  const detail = errors
    .slice(0, 3)
    .map((error) => `${error.path}: ${error.message}`)
    .join('; ')
  if (attempt.corrections >= 1) {
    endAttempt(unit, attempt, 'fail', {
      failure: 'invalid_output',
      reason: `twice of the wrong shape: ${detail}`,
      tell: 'attempt.revoked',
    })
    unit.emit('attempt.failed', agentActor(unit, attempt), {
      attemptId: attempt.id,
      taskId: attempt.taskId,
      class: 'invalid_output',
      reason: `twice of the wrong shape: ${detail}`,
    })
    return {
      ...refuseKeeping(
        'invalid',
        `The result has the wrong shape for the second time; the task goes to somebody else. ${detail}`,
      ),
      errors,
    }
  }
  touch(unit, attempt, {})
  unit.update('attempt', attempt.id, {
    corrections: attempt.corrections + 1,
    note: 'sent a result of the wrong shape; one correction is allowed',
  })
  unit.emit('attempt.progressed', agentActor(unit, attempt), {
    attemptId: attempt.id,
    taskId: attempt.taskId,
    invalid: errors.slice(0, 10),
  })
  return {
    ...refuseKeeping('invalid', `The result has the wrong shape: ${detail}. Correct it and send it once more.`),
    errors,
  }
}
