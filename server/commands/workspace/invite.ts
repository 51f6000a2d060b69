import type { ParsedInput } from '../../contract/commands.ts'
import { hour } from '../../domain/clocks.ts'
import { allow, type Command, done, tell } from '../kit.ts'

/** Makes an invitation link; the token is shown once and kept as a hash. */
export const inviteMember: Command<
  ParsedInput<'member.invite'>,
  { inviteId: string; token: string; url: string; expiresAt: number }
> = {
  name: 'member.invite',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  secret: true,
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'member.invite')
    if (!allowed.ok) return allowed
    const { input, ports } = call
    const token = ports.newToken('mst_inv_')
    const invite = unit.insert('invite', {
      id: unit.newId(),
      workspaceId: unit.laneId,
      roomId: input.roomId ?? null,
      role: input.role,
      email: input.email?.toLowerCase() ?? null,
      tokenHash: ports.hashToken(token),
      invitedBy: allowed.member.id,
      expiresAt: unit.now + input.expiresInHours * hour,
      usesLeft: input.uses,
      revokedAt: null,
      createdAt: unit.now,
    })
    tell(unit, call, 'member.invited', { inviteId: invite.id, role: invite.role })
    return done({ inviteId: invite.id, token, url: `${ports.publicUrl}/join/${token}`, expiresAt: invite.expiresAt })
  },
}

export const revokeInvite: Command<ParsedInput<'invite.revoke'>, Record<string, never>> = {
  name: 'invite.revoke',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'invite.revoke')
    if (!allowed.ok) return allowed
    if (unit.get('invite', call.input.inviteId)?.revokedAt === null) {
      unit.update('invite', call.input.inviteId, { revokedAt: unit.now })
      tell(unit, call, 'invite.revoked', { inviteId: call.input.inviteId })
    }
    return done({})
  },
}
