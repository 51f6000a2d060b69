import type { MatchBrief } from '../domain/matching/brief.ts'
import type { LogEvent } from './events.ts'
import type { AttemptView } from './snapshot.ts'

/**
 * `GET /api/v1/rooms/{id}/story?before=&limit=&goal=&task=&by=&kind=&types=&without=`: a room's events newest first, without
 * their row changes, with names for what they speak of. `nextBefore` asks for the page before; null at the beginning.
 */
export type StoryPage = {
  events: Omit<LogEvent, 'changes'>[]
  tasks: StoryTask[]
  attempts: StoryAttempt[]
  nextBefore: number | null
}
export type StoryTask = { id: string; number: number; title: string; goalId: string }
export type StoryAttempt = {
  id: string
  taskId: string
  number: number
  participantId: string
  choice: MatchBrief | null
}

/** `GET /api/v1/goals/{id}/timeline`: every attempt of a goal by when it was offered, as far as a bar needs it. Moments are Unix ms. */
export type TimelineView = { attempts: TimelineAttempt[] }
export type TimelineAttempt = Pick<
  AttemptView,
  'id' | 'taskId' | 'number' | 'participantId' | 'status' | 'offeredAt' | 'acceptedAt' | 'endedAt' | 'failure' | 'hedge'
>
