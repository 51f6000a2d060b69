import { may } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { findContent } from '../store/reads/content.ts'
import { holdsOpenAttempt } from '../store/reads/standing.ts'
import { standingOf } from './standing.ts'

/** Whom a content link was made for: a person of a room, or one attempt; null when it is anybody's until it expires. */
export type LinkHolder = { userId: string; roomId: string } | { attemptId: string } | null

/** The bytes a link opens, as long as its holder still may read them. */
export async function linkedContent(sha256: string, holder: LinkHolder): Promise<Uint8Array | null> {
  return (await stillHolds(holder)) ? findContent(sharedPool(), sha256) : null
}

async function stillHolds(holder: LinkHolder): Promise<boolean> {
  if (holder === null) return true
  if ('attemptId' in holder) return holdsOpenAttempt(sharedPool(), holder.attemptId)
  const stood = await standingOf({ userId: holder.userId, agentId: null }, { roomId: holder.roomId })
  return stood !== null && may(stood.standing, 'room.read')
}
