import type { StoryPage, TimelineView } from '../contract/story-views.ts'
import type { Actor } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { readStory, readStoryAttempts, readStoryTasks, readTimeline, type StoryFilter } from '../store/reads/story.ts'
import { roomPerson, roomReader } from './standing.ts'

/** The most and the usual number of events of a page. */
export const storyPage = { most: 1000, usual: 200 }

type Asked = { [F in keyof StoryFilter]?: StoryFilter[F] | undefined } & { limit?: number | undefined }

/** A page of a room's story, newest first, filtered by the server, with the tasks and attempts it names; null for strangers. */
export async function roomStory(
  actor: Actor,
  roomId: string,
  { before, goal, task, by, kind, types, without, limit = storyPage.usual }: Asked = {},
): Promise<StoryPage | null> {
  if (!(await roomPerson(actor, { roomId }))) return null
  const pool = sharedPool()
  const filter: StoryFilter = {
    before: before ?? null,
    goal: goal ?? null,
    task: task ?? null,
    by: by ?? null,
    kind: kind ?? null,
    types: types ?? null,
    without: without ?? null,
  }
  const size = Math.min(limit, storyPage.most)
  const found = await readStory(pool, roomId, filter, size + 1)
  const events = found.slice(0, size)
  const named = (field: 'taskId' | 'attemptId') => [...new Set(events.map(({ data }) => data[field]))].filter(isText)
  const attempts = await readStoryAttempts(pool, roomId, named('attemptId'))
  const tasks = await readStoryTasks(pool, roomId, [...named('taskId'), ...attempts.map((attempt) => attempt.taskId)])
  return { events, tasks, attempts, nextBefore: found.length > size ? (events.at(-1)?.seq ?? null) : null }
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** Every attempt of a goal for whoever may read its room; null for everybody else. */
export async function goalTimeline(actor: Actor, goalId: string): Promise<TimelineView | null> {
  if (!(await roomReader(actor, { goalId }))) return null
  return { attempts: await readTimeline(sharedPool(), goalId) }
}
