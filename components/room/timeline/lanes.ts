import type { TimelineAttempt } from '../../../server/contract/story-views.ts'
import type { AttemptStatus } from '../../../server/domain/attempt.ts'

/** How one hand-out is drawn: asked, then at work, with its end. Moments are Unix ms. */
export type Bar = {
  attempt: TimelineAttempt
  from: number
  /** When it was taken up; equal to `to` when it never was. */
  taken: number
  to: number
  look: BarLook
  /** Bars that overlap stand below each other. */
  track: number
}
export type BarLook = 'offered' | 'working' | 'waiting' | 'done' | 'failed' | 'ended'
export type Lane = { participantId: string; bars: readonly Bar[]; tracks: number }

const looks: Record<AttemptStatus, BarLook> = {
  offered: 'offered',
  accepted: 'working',
  working: 'working',
  submitted: 'working',
  approved: 'done',
  rejected: 'failed',
  declined: 'ended',
  failed: 'failed',
  lost: 'failed',
  timed_out: 'failed',
  superseded: 'ended',
  cancelled: 'ended',
}

/** Who answers the hand-out with the result itself took the work up with the hand-out: there was no waiting in between. */
function takenAt({ acceptedAt }: TimelineAttempt, look: BarLook, from: number, to: number): number {
  if (look === 'done' && (acceptedAt === null || acceptedAt >= to)) return from
  return Math.min(to, acceptedAt ?? to)
}

/** Hand-outs by participant, in order of each one's first; `waits` names the tasks that wait for an answer, `now` ends what runs. */
export function lanesOf(
  attempts: readonly TimelineAttempt[],
  now: number,
  waits: (taskId: string) => boolean = () => false,
): Lane[] {
  const lanes = new Map<string, { bars: Bar[]; ends: number[] }>()
  for (const attempt of [...attempts].sort((a, b) => a.offeredAt - b.offeredAt)) {
    const from = attempt.offeredAt
    const to = Math.max(from, attempt.endedAt ?? now)
    const look = looks[attempt.status]
    const lane = lanes.get(attempt.participantId) ?? { bars: [], ends: [] }
    lanes.set(attempt.participantId, lane)
    const free = lane.ends.findIndex((end) => end <= from)
    const track = free >= 0 ? free : lane.ends.length
    lane.ends[track] = to
    lane.bars.push({
      attempt,
      from,
      taken: takenAt(attempt, look, from, to),
      to,
      look: attempt.endedAt === null && waits(attempt.taskId) ? 'waiting' : look,
      track,
    })
  }
  return [...lanes].map(([participantId, { bars, ends }]) => ({ participantId, bars, tracks: ends.length }))
}
