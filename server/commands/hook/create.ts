import type { ParsedInput } from '../../contract/commands.ts'
import type { Actor } from '../../domain/permission.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'
import { playbookProblem, type RoomForGoals, roomForGoals } from '../playbook/find.ts'
import type { Outcome, Runner } from '../run.ts'

type Input = ParsedInput<'hook.create'>
type Made = { hookId: string; url: string; secret: string }

/** Makes a hook. Its address and its secret are in the answer and nowhere else in the clear. */
const createHook = (room: RoomForGoals): Command<Input, Made> => ({
  name: 'hook.create',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  secret: true,
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'hook.change')
    if (!allowed.ok) return allowed
    if (!room.ok) return room
    if (room.workspaceId !== unit.laneId) return notHere
    const { ports } = call
    const { roomId, name, playbook, goal } = call.input
    // What a call brings may complete the parameters; what is named here must exist.
    const problem = playbookProblem(unit, playbook, goal.parameters)
    if (problem) return problem
    const token = ports.newToken('mst_hook_')
    const secret = ports.newSecret()
    const hook = unit.insert('hook', {
      id: unit.newId(),
      workspaceId: unit.laneId,
      roomId,
      name,
      playbook,
      goal,
      tokenHash: ports.hashToken(token),
      hint: token.slice(-4),
      secret: ports.seal(secret),
      createdBy: allowed.member.id,
      createdAt: unit.now,
      lastUsedAt: null,
      revokedAt: null,
    })
    tell(unit, call, 'hook.created', { hookId: hook.id, name })
    return done({ hookId: hook.id, url: `${ports.publicUrl}/api/v1/hooks/${token}`, secret })
  },
})

/** Asks in the room's lane whether the caller may start goals there, then makes the hook in the workspace's. */
export const hookMaker =
  (runner: Pick<Runner, 'run'>) =>
  async (input: Input, actor: Actor, id: string): Promise<Outcome<Made>> =>
    runner.run(createHook(await roomForGoals(runner, input.roomId, actor)), input, actor, id)
