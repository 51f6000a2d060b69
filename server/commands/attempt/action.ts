import { type Command, done } from '../kit.ts'
import { agentActor, currentAttempt, touch } from '../moves/report.ts'

type Input = { attemptId: string; command: string; arguments: unknown; reason: string }

/** An agent asks leave for a risky step: decided by the room's policy, or by a person. */
export const requestAction: Command<Input, { decision: 'allowed' | 'denied' | 'pending'; actionId: string }> = {
  name: 'attempt.action',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input, commandId }) {
    const current = currentAttempt(unit, actor, input.attemptId, 'action', input)
    if (!current.ok) return current
    const attempt = touch(unit, current.attempt, { working: current.attempt.status !== 'submitted', moved: true })
    const policy = unit.room().actionPolicy
    const decision = policy === 'allow' ? 'allowed' : policy === 'deny' ? 'denied' : 'pending'
    const action = unit.insert('action_request', {
      id: unit.newId(),
      roomId: unit.laneId,
      goalId: attempt.goalId,
      attemptId: attempt.id,
      command: input.command,
      arguments: input.arguments ?? {},
      reason: input.reason,
      decision,
      decidedBy: decision === 'pending' ? null : 'policy',
      createdAt: unit.now,
      decidedAt: decision === 'pending' ? null : unit.now,
    })
    unit.emit(
      'action.requested',
      agentActor(unit, attempt),
      { actionId: action.id, attemptId: attempt.id, taskId: attempt.taskId, decision },
      commandId,
    )
    return done({ decision, actionId: action.id })
  },
}
