import { refuse } from '../../contract/problems.ts'
import type { Member } from '../../domain/workspace.ts'
import { type Command, done } from '../kit.ts'

type Input = { workspaceId: string; inviteId: string; userId: string; name: string; email: string }

/** Somebody who holds a valid invitation link joins. Given by the join door only, after it checked the token. */
export const acceptInvite: Command<Input, { memberId: string; roomId: string | null }> = {
  name: 'invite.accept',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, { input }) {
    const invite = unit.get('invite', input.inviteId)
    if (!invite || invite.revokedAt !== null || invite.usesLeft < 1 || invite.expiresAt <= unit.now)
      return refuse('not_found', 'This invitation is no longer valid. Ask whoever invited you for a new link.')
    if (invite.email !== null && invite.email !== input.email.toLowerCase())
      return refuse('forbidden', 'This invitation is for another e-mail address.')
    const before = unit.tables.member.by('user', input.userId)[0]
    const member: Member =
      before?.status === 'active'
        ? before
        : before
          ? unit.update('member', before.id, { status: 'active', role: invite.role })
          : unit.insert('member', {
              id: unit.newId(),
              workspaceId: unit.laneId,
              userId: input.userId,
              name: input.name,
              email: input.email,
              role: invite.role,
              status: 'active',
              createdAt: unit.now,
            })
    unit.update('invite', invite.id, { usesLeft: invite.usesLeft - 1 })
    unit.emit(
      'member.joined',
      { kind: 'member', id: member.id, name: member.name },
      { memberId: member.id, inviteId: invite.id },
    )
    if (invite.roomId)
      unit.addJob('lane', { command: 'room.join', input: { roomId: invite.roomId, memberId: member.id } })
    return done({ memberId: member.id, roomId: invite.roomId })
  },
}
