import * as z from 'zod'
import type { EventBatch } from './events.ts'
import { id } from './fields.ts'

// The socket, path `/live`, namespace `/`: signed-in people only. The log is the truth; the socket only hurries it along.

/** `watch`: stream a lane (a room or a workspace) after a cursor. */
export const watchInput = z.strictObject({ laneId: id, after: z.number().int().min(0) })
export const laneInput = z.strictObject({ laneId: id })

/** `behind` means: too far back for the socket; fetch `/events` or a new snapshot, then watch again from there. */
export type WatchAnswer =
  | { ok: true; seq: number; behind: boolean }
  | { ok: false; code: 'not_found' | 'unauthenticated' | 'invalid' | 'throttled' }
export type HeadAnswer =
  | { ok: true; seq: number }
  | { ok: false; code: 'not_found' | 'unauthenticated' | 'invalid' | 'throttled' }

export type ClientToServer = {
  watch: (input: z.infer<typeof watchInput>, answer: (reply: WatchAnswer) => void) => void
  unwatch: (input: z.infer<typeof laneInput>, answer: (reply: HeadAnswer) => void) => void
  /** The lane's newest number: asked every 30 s and on wake-up, so a silent stall is found. */
  head: (input: z.infer<typeof laneInput>, answer: (reply: HeadAnswer) => void) => void
  typing: (input: z.infer<typeof laneInput>) => void
}
export type ServerToClient = {
  events: (batch: EventBatch) => void
  /** Access to the lane ended: drop what is held of it. */
  revoked: (lane: { laneId: string }) => void
  /** Drop the cursor and catch up: the buffer was too long. */
  resync: (lane: { laneId: string }) => void
  presence: (who: { laneId: string; memberIds: string[] }) => void
  typing: (who: { laneId: string; memberId: string }) => void
  /** To all who watch a workspace: what waits for its people may have changed. */
  waiting: (workspace: { laneId: string }) => void
}

/** Behind by more than this many events: a new snapshot is cheaper. */
export const snapshotGap = 5000
export const eventPage = 500
