import type { ParsedInput } from '../../contract/commands.ts'
import { policyProblems } from '../../domain/actions/policy-problems.ts'
import type { Room } from '../../domain/room.ts'
import { allow, type Command, done, tell } from '../kit.ts'

/** Answers what is odd about the room's rules for risky steps, in sentences; they hold all the same. */
export const updateRoom: Command<ParsedInput<'room.update'>, { problems: string[] }> = {
  name: 'room.update',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.update')
    if (!allowed.ok) return allowed
    const { roomId, ...patch } = call.input
    const room = unit.update('room', roomId, patch as Partial<Room>)
    tell(unit, call, 'room.updated', { ...patch })
    for (const goal of unit.tables.goal.by('live', 'live')) unit.dispatch.add(goal.id)
    unit.addJob('lane', {
      command: 'workspace.note_room',
      input: {
        workspaceId: unit.workspaceId,
        card: { id: room.id, name: room.name, status: room.status, createdAt: room.createdAt },
      },
    })
    const problems = policyProblems({ rules: room.actionRules, otherwise: room.actionPolicy })
    return done({ problems: patch.actionRules || patch.actionPolicy ? problems : [] })
  },
}

type Card = { id: string; name: string; status: 'open' | 'paused' | 'archived'; createdAt: number }
/** The workspace's log learns of a room's new name or status. */
export const noteRoom: Command<{ workspaceId: string; card: Card }, Record<string, never>> = {
  name: 'workspace.note_room',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const event = tell(unit, call, 'room.updated', { roomId: call.input.card.id })
    event.changes.push({ in: 'rooms', id: call.input.card.id, set: call.input.card })
    return done({})
  },
}
