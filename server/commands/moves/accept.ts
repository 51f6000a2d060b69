import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { moveVersion } from '../review/decide.ts'
import { say } from './say.ts'
import { moveTask, participantName } from './task.ts'

/** A version that passed: a deliverable goes to a person, everything else is done. */
export function acceptVersion(
  unit: Unit,
  ports: Ports,
  task: Task,
  version: Version,
  why: { by: string; policy: string },
) {
  if (task.deliverableId) return putToReview(unit, ports, task, version)
  moveVersion(unit, version, 'approve')
  moveTask(unit, task.id, 'accept', { acceptedVersionId: version.id })
  unit.emit('task.completed', coordinator, { taskId: task.id, versionId: version.id, ...why })
}

function putToReview(unit: Unit, ports: Ports, task: Task, version: Version) {
  const deliverable = unit.get('deliverable', task.deliverableId ?? '')
  if (!deliverable) throw new Error(`task ${task.key} names a deliverable that is not there`)
  for (const older of unit.tables.version.by('task', task.id))
    if (older.id !== version.id && older.status === 'in_review') moveVersion(unit, older, 'supersede')
  unit.update('version', version.id, { status: 'in_review' })
  unit.update('deliverable', deliverable.id, { status: 'in_review', versionId: version.id })
  moveTask(unit, task.id, 'review', { reason: 'waits for a person’s decision' })
  unit.emit('deliverable.ready', coordinator, {
    deliverableId: deliverable.id,
    versionId: version.id,
    taskId: task.id,
    number: version.number,
  })
  const unverified = version.checks.filter((check) => check.status !== 'passed').length
  const checked = `${version.checks.filter((check) => check.status === 'passed').length} of ${version.checks.length} checks passed`
  say(
    unit,
    ports,
    `${participantName(unit, version.createdBy)} delivered **${deliverable.name}**, version ${version.number}: ${checked}${unverified > 0 ? `, ${unverified} ${unverified === 1 ? 'needs' : 'need'} a person’s eye` : ''}. It waits for review.`,
    { goalId: task.goalId, taskId: task.id },
  )
}
