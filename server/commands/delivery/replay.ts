import type { Actor } from '../../domain/permission.ts'
import { type Command, done } from '../kit.ts'

type Input = {
  laneId: string
  jobId: string
  replayOf: string
  payload: Record<string, unknown>
  agentId: string
  attemptId: string | null
  actor: Actor
}

/** Sends a kept message once more, under the same id. Given by the replay door after it checked the caller's right. */
export const replayDelivery: Command<Input, { jobId: string }> = {
  name: 'delivery.replay',
  lane: ({ laneId }) => ({ lane: laneId }),
  run(unit, { input }) {
    const job = unit.addJob(
      'deliver',
      { ...input.payload, replayOf: input.jobId },
      { agentId: input.agentId, attemptId: input.attemptId },
    )
    return done({ jobId: job.id })
  },
}
