import type { ParsedInput } from '../../contract/commands.ts'
import type { LogEvent } from '../../contract/events.ts'
import { refuse } from '../../contract/problems.ts'
import { freshRoom, type Participant, type Room } from '../../domain/room.ts'
import type { Member } from '../../domain/workspace.ts'
import { cardChange, changeOf } from '../../store/changes.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, tell } from '../kit.ts'

/** Makes a room: a lane of its own with the caller, and the agents named, in it. */
export const createRoom: Command<ParsedInput<'room.create'>, { roomId: string }> = {
  name: 'room.create',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.create')
    if (!allowed.ok) return allowed
    const { name, rules, agentIds } = call.input
    for (const id of agentIds)
      if (!unit.agent(id))
        return refuse('invalid', 'One of these agents is not in this workspace.', [{ path: 'agentIds', message: id }])
    const room = makeRoom(unit, allowed.member, name, rules, agentIds)
    const event = tell(unit, call, 'room.created', { roomId: room.id, name })
    event.changes.push(cardChange(room))
    return done({ roomId: room.id })
  },
}

/** Stages a room with its first participants and its own log's first event. */
export function makeRoom(
  unit: Unit,
  member: Member,
  name: string,
  rules: string,
  agentIds: readonly string[],
  purpose: Room['purpose'] = 'work',
): Room {
  const room: Room = {
    id: unit.newId(),
    workspaceId: unit.laneId,
    name,
    rules,
    status: 'open',
    actionPolicy: 'ask',
    ...freshRoom,
    purpose,
    goalCount: 0,
    taskCount: 0,
    deliverableCount: 0,
    createdBy: member.id,
    createdAt: unit.now,
  }
  const participants = firstParticipants(unit, room, member, agentIds)
  unit.insert('room', room)
  for (const participant of participants) unit.insert('participant', participant)
  const events = [openingEvent(unit, room, member, participants)]
  unit.appends.lanes.push({ id: room.id, kind: 'room', workspaceId: unit.laneId, events })
  return room
}

function firstParticipants(unit: Unit, room: Room, member: Member, agentIds: readonly string[]): Participant[] {
  const joined = (kind: Participant['kind'], subjectId: string): Participant => ({
    id: unit.newId(),
    roomId: room.id,
    kind,
    subjectId,
    role: kind === 'member' ? 'owner' : 'worker',
    status: 'in',
    mentions: [],
    joinedAt: unit.now,
  })
  return [joined('member', member.id), ...agentIds.map((id) => joined('agent', id))]
}

/** The first event of the room's own log, with everything that is in the room. */
function openingEvent(unit: Unit, room: Room, member: Member, participants: readonly Participant[]): LogEvent {
  const subjectOf = (id: string) => unit.subject(id)
  const changes = [
    changeOf('room', room.id, undefined, room, subjectOf),
    ...participants.map((one) => changeOf('participant', one.id, undefined, one, subjectOf)),
  ].filter((change) => change !== null)
  return {
    seq: 1,
    at: unit.now,
    type: 'room.created',
    actor: { kind: 'member', id: member.id, name: member.name },
    data: { roomId: room.id, name: room.name },
    changes,
  }
}
