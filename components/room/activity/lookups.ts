import type { Collections } from '../../../server/contract/snapshot.ts'
import { shortId } from '../../workspace/states.ts'
import type { Lookups } from './sentences.ts'

/** Where a row is found: the room as it is, or a frame of its past. */
export type RowOf = <N extends 'tasks' | 'goals' | 'deliverables' | 'attempts'>(
  name: N,
  id: string,
) => Collections[N] | undefined

/** Names for what events speak of; `name` knows participants, members and agents. */
export function lookupsOf(row: RowOf, name: (id: string) => string | null): Lookups {
  return {
    name,
    task: (id) => {
      const task = row('tasks', id)
      return task ? { label: `${shortId.task(task.number)} ${task.title}`, goalId: task.goalId } : null
    },
    goal: (id) => row('goals', id)?.title ?? null,
    deliverable: (id) => {
      const one = row('deliverables', id)
      return one ? { label: `${shortId.deliverable(one.number)} ${one.name}`, goalId: one.goalId } : null
    },
    attempt: (id) => {
      const attempt = row('attempts', id)
      if (!attempt) return null
      return {
        taskId: attempt.taskId,
        number: attempt.number,
        doer: name(attempt.participantId),
        match: attempt.match,
      }
    },
  }
}
