import type { Completion } from '../../contract/commands/room.ts'
import type { EventActor } from '../../contract/events.ts'
import type { Attempt } from '../../domain/attempt.ts'
import type { Version } from '../../domain/version.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { moveAttempt } from './attempt.ts'
import { type FilesRead, fileOf, filesOf, versionHash } from './files.ts'
import { withdrawHandoffs } from './handoffs.ts'
import { moveTask, taskOf } from './task.ts'
import { builtFrom } from './upstream.ts'

/** A result with its bytes read: what `submit` needs, made before the transaction. */
export type PreparedResult = { completion: Completion; read: FilesRead }

export function prepareResult(ports: Ports, completion: Completion): PreparedResult {
  const read = filesOf(ports.hash, completion.artifacts ?? [])
  if (read.files.length === 0 && !completion.artifactIds?.length)
    read.files.push(fileOf(ports.hash, 'response.md', 'text/markdown', Buffer.from(completion.response, 'utf8'), read))
  return { completion, read }
}

/** The files of a result, drafts that it names included, and the hash of the whole. */
export function filesOfResult(unit: Unit, ports: Ports, attempt: Attempt, { completion, read }: PreparedResult) {
  const drafts = (completion.artifactIds ?? []).flatMap(
    (id) => unit.get('artifact', `${attempt.id}:${id}`)?.files ?? [],
  )
  const files = [...drafts, ...read.files]
  return { files, sha256: versionHash(ports.hash, files) }
}

/** Takes a result in: one accepted result makes exactly one version. The judge reacts to `attempt.submitted`. */
export function submitResult(
  unit: Unit,
  ports: Ports,
  attempt: Attempt,
  result: PreparedResult,
  actor: EventActor,
  commandId: string | undefined,
): Version {
  const { completion, read } = result
  const { files, sha256 } = filesOfResult(unit, ports, attempt, result)
  const task = taskOf(unit, attempt.taskId)
  unit.appends.contents.push(...read.contents)
  const version = unit.insert('version', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: task.goalId,
    taskId: task.id,
    attemptId: attempt.id,
    deliverableId: task.deliverableId,
    number: task.versionCount + 1,
    sha256,
    status: 'checking',
    response: completion.response,
    files,
    sources: completion.sources ?? [],
    checks: [],
    evidence: completion.evidence ?? [],
    builtFrom: builtFrom(unit, task),
    createdBy: attempt.participantId,
    createdAt: unit.now,
    decidedAt: null,
  })
  moveAttempt(unit, attempt.id, 'submit', {
    submittedAt: unit.now,
    progress: 1,
    parkedAt: null,
    acceptedAt: attempt.acceptedAt ?? unit.now,
    usage: completion.usage ?? attempt.usage,
  })
  withdrawHandoffs(unit, unit.tables.handoff.by('attempt', attempt.id))
  moveTask(unit, task.id, 'submit', { versionCount: version.number, doerId: attempt.participantId })
  unit.emit(
    'version.submitted',
    actor,
    { taskId: task.id, attemptId: attempt.id, versionId: version.id, number: version.number, sha256 },
    commandId,
  )
  unit.emit('attempt.submitted', actor, { taskId: task.id, attemptId: attempt.id, versionId: version.id }, commandId)
  return version
}
