import { opinionOn } from '../../domain/opinion.ts'
import type { Task } from '../../domain/task.ts'
import type { Version } from '../../domain/version.ts'
import type { Unit } from '../../store/unit.ts'

/**
 * The accepted versions that a task builds on, each with the task that brought it: of what it needs, of every item of a
 * needed task that is done per item, for a task that settles answers the answers, and for an opinion the version it is on.
 */
export function upstreamOf(unit: Unit, task: Task): { task: Task; version: Version }[] {
  const sources = task.needs.flatMap((id) => {
    const need = unit.get('task', id)
    if (!need) return []
    return need.role === 'each' ? partsOf(unit, id) : [need]
  })
  if (task.role === 'answers') sources.push(...partsOf(unit, task.id))
  const judged = unit.get('version', opinionOn(task) ?? '')
  const own = judged ? [{ task: unit.get('task', judged.taskId) ?? task, version: judged }] : []
  const accepted = sources.flatMap((source) => {
    const version = source.acceptedVersionId ? unit.get('version', source.acceptedVersionId) : undefined
    return version ? [{ task: source, version }] : []
  })
  return [...own, ...accepted]
}

/** The same as a version keeps it. An opinion is about one version for good, and built on nothing that could change. */
export const builtFrom = (unit: Unit, task: Task): Version['builtFrom'] =>
  opinionOn(task) !== null
    ? []
    : upstreamOf(unit, task).map(({ task: { id }, version }) => ({
        taskId: id,
        versionId: version.id,
        sha256: version.sha256,
      }))

/** The tasks that do a task's work between them; opinions on it are none of them. */
const partsOf = (unit: Unit, taskId: string): Task[] =>
  unit.tables.task.by('parts', taskId).filter((part) => opinionOn(part) === null)
