import type { MessagePage } from '../contract/history-views.ts'
import { presentMessage } from '../contract/present.ts'
import type { Actor } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { readMessages, readMessagesBefore } from '../store/reads/room.ts'
import { roomReader } from './standing.ts'

export const messagePage = { usual: 50, most: 200 } as const

/** A page of a room's messages, oldest first: the last ones, or those before one of them; null for whoever may not read them. */
export async function roomMessages(
  actor: Actor,
  roomId: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<MessagePage | null> {
  if (!(await roomReader(actor, { roomId }))) return null
  const pool = sharedPool()
  const found = before
    ? await readMessagesBefore(pool, roomId, before, limit + 1)
    : await readMessages(pool, roomId, limit + 1)
  if (!found) return null
  return { messages: found.slice(-limit).map(presentMessage), more: found.length > limit }
}
