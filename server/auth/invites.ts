import type pg from 'pg'
import type { Role } from '../domain/workspace.ts'
import { type FoundInvite, findInvite } from '../store/account-reads.ts'
import { sharedAuth } from './shared-auth.ts'
import { hashToken } from './tokens.ts'

/** What somebody with an invitation link may see before they accept. */
export type InviteView = {
  workspaceName: string
  roomName: string | null
  role: Role
  /** The e-mail the invitation is bound to, or null. */
  email: string | null
  state: 'open' | 'expired' | 'used' | 'revoked'
}

/** The invitation behind a link, or null when there is none. Looking changes nothing. */
export async function inviteOf(pool: pg.Pool, token: string): Promise<FoundInvite | null> {
  return token.length < 16 || token.length > 200 ? null : findInvite(pool, hashToken(token))
}

export const inviteView = (invite: FoundInvite, now: number): InviteView => ({
  workspaceName: invite.workspaceName,
  roomName: invite.roomName,
  role: invite.role,
  email: invite.email,
  state: stateOf(invite, now),
})

function stateOf(invite: FoundInvite, now: number): InviteView['state'] {
  if (invite.revokedAt !== null) return 'revoked'
  if (invite.usesLeft < 1) return 'used'
  return invite.expiresAt <= now ? 'expired' : 'open'
}

/** What the page of an invitation link shows, and where it leads; null when the link leads nowhere. */
export async function invitationBehind(
  token: string,
): Promise<(InviteView & { workspaceId: string; roomId: string | null }) | null> {
  const { pool, now } = sharedAuth()
  const invite = await inviteOf(pool, token)
  if (!invite) return null
  const { workspaceId, roomId } = invite
  return { ...inviteView(invite, now()), workspaceId, roomId }
}
