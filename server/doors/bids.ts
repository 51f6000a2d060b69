import type { CallerOf } from '../auth/caller.ts'
import type { Runner } from '../commands/run.ts'
import { bidOnTask } from '../commands/task/bid.ts'
import { bidReport } from '../contract/bids.ts'
import { isUuid } from './agents.ts'
import type { Door } from './http.ts'
import { problemReply } from './http.ts'
import { notFoundReply, outcomeReply, parse, signInFirst } from './kit.ts'

/** `POST /api/v1/tasks/{id}/bids`: an agent says how well a task that is open for bids suits it. */
export const createBidDoor = ({ runner, callerOf }: { runner: Runner; callerOf: CallerOf }): Door => ({
  method: 'POST',
  path: '/api/v1/tasks/:id/bids',
  anyOrigin: true,
  async handle(request) {
    const actor = await callerOf(request.headers)
    if (actor?.kind !== 'agent' || actor.attemptId !== null) return signInFirst
    const taskId = request.params.id ?? ''
    if (!isUuid(taskId)) return notFoundReply
    const body = parse(bidReport, await request.json(8 * 1024))
    return body.ok ? outcomeReply(await runner.run(bidOnTask, { taskId, ...body.value }, actor)) : problemReply(body)
  },
})
