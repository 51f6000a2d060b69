import { randomBytes, randomUUID } from 'node:crypto'
import { arriveAgent } from '../commands/agent/arrive.ts'
import { type PingRecord, readForVerification, recordVerification } from '../commands/agent/verification.ts'
import { replayDelivery } from '../commands/delivery/replay.ts'
import type { Outcome, Runner } from '../commands/run.ts'
import { refuse } from '../contract/problems.ts'
import { type Actor, inScope, outOfScope } from '../domain/permission.ts'
import type { Agent } from '../domain/workspace.ts'
import { personWho } from '../queries/standing.ts'
import type { Store } from '../store/store.ts'

/** Sends `agent.ping` and says what came back. */
export type Ping = (
  agent: Agent,
  message: { id: string; body: string },
) => Promise<{ challenge: string | null; record: PingRecord }>

/** Tests an agent's address: a challenge goes out, the same must come back (agent-protocol.md 2). */
export function createVerifier({ runner, ping, now }: { runner: Runner; ping: Ping; now: () => number }) {
  return async (agentId: string, actor: Actor): Promise<Outcome<{ status: string; reason?: string }>> => {
    const read = await runner.run(readForVerification, { agentId }, actor)
    if (!read.ok) return read
    const { agent } = read.result
    if (agent.channel === 'pull') return runner.run(arriveAgent, { agentId }, actor)
    if (!agent.url || agent.secret === null) return refuse('conflict', 'This agent has no address to test.')
    const challenge = randomBytes(24).toString('base64url')
    const id = randomUUID()
    const message = { type: 'agent.ping', timestamp: new Date(now()).toISOString(), data: { challenge } }
    const answer = await ping(agent, { id, body: JSON.stringify(message) })
    const { data, ...rest } = message
    const payload = { ...rest, text: JSON.stringify(data) }
    const passed = answer.challenge === challenge
    const reason = passed
      ? null
      : (answer.record.reason ??
        'The address answered, but not with the challenge. Answer agent.ping with 200 and {"challenge": the same}.')
    return runner.run(
      recordVerification,
      { agentId, passed, reason, ping: { id, payload, record: { ...answer.record, reason } } },
      actor,
    )
  }
}

/** Sends a kept message again for a person who may. */
export function createReplayer({ runner, store }: { runner: Runner; store: Store }) {
  return async (deliveryId: string, actor: Actor, id: string): Promise<Outcome<{ jobId: string }>> => {
    if (actor.kind === 'member' && !inScope(actor.scopes, 'delivery.replay'))
      return refuse('forbidden', outOfScope('delivery.replay'))
    const person = await personWho(actor, 'delivery.replay', { deliveryId })
    const kept = person ? await store.findDelivery(deliveryId) : null
    if (!kept) return refuse('not_found', 'There is no such delivery, or it is not yours to see.')
    const { laneId, jobId, agentId, attemptId, payload } = kept
    return runner.run(
      replayDelivery,
      { laneId, jobId, replayOf: deliveryId, payload, agentId, attemptId, actor },
      actor,
      id,
    )
  }
}
