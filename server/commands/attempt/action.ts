import { decideAction } from '../../domain/actions/policy.ts'
import { type Command, done } from '../kit.ts'
import { agentActor, currentAttempt, touch } from '../moves/report.ts'

type Input = {
  attemptId: string
  command?: string | undefined
  tool?: string | undefined
  arguments: unknown
  reason: string
}

const decisions = { allow: 'allowed', ask: 'pending', deny: 'denied' } as const

/** An agent asks leave for a risky step: decided by the room's rules, or by a person. */
export const requestAction: Command<Input, { decision: 'allowed' | 'denied' | 'pending'; actionId: string }> = {
  name: 'attempt.action',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input, commandId }) {
    const current = currentAttempt(unit, actor, input.attemptId, 'action', input)
    if (!current.ok) return current
    const attempt = touch(unit, current.attempt, { working: current.attempt.status !== 'submitted', moved: true })
    const { actionRules, actionPolicy } = unit.room()
    const decided = decideAction({ rules: actionRules, otherwise: actionPolicy }, input)
    const decision = decisions[decided.effect]
    const action = unit.insert('action_request', {
      id: unit.newId(),
      roomId: unit.laneId,
      goalId: attempt.goalId,
      attemptId: attempt.id,
      command: input.command ?? input.tool ?? '',
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
      {
        actionId: action.id,
        attemptId: attempt.id,
        taskId: attempt.taskId,
        decision,
        reason: decided.why,
        rule: decided.rule,
        seen: decided.seen.slice(0, 10).map(({ text, effect }) => ({ text: text.slice(0, 400), effect })),
      },
      commandId,
    )
    return done({ decision, actionId: action.id })
  },
}
