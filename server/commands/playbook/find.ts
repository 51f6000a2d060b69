import { refuse } from '../../contract/problems.ts'
import type { Actor, Verb } from '../../domain/permission.ts'
import { isPlaybook, playbookNames } from '../../domain/playbooks.ts'
import { unknownParameters } from '../../domain/saved-playbook.ts'
import type { Playbook } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done } from '../kit.ts'
import type { Runner } from '../run.ts'

// A playbook lives in its workspace's lane and a goal in its room's: what one needs of the other is read just before.

/** A saved playbook of this workspace by its id or its name. */
export const savedPlaybook = (unit: Unit, named: string): Playbook | null =>
  unit.get('playbook', named) ?? unit.tables.playbook.by('name', named)[0] ?? null

/** The refusal for a playbook that is not there. */
export const noPlaybook = (named: string) =>
  refuse('invalid', `There is no playbook "${named}": use a saved one or ${playbookNames.join(', ')}.`, [
    { path: 'playbook', message: named },
  ])

/** What is wrong with a playbook and the parameters it is to be used with, seen from the workspace; null when nothing. */
export function playbookProblem(unit: Unit, named: string, parameters: Record<string, string>) {
  const saved = savedPlaybook(unit, named)
  if (!saved && !isPlaybook(named)) return noPlaybook(named)
  const errors = unknownParameters(saved?.parameters ?? [], parameters).map(({ path, message }) => ({
    path: `goal.${path}`,
    message,
  }))
  return errors[0]
    ? refuse('invalid', `The playbook "${named}" cannot be used so: ${errors[0].message}.`, errors)
    : null
}

/** The workspace of a room in which the caller may do `verb`. Reads only. */
const readPlace: Command<{ roomId: string; verb: Verb }, { workspaceId: string }> = {
  name: 'room.read_place',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, { actor, input }) {
    const allowed = allow(unit, actor, input.verb)
    return allowed.ok ? done({ workspaceId: unit.workspaceId }) : allowed
  },
}

/** Where a goal is to be started, for commands of the workspace's lane: the room's workspace, or the refusal to give. */
export async function roomForGoals(runner: Pick<Runner, 'run'>, roomId: string, actor: Actor) {
  const read = await runner.run(readPlace, { roomId, verb: 'goal.create' }, actor)
  return read.ok ? { ok: true as const, workspaceId: read.result.workspaceId } : read
}
export type RoomForGoals = Awaited<ReturnType<typeof roomForGoals>>

/** A saved playbook as it stands. For the coordinator, who reads it for somebody whose right was asked for in the room. */
const readPlaybook: Command<{ workspaceId: string; named: string }, Playbook | null> = {
  name: 'playbook.read',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run: (unit, { actor, input }) =>
    actor.kind === 'coordinator'
      ? done(savedPlaybook(unit, input.named))
      : refuse('forbidden', 'Only for the coordinator.'),
}

/** The saved playbook that somebody names for a goal in a room; null when there is none, or when they may not start goals there. */
export async function playbookFor(
  runner: Pick<Runner, 'run'>,
  roomId: string,
  named: string,
  actor: Actor,
): Promise<Playbook | null> {
  const room = await roomForGoals(runner, roomId, actor)
  if (!room.ok) return null
  const read = await runner.run(readPlaybook, { workspaceId: room.workspaceId, named }, { kind: 'coordinator' })
  return read.ok ? read.result : null
}
