import type { ParsedInput } from '../../contract/commands.ts'
import type { Room } from '../../domain/room.ts'
import { allow, type Command, done, tell } from '../kit.ts'

export const updateRoom: Command<ParsedInput<'room.update'>, Record<string, never>> = {
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
    return done({})
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
