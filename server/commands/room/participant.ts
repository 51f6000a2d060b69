import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { Participant } from '../../domain/room.ts'
import { changeOf } from '../../store/changes.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'
import { endAttempt } from '../moves/attempt.ts'
import { withdrawAgentAsks } from '../moves/budget.ts'
import { say } from '../moves/say.ts'
import { taskLabel, taskOf } from '../moves/task.ts'

/** Puts a member or agent into the room; the same again changes nothing. */
function join(unit: Unit, kind: 'member' | 'agent', subjectId: string, role: string): Participant {
  const before = unit.tables.participant.by('subject', subjectId)[0]
  if (before?.status === 'in') return before
  for (const goal of unit.tables.goal.by('live', 'live')) unit.dispatch.add(goal.id)
  if (before) return unit.update('participant', before.id, { status: 'in', joinedAt: unit.now, role })
  return unit.insert('participant', {
    id: unit.newId(),
    roomId: unit.laneId,
    kind,
    subjectId,
    role,
    status: 'in',
    mentions: [],
    joinedAt: unit.now,
  })
}

export const addParticipant: Command<ParsedInput<'room.add_participant'>, { participantId: string }> = {
  name: 'room.add_participant',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.add_participant')
    if (!allowed.ok) return allowed
    const { agentId, memberId, role } = call.input
    if (agentId) {
      const agent = unit.agent(agentId)
      if (!agent || agent.status === 'removed') return notHere
    } else if (unit.member(memberId ?? '')?.status !== 'active') return notHere
    const participant = join(
      unit,
      agentId ? 'agent' : 'member',
      agentId ?? memberId ?? '',
      role ?? (agentId ? 'worker' : 'member'),
    )
    tell(unit, call, 'participant.joined', { participantId: participant.id, subjectId: participant.subjectId })
    showCard(unit)
    return done({ participantId: participant.id })
  },
}

/** The room's card shows in the workspace's log once more, for whoever may see it from now on. */
function showCard(unit: Unit) {
  const { id, name, status, createdAt } = unit.room()
  unit.addJob('lane', {
    command: 'workspace.note_room',
    input: { workspaceId: unit.workspaceId, card: { id, name, status, createdAt } },
  })
}

/** A member comes into a room by an invitation. Given by a job after the invitation was accepted. */
export const joinRoom: Command<{ roomId: string; memberId: string }, { participantId: string }> = {
  name: 'room.join',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, { input }) {
    const member = unit.member(input.memberId)
    if (member?.status !== 'active') return notHere
    const participant = join(unit, 'member', member.id, 'member')
    unit.emit(
      'participant.joined',
      { kind: 'member', id: member.id, name: member.name },
      { participantId: participant.id, subjectId: member.id },
    )
    showCard(unit)
    return done({ participantId: participant.id })
  },
}

export const removeParticipant: Command<ParsedInput<'room.remove_participant'>, Record<string, never>> = {
  name: 'room.remove_participant',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.remove_participant')
    if (!allowed.ok) return allowed
    const participant = unit.get('participant', call.input.participantId)
    if (participant?.status !== 'in') return notHere
    const people = [...unit.tables.participant.all()].filter((one) => one.kind === 'member' && one.status === 'in')
    if (participant.kind === 'member' && people.length === 1)
      return refuse('conflict', 'A room keeps at least one person. Invite somebody else first.')
    unit.update('participant', participant.id, { status: 'left' })
    tell(unit, call, 'participant.left', { participantId: participant.id, subjectId: participant.subjectId })
    takeBack(unit, participant, 'was removed from the room')
    return done({})
  },
}

/** Ends what a participant holds: its tasks go to somebody else. The coordinator reacts to `attempt.superseded`. */
function takeBack(unit: Unit, participant: Participant, reason: string): number {
  const held = unit.tables.attempt.by('held', participant.id)
  for (const attempt of held) {
    if (attempt.status === 'submitted') continue
    endAttempt(unit, attempt, 'supersede', { reason, tell: 'attempt.revoked' })
    unit.emit('attempt.superseded', coordinator, { attemptId: attempt.id, taskId: attempt.taskId, reason })
  }
  return held.length
}

type Withdraw = { roomId: string; subjectId: string; reason: string; leave: boolean }
/** An agent was disabled, moved or removed, or a member left: what they hold here goes to somebody else. */
export const withdrawSubject: Command<Withdraw, { taken: number }> = {
  name: 'room.withdraw',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, { input, ports }) {
    const participant = unit.tables.participant.by('subject', input.subjectId)[0]
    if (!participant) return done({ taken: 0 })
    const { name } = unit.subject(input.subjectId)
    const titles = unit.tables.attempt
      .by('held', participant.id)
      .map((attempt) => taskLabel(taskOf(unit, attempt.taskId)))
    const taken = takeBack(unit, participant, `${name} ${input.reason}`)
    if (input.leave && participant.status === 'in') {
      unit.update('participant', participant.id, { status: 'left' })
      unit.emit('participant.left', coordinator, { participantId: participant.id, subjectId: input.subjectId })
    }
    if (taken > 0)
      say(
        unit,
        ports,
        `${name} ${input.reason}. ${titles.slice(0, 3).join(', ')}${taken > 3 ? ` and ${taken - 3} more` : ''} will go to somebody else.`,
      )
    return done({ taken })
  },
}

/** A participant's name or skills changed in the workspace: windows of the room learn of it. */
export const refreshSubject: Command<{ roomId: string; subjectId: string }, Record<string, never>> = {
  name: 'room.refresh',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, { input }) {
    const participant = unit.tables.participant.by('subject', input.subjectId)[0]
    if (!participant) return done({})
    for (const goal of unit.tables.goal.by('live', 'live')) unit.dispatch.add(goal.id)
    const agent = participant.kind === 'agent' ? unit.agent(input.subjectId) : undefined
    if (agent) withdrawAgentAsks(unit, agent)
    const change = changeOf('participant', participant.id, undefined, participant, (id) => unit.subject(id))
    const event = unit.emit('participant.changed', coordinator, { participantId: participant.id })
    if (change) event.changes.push(change)
    return done({})
  },
}
