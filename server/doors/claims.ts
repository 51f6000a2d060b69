import type { CallerOf } from '../auth/caller.ts'
import { arriveAgent } from '../commands/agent/arrive.ts'
import { claimWork } from '../commands/attempt/claim.ts'
import type { Runner } from '../commands/run.ts'
import { refuse } from '../contract/problems.ts'
import { claimRequest } from '../contract/reports.ts'
import type { Actor } from '../domain/permission.ts'
import { claimedBefore } from '../queries/wakes.ts'
import type { Store } from '../store/store.ts'
import { mayBringWork } from './agent-stream.ts'
import { type AssignmentKeys, completeAssignment } from './assignments.ts'
import { type Door, jsonReply, problemReply } from './http.ts'
import { parse, signInFirst } from './kit.ts'
import { type Chance, Waiters } from './waiters.ts'

export type ClaimDeps = { runner: Runner; store: Store; callerOf: CallerOf; keys: AssignmentKeys }
type AgentActor = Extract<Actor, { kind: 'agent' }>
type Asked = { claimId: string; roomIds?: string[] | undefined; skills?: string[] | undefined; max: number }

/** A wait is cut into pieces of at most this: work may become due by the clock, or by another process. */
const pieceMs = 3000
/** Events after which nobody can say how much there is to claim, or for whom: a task may be kept for one of them. */
const everybodyLooks: ReadonlySet<string> = new Set([
  'plan.approved',
  'goal.resumed',
  'participant.joined',
  'task.open',
])

/** What a look brought, and how much stays for others. */
type Found = { claims: object[]; left: number }
const unlooked: Found = { claims: [], left: Number.POSITIVE_INFINITY }

/** Pulling work (agent-protocol.md 4). A waiting claim is held in memory and woken by this process's commits. */
export function createClaimDoors({ runner, store, callerOf, keys }: ClaimDeps): Door[] {
  const waiters = new Waiters()
  store.onCommit(({ laneId, events }) => {
    let things = 0
    for (const { type, data } of events) {
      if (everybodyLooks.has(type) || (type === 'task.waiting' && data.participantId)) things = Number.POSITIVE_INFINITY
      else if (mayBringWork.has(type)) things += 1
    }
    if (things > 0) waiters.offer(laneId, things)
  })

  /** Calls with one claim id come one after the other: the second sees what the first took. */
  const inTurn = new Map<string, Promise<unknown>>()
  async function claimInTurn(actor: AgentActor, rooms: readonly string[], asked: Asked): Promise<Found> {
    const key = `${actor.agentId} ${asked.claimId}`
    const mine = (inTurn.get(key) ?? Promise.resolve()).then(() => claim(actor, rooms, asked))
    const settled = mine.catch(() => undefined)
    inTurn.set(key, settled)
    try {
      return await mine
    } finally {
      if (inTurn.get(key) === settled) inTurn.delete(key)
    }
  }

  async function claim(actor: AgentActor, rooms: readonly string[], asked: Asked): Promise<Found> {
    const before = await claimedBefore(actor.agentId, `${actor.agentId} ${asked.claimId}`)
    const claims: object[] = []
    let left = 0
    const take = async (roomId: string, more: { again: boolean; goals: string[] }) => {
      const skills = asked.skills?.map((skill) => skill.toLowerCase()) ?? null
      const input = { roomId, claimId: asked.claimId, max: asked.max - claims.length, skills, ...more }
      const outcome = await runner.run(claimWork, input, actor)
      if (!outcome.ok) return
      claims.push(...outcome.result.claims.map((one) => completeAssignment(one, actor.agentId, keys)))
      left += outcome.result.left
    }
    if (before.length > 0) {
      for (const roomId of new Set(before.map((one) => one.roomId)))
        await take(roomId, {
          again: true,
          goals: before.filter((one) => one.roomId === roomId).map((one) => one.goalId),
        })
    } else
      for (const roomId of rooms) {
        if (claims.length >= asked.max) break
        await take(roomId, { again: false, goals: [] })
      }
    return { claims, left }
  }

  /** Looks until there is work, the time is over or nobody listens any more; null when the agent is in none of the rooms it named. */
  async function claimUntil(until: number, actor: AgentActor, asked: Asked, signal: AbortSignal) {
    const { roomIds } = asked
    for (let chance: Chance | null = null; ; ) {
      const mark = waiters.mark()
      const own = await store.roomsOf(actor.agentId)
      const rooms = roomIds?.length ? own.filter((id) => roomIds.includes(id)) : own
      if (roomIds?.length && rooms.length === 0) return null
      const found = signal.aborted ? unlooked : await claimInTurn(actor, rooms, asked)
      if (found.claims.length > 0) return found.claims
      if (chance && found.left > 0) waiters.pass(chance)
      const rest = until - Date.now()
      if (rest <= 0 || signal.aborted) return []
      chance = await waiters.wait(rooms, mark, Math.min(rest, pieceMs), signal)
    }
  }

  return [
    {
      method: 'POST',
      path: '/api/v1/claims',
      anyOrigin: true,
      async handle(request) {
        const actor = await callerOf(request.headers)
        if (actor?.kind !== 'agent' || actor.attemptId !== null) return signInFirst
        const body = parse(claimRequest, await request.json(64 * 1024))
        if (!body.ok) return problemReply(body)
        const agent = await store.findAgent(actor.agentId)
        if (agent?.status === 'unverified') await runner.run(arriveAgent, { agentId: actor.agentId }, actor)
        const until = Date.now() + body.value.waitSeconds * 1000
        const claims = await claimUntil(until, actor, body.value, request.signal)
        if (!claims) return problemReply(refuse('not_found', 'You are in none of these rooms.'))
        return claims.length > 0 ? jsonReply({ claims }) : { status: 204, headers: { 'retry-after': '1' } }
      },
    },
  ]
}
