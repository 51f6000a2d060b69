import type { CallerOf } from '../auth/caller.ts'
import { arriveAgent } from '../commands/agent/arrive.ts'
import { claimWork } from '../commands/attempt/claim.ts'
import type { Runner } from '../commands/run.ts'
import { refuse } from '../contract/problems.ts'
import { claimRequest } from '../contract/reports.ts'
import type { Actor } from '../domain/permission.ts'
import type { Store } from '../store/store.ts'
import { type AssignmentKeys, completeAssignment } from './assignments.ts'
import { type Door, jsonReply, problemReply } from './http.ts'
import { parse, signInFirst } from './kit.ts'

export type ClaimDeps = { runner: Runner; store: Store; callerOf: CallerOf; keys: AssignmentKeys }
type AgentActor = Extract<Actor, { kind: 'agent' }>

/** Events after which a waiting agent may find work. */
const waking = new Set([
  'task.ready',
  'attempt.failed',
  'attempt.superseded',
  'plan.approved',
  'goal.resumed',
  'participant.joined',
])

/** Pulling work (agent-protocol.md 4). A waiting claim is held in memory and woken by commits, never by polling. */
export function createClaimDoors({ runner, store, callerOf, keys }: ClaimDeps): Door[] {
  const waiters = new Set<{ rooms: ReadonlySet<string>; wake: () => void }>()
  store.onCommit(({ laneId, events }) => {
    if (waiters.size === 0 || !events.some((event) => waking.has(event.type))) return
    for (const waiter of waiters) if (waiter.rooms.has(laneId)) waiter.wake()
  })

  const waitFor = (rooms: ReadonlySet<string>, ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        waiters.delete(waiter)
        resolve()
      }
      const timer = setTimeout(end, ms)
      const waiter = { rooms, wake: end }
      waiters.add(waiter)
      signal.addEventListener('abort', end, { once: true })
    })

  async function claimOnce(
    actor: AgentActor,
    rooms: readonly string[],
    input: { claimId: string; max: number; skills?: string[] | undefined },
  ) {
    const claims: object[] = []
    for (const roomId of rooms) {
      if (claims.length >= input.max) break
      const outcome = await runner.run(
        claimWork,
        {
          roomId,
          claimId: input.claimId,
          max: input.max - claims.length,
          skills: input.skills?.map((skill) => skill.toLowerCase()) ?? null,
        },
        actor,
      )
      if (outcome.ok) claims.push(...outcome.result.claims.map((one) => completeAssignment(one, actor.agentId, keys)))
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
        const agent = await store.findAgent(actor.agentId)
        if (agent?.status === 'unverified') await runner.run(arriveAgent, { agentId: actor.agentId }, actor)
        const own = await store.roomsOf(actor.agentId)
        const asked = body.value.roomIds
        const rooms = asked ? own.filter((id) => asked.includes(id)) : own
        if (asked && rooms.length === 0) return problemReply(refuse('not_found', 'You are in none of these rooms.'))
        const until = Date.now() + body.value.waitSeconds * 1000
        for (;;) {
          const claims = await claimOnce(actor, rooms, body.value)
          if (claims.length > 0) return jsonReply({ claims })
          const left = until - Date.now()
          if (left <= 0 || request.signal.aborted) return { status: 204, headers: { 'retry-after': '1' } }
          await waitFor(new Set(rooms), left, request.signal)
        }
      },
    },
  ]
}
