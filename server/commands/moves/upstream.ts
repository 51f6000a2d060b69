import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import type { Unit } from '../../store/unit.ts'

/**
 * The accepted versions that a task builds on, each with the task that brought it: of what it needs, of every item of a
 * needed task that is done per item, and, for a task that settles answers, the answers.
 */
export function upstreamOf(unit: Unit, task: Task): { task: Task; version: Version }[] {
  const sources = task.needs.flatMap((id) => {
    const need = unit.get('task', id)
    if (!need) return []
    return need.role === 'each' ? unit.tables.task.by('parts', id) : [need]
  })
  if (task.role === 'answers') sources.push(...unit.tables.task.by('parts', task.id))
  return sources.flatMap((source) => {
    const version = source.acceptedVersionId ? unit.get('version', source.acceptedVersionId) : undefined
    return version ? [{ task: source, version }] : []
  })
}

/** The same as a version keeps it. */
export const builtFrom = (unit: Unit, task: Task): Version['builtFrom'] =>
  upstreamOf(unit, task).map(({ task: { id }, version }) => ({
    taskId: id,
    versionId: version.id,
    sha256: version.sha256,
  }))
