import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { conditionTitles, openConditions } from '../../domain/drill.ts'
import type { Actor } from '../../domain/permission.ts'
import { cardChange } from '../../store/changes.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, tell } from '../kit.ts'
import type { Outcome, Runner } from '../run.ts'
import { makeRoom } from '../workspace/create-room.ts'
import { createToken, revokeToken } from '../workspace/token.ts'
import { lapseUnlessHeard } from './lapse.ts'
import { tokenMark } from './tidy.ts'

type Input = ParsedInput<'drill.start'>
export type StartedDrill = { drillId: string; roomId: string }

/** What the program that plays drills is told. It acts as the person who started them, by a token that ends with it. */
export type DrillOrder = Omit<Input, 'played' | 'roomId' | 'beside'> & StartedDrill & { token: string }
/** Plays a drill in a process of its own, and resolves when that has ended. */
export type Rehearse = (order: DrillOrder) => Promise<void>

const titleOf = (name: Input['name']) => (name === 'all' ? 'All conditions' : conditionTitles[name])

/** The refusal of a cast that names agents who are not of this workspace. */
function strangerIn(unit: Unit, { cast }: Input): Refusal | null {
  const strange = Array.isArray(cast) && cast.some((id) => (unit.agent(id)?.status ?? 'removed') === 'removed')
  return strange
    ? refuse('invalid', 'The cast names an agent that this workspace does not have. Choose among those it has.', [
        { path: 'cast', message: 'not an agent of this workspace' },
      ])
    : null
}

const makeDrillRoom: Command<Input, { roomId: string }> = {
  name: 'drill.make_room',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.create')
    if (!allowed.ok) return allowed
    const stranger = strangerIn(unit, call.input)
    if (stranger) return stranger
    const { name, recovery } = call.input
    const title = `Drill: ${titleOf(name)}${recovery ? '' : ', without recovery'}`
    const room = makeRoom(unit, allowed.member, title, '', [], 'drill')
    const event = tell(unit, call, 'room.created', { roomId: room.id, name: room.name })
    event.changes.push(cardChange(room))
    return done({ roomId: room.id })
  },
}

export const beginDrill: Command<Input & { roomId: string }, StartedDrill> = {
  name: 'drill.start',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.update')
    if (!allowed.ok) return allowed
    if (unit.room().purpose !== 'drill')
      return refuse(
        'conflict',
        'This room holds people’s real work. Drills are played in rooms of their own: leave the room out, and one is made.',
        [{ path: 'roomId', message: 'not a drill’s room' }],
      )
    const [live] = unit.tables.goal.by('live', 'live')
    if (live)
      return refuse(
        'conflict',
        `Work is under way in this room: “${live.title}”. Wait until it has ended, or leave the room out, and one is made.`,
        [{ path: 'roomId', message: 'a goal is under way' }],
      )
    const stranger = strangerIn(unit, call.input)
    if (stranger) return stranger
    const { name, seed, cast, recovery, beside } = call.input
    const drill = unit.insert('drill', {
      id: unit.newId(),
      roomId: unit.laneId,
      goalId: null,
      name,
      terms: { seed, cast, recovery, ...(beside ? { beside } : {}) },
      status: 'running',
      score: null,
      createdBy: allowed.member.id,
      createdAt: unit.now,
      endedAt: null,
    })
    lapseUnlessHeard(unit, drill)
    tell(unit, call, 'drill.started', { drillId: drill.id, name, recovery })
    return done({ drillId: drill.id, roomId: unit.laneId })
  },
}

/** Runs `drill.start`: a room where none is named, the drill, and the program that plays it where that is ours to do. */
export const drillStarter =
  (runner: Pick<Runner, 'run'>, rehearse: Rehearse | undefined) =>
  async (input: Input, actor: Actor, id: string): Promise<Outcome<StartedDrill>> => {
    if (input.cast !== 'scripted' && input.name !== 'all' && !openConditions.has(input.name))
      return refuse(
        'invalid',
        `In “${titleOf(input.name)}” good work is scripted too, word for word: nothing is left for other agents. Choose another condition, or play it with the scripted cast.`,
        [{ path: 'cast', message: 'only scripted here' }],
      )
    const here = input.played === 'here'
    if (here && !rehearse)
      return refuse('conflict', 'Drills are not played by this server: npm run drill -- --url plays them from outside.')
    const room = input.roomId
      ? { ok: true as const, result: { roomId: input.roomId } }
      : await runner.run(makeDrillRoom, input, actor, `${id} room`)
    if (!room.ok) return room
    const begun = await runner.run(beginDrill, { ...input, roomId: room.result.roomId }, actor, id)
    if (!begun.ok || !here || !rehearse) return begun
    const given = await runner.run(createToken, tokenFor(input, begun.result), actor, `${id} token`)
    if (!given.ok) return given
    const { workspaceId, name, seed, cast, recovery } = input
    const { token, tokenId } = given.result
    void rehearse({ workspaceId, name, seed, cast, recovery, ...begun.result, token }).finally(() =>
      runner.run(revokeToken, { workspaceId, tokenId }, actor, `${id} token ends`),
    )
    return begun
  }

const tokenFor = ({ workspaceId, name }: Input, { roomId }: StartedDrill): ParsedInput<'token.create'> => ({
  ...{
    workspaceId,
    name: `Drill: ${titleOf(name)}${tokenMark(roomId)}`,
    scopes: ['read', 'work', 'review', 'admin'],
    expiresInDays: 1,
  },
})
