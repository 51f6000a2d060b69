import type { ParsedInput } from '../../contract/commands.ts'
import { type Command, done, tell } from '../kit.ts'
import { ownRow } from '../moves/own.ts'

/** From now on the hook's address is nobody's. Goals that it started go on. */
export const revokeHook: Command<ParsedInput<'hook.revoke'>, Record<string, never>> = {
  name: 'hook.revoke',
  lane: ({ hookId }) => ({ of: 'hook', id: hookId }),
  run(unit, call) {
    const own = ownRow(unit, call.actor, 'hook', call.input.hookId)
    if (!own.ok) return own
    const hook = own.row
    if (hook.revokedAt === null) {
      unit.update('hook', hook.id, { revokedAt: unit.now })
      tell(unit, call, 'hook.revoked', { hookId: hook.id, name: hook.name })
    }
    return done({})
  },
}
