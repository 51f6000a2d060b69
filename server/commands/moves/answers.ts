import type { EventActor } from '../../contract/events.ts'
import type { ConflictVerdict } from '../../domain/conflict.ts'
import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import type { Member } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { upstreamOf } from './upstream.ts'

/** The accepted answers to one question, in the order of their parts. */
export const answersTo = (unit: Unit, task: Task): { task: Task; version: Version }[] =>
  upstreamOf(unit, { ...task, needs: [] }).sort((a, b) => a.task.number - b.task.number)

/** One answer stands, the others are kept: its bytes become the task's own version, the coordinator does the rest. */
export function letStand(
  unit: Unit,
  task: Task,
  winner: Version,
  verdict: Omit<ConflictVerdict, 'versionId'>,
  actor: EventActor,
  commandId?: string,
) {
  closeConflicts(unit, task.id, { ...verdict, versionId: winner.id })
  const version = unit.insert('version', {
    ...winner,
    id: unit.newId(),
    taskId: task.id,
    deliverableId: task.deliverableId,
    number: task.versionCount + 1,
    status: 'checking',
    builtFrom: answersTo(unit, task).map((answer) => ({
      taskId: answer.task.id,
      versionId: answer.version.id,
      sha256: answer.version.sha256,
    })),
    createdAt: unit.now,
    decidedAt: null,
  })
  unit.update('task', task.id, { versionCount: version.number })
  unit.emit(
    'answers.settled',
    actor,
    { taskId: task.id, versionId: version.id, from: winner.id, by: verdict.by, reason: verdict.why },
    commandId,
  )
}

/** Records how the open conflicts of a task were decided. */
export function closeConflicts(unit: Unit, taskId: string, verdict: ConflictVerdict) {
  for (const conflict of unit.tables.conflict.by('task', taskId))
    if (conflict.status === 'open')
      unit.update('conflict', conflict.id, { status: 'settled', verdict, settledAt: unit.now })
}

/** A person approved a version while contradictions in what it is made from stood open: no value was chosen. Answers how many those are. */
export function leaveConflicts(unit: Unit, version: Version, member: Member): number {
  const open = unit.tables.conflict.by('task', version.taskId).filter((one) => one.status === 'open')
  const why = `version ${version.number} was approved as it is; no value was chosen`
  closeConflicts(unit, version.taskId, { by: 'person', byId: member.id, versionId: null, leftIn: version.id, why })
  return open.length
}

/** The approval that left contradictions as they are was taken back: they stand open again. */
export function reopenConflicts(unit: Unit, version: Version) {
  for (const conflict of unit.tables.conflict.by('task', version.taskId))
    if (conflict.verdict?.leftIn === version.id)
      unit.update('conflict', conflict.id, { status: 'open', verdict: null, settledAt: null })
}
