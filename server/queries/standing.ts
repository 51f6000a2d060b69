import { id } from '../contract/fields.ts'
import { type Actor, may, type Standing, type Verb } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import type { Reader } from '../store/reads/reader.ts'
import { findPlace, isInputOfWork, type Place, type Target } from '../store/reads/standing.ts'

/** Where a thing stands and what the caller is there, as the tables say at this moment. */
export type Stood = Place & {
  /** What a person is there; null for agents and strangers. */
  standing: Standing | null
  /** Owners and admins are in every room. */
  everywhere: boolean
}
export type PersonStood = Stood & { memberId: string; standing: Standing }
export type InRoom<S extends Stood = Stood> = S & { roomId: string }

const isRoomed = <S extends Stood>(stood: S): stood is InRoom<S> => stood.roomId !== null

/** What the caller is to a thing, in one round trip; null for an unknown id, or outside the workspace its token is for. */
export async function standing(actor: Actor, target: Target, reader?: Reader): Promise<Stood | null> {
  if (actor.kind === 'coordinator') return null
  const userId = actor.kind === 'member' ? actor.userId : null
  const agentId = actor.kind === 'agent' ? actor.agentId : null
  const stood = await standingOf({ userId, agentId }, target, reader)
  if (!stood || (actor.workspaceId !== null && actor.workspaceId !== stood.workspaceId)) return null
  const limits = actor.kind === 'member' && actor.scopes ? { scopes: actor.scopes } : {}
  return { ...stood, standing: stood.standing && { ...stood.standing, ...limits } }
}

/** What a user or an agent is to a thing, however it came in. */
export async function standingOf(
  caller: { userId: string | null; agentId: string | null },
  target: Target,
  reader: Reader = sharedPool(),
): Promise<Stood | null> {
  if (Object.values(target).some((value) => !id.safeParse(value).success)) return null
  const place = await findPlace(reader, target, caller)
  if (!place) return null
  const { role, inRoom } = place
  return { ...place, standing: role && { role, inRoom }, everywhere: role === 'owner' || role === 'admin' }
}

/** The standing of a person who may do `verb` with the thing; null for everybody else, agents included. */
export async function personWho(
  actor: Actor,
  verb: Verb,
  target: Target,
  reader?: Reader,
): Promise<PersonStood | null> {
  if (actor.kind !== 'member') return null
  const stood = await standing(actor, target, reader)
  const isPerson = (each: Stood): each is PersonStood => each.memberId !== null && each.standing !== null
  return stood && isPerson(stood) && may(stood.standing, verb) ? stood : null
}

/** The standing of a person who may read the room that the thing is in. */
export async function roomPerson(actor: Actor, target: Target, reader?: Reader): Promise<InRoom<PersonStood> | null> {
  const stood = await personWho(actor, 'room.read', target, reader)
  return stood && isRoomed(stood) ? stood : null
}

/** A person who may read the room, or an agent that is in it and came with its own token. */
export async function roomReader(actor: Actor, target: Target, reader?: Reader): Promise<InRoom | null> {
  if (actor.kind === 'agent' && actor.attemptId !== null) return null
  const stood = await standing(actor, target, reader)
  if (!stood || !isRoomed(stood)) return null
  const allowed = actor.kind === 'agent' ? stood.agentId !== null && stood.inRoom : may(stood.standing, 'room.read')
  return allowed ? stood : null
}

/** Whoever may follow a lane: of a room its readers, of a workspace its members. */
export async function laneReader(
  actor: Actor,
  lane: { laneId: string } | { roomId: string } | { workspaceId: string },
): Promise<Stood | null> {
  if (actor.kind === 'agent') return roomReader(actor, lane)
  const stood = await standing(actor, lane)
  return stood && may(stood.standing, stood.roomId ? 'room.read' : 'workspace.read') ? stood : null
}

/** Whether the caller may follow a room or a workspace, whichever the id names. */
export async function mayFollow(actor: Actor, laneId: string): Promise<boolean> {
  return (await laneReader(actor, { laneId })) !== null
}

/** Whoever may read the bytes of an input: people of the room, and agents whose open work it belongs to. */
export async function inputReader(
  actor: Actor,
  target: Target,
  inputId: string,
  reader: Reader = sharedPool(),
): Promise<InRoom | null> {
  const stood = await standing(actor, target, reader)
  if (!stood || !isRoomed(stood)) return null
  if (actor.kind === 'member') return may(stood.standing, 'room.read') ? stood : null
  if (actor.kind !== 'agent' || !stood.agentId || !stood.inRoom) return null
  return (await isInputOfWork(reader, actor, stood.roomId, inputId)) ? stood : null
}
