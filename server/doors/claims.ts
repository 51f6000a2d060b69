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

export type ClaimDeps = { runner: Runner; store: Store; callerOf: CallerOf; keys: AssignmentKeys }
type AgentActor = Extract<Actor, { kind: 'agent' }>
type Asked = { claimId: string; roomIds?: string[] | undefined; skills?: string[] | undefined; max: number }

/** A wait is cut into pieces of at most this: work may become due by the clock, or by another process. */
const pieceMs = 3000

/** Pulling work (agent-protocol.md 4). A waiting claim is held in memory and woken by this process's commits. */
export function createClaimDoors({ runner, store, callerOf, keys }: ClaimDeps): Door[] {
  const waiters = new Set<{ rooms: readonly string[]; wake: () => void }>()
  store.onCommit(({ laneId, events }) => {
    if (waiters.size === 0 || !events.some((event) => mayBringWork.has(event.type))) return
    for (const waiter of waiters) if (waiter.rooms.includes(laneId)) waiter.wake()
  })

  const waitFor = (rooms: readonly string[], ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        waiters.delete(waiter)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      const waiter = { rooms, wake: end }
      waiters.add(waiter)
      signal.addEventListener('abort', end, { once: true })
    })

  /** Calls with one claim id come one after the other: the second sees what the first took. */
  const inTurn = new Map<string, Promise<unknown>>()
  async function claimInTurn(actor: AgentActor, rooms: readonly string[], asked: Asked): Promise<object[]> {
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

  async function claim(actor: AgentActor, rooms: readonly string[], asked: Asked): Promise<object[]> {
    const before = await claimedBefore(actor.agentId, `${actor.agentId} ${asked.claimId}`)
    const claims: object[] = []
    const take = async (roomId: string, more: { again: boolean; goals: string[] }) => {
      const skills = asked.skills?.map((skill) => skill.toLowerCase()) ?? null
      const input = { roomId, claimId: asked.claimId, max: asked.max - claims.length, skills, ...more }
      const outcome = await runner.run(claimWork, input, actor)
      if (outcome.ok) claims.push(...outcome.result.claims.map((one) => completeAssignment(one, actor.agentId, keys)))
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
    return claims
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
        const { roomIds, waitSeconds } = body.value
        const agent = await store.findAgent(actor.agentId)
        if (agent?.status === 'unverified') await runner.run(arriveAgent, { agentId: actor.agentId }, actor)
        const until = Date.now() + waitSeconds * 1000
        for (;;) {
          const own = await store.roomsOf(actor.agentId)
          const rooms = roomIds?.length ? own.filter((id) => roomIds.includes(id)) : own
          if (roomIds?.length && rooms.length === 0)
            return problemReply(refuse('not_found', 'You are in none of these rooms.'))
          const claims = await claimInTurn(actor, rooms, body.value)
          if (claims.length > 0) return jsonReply({ claims })
          const left = until - Date.now()
          if (left <= 0 || request.signal.aborted) return { status: 204, headers: { 'retry-after': '1' } }
          await waitFor(rooms, Math.min(left, pieceMs), request.signal)
        }
      },
    },
  ]
}
