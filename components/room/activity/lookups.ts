import type { StoryAttempt, StoryTask } from '../../../server/contract/story-views.ts'
import { shortId } from '../../workspace/states.ts'
import type { Lookups } from './sentences.ts'

/** Where what an event names is found: in the room as it is, in a frame of its past, or beside a page of its story. */
export type Found = {
  task: (id: string) => StoryTask | undefined
  attempt: (id: string) => StoryAttempt | undefined
  goal: (id: string) => { title: string } | undefined
  deliverable: (id: string) => { number: number; name: string; goalId: string } | undefined
}

/** Names for what events speak of; `name` knows participants, members and agents. */
export function lookupsOf(found: Found, name: (id: string) => string | null): Lookups {
  return {
    name,
    task: (id) => {
      const task = found.task(id)
      return task ? { label: `${shortId.task(task.number)} ${task.title}`, goalId: task.goalId } : null
    },
    goal: (id) => found.goal(id)?.title ?? null,
    deliverable: (id) => {
      const one = found.deliverable(id)
      return one ? { label: `${shortId.deliverable(one.number)} ${one.name}`, goalId: one.goalId } : null
    },
    attempt: (id) => {
      const attempt = found.attempt(id)
      return attempt ? { ...attempt, doer: name(attempt.participantId) } : null
    },
  }
}
