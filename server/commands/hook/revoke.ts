import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'

/** From now on the hook's address is nobody's. Goals that it started go on. */
export const revokeHook: Command<ParsedInput<'hook.revoke'>, Record<string, never>> = {
  name: 'hook.revoke',
  lane: ({ hookId }) => ({ of: 'hook', id: hookId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'hook.change')
    if (!allowed.ok) return allowed
    const hook = unit.get('hook', call.input.hookId)
    if (!hook) return notHere
    const { id, role } = allowed.member
    if (hook.createdBy !== id && role !== 'owner' && role !== 'admin')
      return refuse('forbidden', 'Only whoever made this hook or an admin may revoke it.')
    if (hook.revokedAt === null) {
      unit.update('hook', hook.id, { revokedAt: unit.now })
      tell(unit, call, 'hook.revoked', { hookId: hook.id, name: hook.name })
    }
    return done({})
  },
}
