import { type Command, done, notHere, tell } from '../kit.ts'

/** A hook was called and a goal came of it. For the coordinator. */
export const noteHookUse: Command<{ workspaceId: string; hookId: string; goalId: string }, Record<string, never>> = {
  name: 'hook.note_use',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const { hookId, goalId } = call.input
    if (call.actor.kind !== 'coordinator' || !unit.get('hook', hookId)) return notHere
    unit.update('hook', hookId, { lastUsedAt: unit.now })
    tell(unit, call, 'hook.used', { hookId, goalId })
    return done({})
  },
}
