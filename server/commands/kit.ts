import type { EventActor } from '../contract/events.ts'
import { type ProblemCode, type Refusal, refuse } from '../contract/problems.ts'
import { type Actor, inScope, may, outOfScope, type Verb } from '../domain/permission.ts'
import type { Member } from '../domain/workspace.ts'
import { coordinator } from '../store/records.ts'
import type { Locatable } from '../store/store.ts'
import type { Unit } from '../store/unit.ts'

/** What handlers may use of the outside, as values and pure functions; anything that waits is a job. */
export type Ports = {
  /** The public address, without a slash at the end. */
  publicUrl: string
  renderMarkdown: (markdown: string) => string
  hash: (bytes: string | Uint8Array) => string
  newToken: (prefix: string) => string
  hashToken: (token: string) => string
  newSecret: () => string
  /** An ed25519 pair for an agent's signatures: `whsk_…` and `whpk_…`. */
  newKeyPair: () => { privateKey: string; publicKey: string }
  seal: (text: string) => string
  unseal: (sealed: string) => string
  stem: (word: string) => string
  /** Reads bytes that somebody attached: media type by content, text where there is one, or a sentence that says no. */
  readFile: (file: {
    name: string
    declaredType: string | undefined
    bytes: Uint8Array
  }) =>
    | { ok: true; name: string; mediaType: string; text: string | null; warnings: string[] }
    | { ok: false; code: ProblemCode; detail: string }
  /** The starter crew's address, or null when it is off. */
  crewUrl: string | null
  /** The model that plans goals for which no playbook is named, or null when none is set up. */
  model: string | null
}

/** Which lane a command runs in: named, or found by a thing that lives in it. */
export type LaneRef = { lane: string } | { of: Locatable; id: string }

export type Answer<R> = { ok: true; result: R } | (Refusal & { keep?: true })
export const done = <R>(result: R): Answer<R> => ({ ok: true, result })
/** A refusal whose evidence is kept: what it staged is committed. */
export const refuseKeeping = (code: ProblemCode, detail: string): Refusal & { keep: true } => ({
  ...refuse(code, detail),
  keep: true,
})

export type Call<I, P> = {
  actor: Actor
  input: I
  prepared: P
  commandId: string | undefined
  ports: Ports
}

/** One verb: where it runs, what it needs, and the whole story of what it does. */
export type Command<I, R, P = undefined> = {
  name: string
  lane: (input: I) => LaneRef
  wants?: (input: I) => { messages?: readonly string[]; goals?: readonly string[] }
  /** Everything that can be done before the transaction; a refusal ends the command there. */
  prepare?: (input: I, ports: Ports) => P | Refusal
  /** The answer carries a secret: its receipt is sealed. */
  secret?: true
  run: (unit: Unit, call: Call<I, P>) => Answer<R>
}

/** The actor as events name it. */
export function eventActor(unit: Unit, actor: Actor): EventActor {
  if (actor.kind === 'coordinator') return coordinator
  if (actor.kind === 'agent')
    return { kind: 'agent', id: actor.agentId, name: unit.agent(actor.agentId)?.name ?? 'agent' }
  const member = unit.memberOfUser(actor.userId)
  return { kind: 'member', id: member?.id ?? actor.userId, name: member?.name ?? 'somebody' }
}

export const notHere = refuse('not_found', 'There is no such thing here, or it is not yours to see.')

/** The caller as a member who may do `verb` here, or the refusal to give. */
export function allow(unit: Unit, actor: Actor, verb: Verb): { ok: true; member: Member } | Refusal {
  if (actor.kind !== 'member') return refuse('forbidden', 'Only people may do this.')
  if (actor.workspaceId !== null && actor.workspaceId !== unit.workspaceId) return notHere
  const member = unit.memberOfUser(actor.userId)
  if (member?.status !== 'active') return notHere
  const inRoom =
    unit.kind === 'room' && unit.tables.participant.by('subject', member.id).some((one) => one.status === 'in')
  const standing = { role: member.role, inRoom }
  if (unit.kind === 'room' && !may(standing, 'room.read')) return notHere
  if (!may(standing, verb))
    return refuse('forbidden', `Your role (${member.role}) may not do this. Ask an admin of the workspace.`)
  if (!inScope(actor.scopes, verb)) return refuse('forbidden', outOfScope(verb))
  return { ok: true, member }
}

/** Emits an event in the caller's name. */
export function tell(
  unit: Unit,
  call: { actor: Actor; commandId: string | undefined },
  type: string,
  payload: Record<string, unknown> = {},
) {
  return unit.emit(type, eventActor(unit, call.actor), payload, call.commandId)
}
