import type * as z from 'zod'
import type { bidReport } from '../../contract/bids.ts'
import { refuse } from '../../contract/problems.ts'
import { hasSkills } from '../../domain/matching/candidate.ts'
import { biddingOn, openBidding } from '../../store/bids.ts'
import { type Command, done, notHere, tell } from '../kit.ts'

type Input = { taskId: string } & z.output<typeof bidReport>

/** An agent may think again so often; every bid is an entry in the log. */
const bidsPerTask = 5

/** An agent of the room says how well a task suits it while the task is open for bids. The newest word counts. */
export const bidOnTask: Command<Input, { closesAt: string }> = {
  name: 'task.bid',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, call) {
    const { actor, input } = call
    const task = unit.get('task', input.taskId)
    if (actor.kind !== 'agent' || actor.attemptId !== null || !task) return notHere
    const agent = unit.agent(actor.agentId)
    const participant = unit.tables.participant.by('subject', actor.agentId).find((one) => one.status === 'in')
    if (!agent || !participant || agent.status !== 'active') return notHere
    const asked = unit.get('goal', task.goalId)?.matching.bidSeconds !== undefined && task.fence === 0
    const waits = task.status === 'ready' && task.wakeAt !== null && task.wakeAt > unit.now
    if (!asked || !waits || task.assigneeId !== null || biddingOn(unit, task.id)?.kept)
      return refuse('conflict', 'This task is not open for bids, or no longer.')
    if (!hasSkills(agent.skills, task.skills))
      return refuse('conflict', `This task needs ${task.skills.join(', ')}, which you are not registered with.`)
    const bidding = openBidding(unit, task.id)
    const times = (bidding.bids.get(participant.id)?.times ?? 0) + 1
    if (times > bidsPerTask) return refuse('limit_reached', `${bidsPerTask} bids on one task are the limit.`)
    bidding.bids.set(participant.id, { fit: input.fit, times })
    const { fit, note } = input
    const reason = `says it suits them ${Math.round(fit * 100)} %${note ? `: ${note}` : ''}`
    const said = { taskId: task.id, participantId: participant.id, fit, ...(note ? { note } : {}), reason }
    tell(unit, call, 'task.bid', said)
    return done({ closesAt: new Date(task.wakeAt ?? unit.now).toISOString() })
  },
}
