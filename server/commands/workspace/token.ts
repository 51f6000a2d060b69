import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { day } from '../../domain/clocks.ts'
import { inScope, mayChange, outOfScope, verbs } from '../../domain/permission.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'

/** Makes a personal token for the caller; shown once, kept as a hash. */
export const createToken: Command<ParsedInput<'token.create'>, { tokenId: string; token: string }> = {
  name: 'token.create',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  secret: true,
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'token.create')
    if (!allowed.ok) return allowed
    const { actor, input } = call
    const scopes = [...new Set(input.scopes)]
    // A limited token must not make itself a wider one.
    const beyond = verbs.find(
      (verb) => inScope(scopes, verb) && actor.kind === 'member' && !inScope(actor.scopes, verb),
    )
    if (beyond)
      return refuse('forbidden', outOfScope(beyond), [{ path: 'scopes', message: `${beyond} is beyond this token` }])
    const token = call.ports.newToken('mst_pat_')
    const row = unit.insert('personal_token', {
      id: unit.newId(),
      workspaceId: unit.laneId,
      memberId: allowed.member.id,
      name: input.name,
      tokenHash: call.ports.hashToken(token),
      hint: token.slice(-4),
      scopes,
      expiresAt: input.expiresInDays === undefined ? null : unit.now + input.expiresInDays * day,
      revokedAt: null,
      createdAt: unit.now,
    })
    tell(unit, call, 'token.created', { tokenId: row.id })
    return done({ tokenId: row.id, token })
  },
}

export const revokeToken: Command<ParsedInput<'token.revoke'>, Record<string, never>> = {
  name: 'token.revoke',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'token.revoke')
    if (!allowed.ok) return allowed
    const token = unit.get('personal_token', call.input.tokenId)
    if (!token || !mayChange(allowed.member, token.memberId)) return notHere
    if (token.revokedAt === null) {
      unit.update('personal_token', token.id, { revokedAt: unit.now })
      tell(unit, call, 'token.revoked', { tokenId: token.id })
    }
    return done({})
  },
}
