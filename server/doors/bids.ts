import type { CallerOf } from '../auth/caller.ts'
import { arriveAgent } from '../commands/agent/arrive.ts'
import type { Runner } from '../commands/run.ts'
import { bidOnTask } from '../commands/task/bid.ts'
import { bidReport } from '../contract/bids.ts'
import type { Store } from '../store/store.ts'
import { type Door, problemReply } from './http.ts'
import { isUuid, notFoundReply, outcomeReply, parse, signInFirst } from './kit.ts'

export type BidDeps = { runner: Runner; store: Pick<Store, 'findAgent'>; callerOf: CallerOf }

/** `POST /api/v1/tasks/{id}/bids`: an agent says how well a task that is open for bids suits it. */
export const createBidDoor = ({ runner, store, callerOf }: BidDeps): Door => ({
  method: 'POST',
  path: '/api/v1/tasks/:id/bids',
  anyOrigin: true,
  async handle(request) {
    const actor = await callerOf(request.headers)
    if (actor?.kind !== 'agent' || actor.attemptId !== null) return signInFirst
    const taskId = request.params.id ?? ''
    if (!isUuid(taskId)) return notFoundReply
    const body = parse(bidReport, await request.json(8 * 1024))
    if (!body.ok) return problemReply(body)
    const { agentId } = actor
    // One that comes for its work itself is known to live when it first asks.
    if ((await store.findAgent(agentId))?.status === 'unverified') await runner.run(arriveAgent, { agentId }, actor)
    return outcomeReply(await runner.run(bidOnTask, { taskId, ...body.value }, actor))
  },
})
