import type { ChecklistItem } from '../../domain/attempt.ts'
import { type Command, done } from '../kit.ts'
import { agentActor, currentAttempt, touch } from '../moves/report.ts'

type Input = { attemptId: string; checklist: ChecklistItem[] }

/** Replaces the agent's whole checklist for this attempt. */
export const replaceChecklist: Command<Input, { count: number }> = {
  name: 'attempt.plan',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input, commandId }) {
    const current = currentAttempt(unit, actor, input.attemptId, 'plan', input.checklist)
    if (!current.ok) return current
    const attempt = touch(unit, current.attempt, { working: current.attempt.status !== 'submitted', moved: true })
    unit.update('attempt', attempt.id, { checklist: input.checklist })
    unit.emit(
      'attempt.progressed',
      agentActor(unit, attempt),
      { attemptId: attempt.id, taskId: attempt.taskId },
      commandId,
    )
    return done({ count: input.checklist.length })
  },
}
