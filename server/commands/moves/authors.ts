import { isOpen } from '../../domain/attempt.ts'
import { opinionOn } from '../../domain/opinion.ts'
import type { Task } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import { conflictsNow } from './answers.ts'

const nobody: ReadonlySet<string> = new Set()

/**
 * Who must not get this task because of what they made: the authors of what it judges, whoever answers or answered the
 * same question beside it, and the givers of the answers that it settles. Participant ids.
 */
export function authorsOf(unit: Unit, task: Task): ReadonlySet<string> {
  // Once an answer stands, its giver knows best what a reviewer asks to change; once all is settled nobody judges any more.
  if (task.role === 'answers')
    return task.versionCount > 0 || isSettledByPeople(unit, task)
      ? nobody
      : makersOf(unit, unit.tables.task.by('parts', task.id))
  const judged = opinionOn(task)
  if (judged !== null) return new Set([unit.get('version', judged)?.createdBy ?? ''])
  const parent = task.parentId === null ? undefined : unit.get('task', task.parentId)
  if (parent?.role === 'answers')
    return makersOf(
      unit,
      unit.tables.task.by('parts', parent.id).filter((one) => one.id !== task.id),
    )
  if (!task.skills.includes('critique') && !task.skills.includes('review')) return nobody
  const authors = new Set<string>()
  for (const id of task.needs) {
    const accepted = unit.get('task', id)?.acceptedVersionId
    const version = accepted ? unit.get('version', accepted) : undefined
    if (version) authors.add(version.createdBy)
  }
  return authors
}

const isSettledByPeople = (unit: Unit, task: Task): boolean => {
  const conflicts = conflictsNow(unit, task)
  return conflicts.length > 0 && conflicts.every(({ verdict }) => verdict?.by === 'person')
}

/** What those made who must not get this task, for the words by which they are left out. */
export const authorsMade = (unit: Unit, task: Task): 'answers' | 'judged' =>
  task.role === 'answers' || (task.parentId !== null && unit.get('task', task.parentId)?.role === 'answers')
    ? 'answers'
    : 'judged'

/** Who works on these tasks now or made what was accepted of them. */
function makersOf(unit: Unit, tasks: readonly Task[]): ReadonlySet<string> {
  const makers = new Set<string>()
  for (const task of tasks)
    for (const attempt of unit.tables.attempt.by('task', task.id))
      if (isOpen(attempt.status) || attempt.status === 'approved') makers.add(attempt.participantId)
  return makers
}
