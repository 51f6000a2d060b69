import type { Unit } from '../../store/unit.ts'

/** What was handed in for a task that is taken out or given to somebody else no longer waits for anybody. */
export function withdrawVersions(unit: Unit, taskId: string) {
  for (const version of unit.tables.version.by('task', taskId))
    if (version.status === 'checking' || version.status === 'in_review')
      unit.update('version', version.id, { status: 'superseded', decidedAt: unit.now })
  for (const deliverable of unit.tables.deliverable.by('task', taskId))
    if (deliverable.status === 'in_review') unit.update('deliverable', deliverable.id, { status: 'pending' })
}
