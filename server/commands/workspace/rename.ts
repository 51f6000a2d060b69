import type { ParsedInput } from '../../contract/commands.ts'
import { allow, type Command, done, tell } from '../kit.ts'

export const renameWorkspace: Command<ParsedInput<'workspace.rename'>, Record<string, never>> = {
  name: 'workspace.rename',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'workspace.rename')
    if (!allowed.ok) return allowed
    unit.update('workspace', unit.laneId, { name: call.input.name })
    tell(unit, call, 'workspace.renamed', { name: call.input.name })
    return done({})
  },
}
