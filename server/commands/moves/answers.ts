import type { EventActor } from '../../contract/events.ts'
import type { Conflict, ConflictVerdict } from '../../domain/conflict.ts'
import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import type { Member } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { acceptVersion } from './accept.ts'
import { upstreamOf } from './upstream.ts'

/** The accepted answers to one question, in the order of their parts. */
export const answersTo = (unit: Unit, task: Task): { task: Task; version: Version }[] =>
  upstreamOf(unit, { ...task, needs: [] }).sort((a, b) => a.task.number - b.task.number)

/** One answer stands, the others are kept: its bytes become the task's own version and go on like any result that passed. */
export function letStand(
  unit: Unit,
  ports: Ports,
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
  acceptVersion(unit, ports, task, version, { by: verdict.by, policy: verdict.why })
}

/** What the answers that count now contradict each other in, as they were compared last. */
export function conflictsNow(unit: Unit, task: Task): Conflict[] {
  const given = new Set(answersTo(unit, task).map(({ version }) => version.id))
  const between = unit.tables.conflict
    .by('task', task.id)
    .filter((one) => !isWithdrawn(one) && one.positions.every(({ versionId }) => given.has(versionId)))
  const last = Math.max(...between.map((one) => one.createdAt))
  return between.filter((one) => one.createdAt === last)
}

/** The answers are compared anew: what was open between them before waits for nobody any more. */
export const withdrawConflicts = (unit: Unit, taskId: string) =>
  closeConflicts(unit, taskId, { by: 'rule', byId: null, versionId: null, why: 'the answers were compared anew' })
const isWithdrawn = ({ verdict }: Conflict): boolean => verdict?.by === 'rule' && verdict.versionId === null

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
