import type { Attempt } from '../../domain/attempt.ts'
import type { Unit } from '../../store/unit.ts'
import { type Command, done } from '../kit.ts'
import { rivalOf } from '../moves/attempt.ts'
import { goRound } from '../moves/circles.ts'
import { openHandoff } from '../moves/handoffs.ts'
import { agentActor, currentAttempt, touch } from '../moves/report.ts'
import { moveTask, taskLabel, taskOf } from '../moves/task.ts'

export type ActivityInput = {
  type: 'thought' | 'action' | 'elicitation' | 'response' | 'error'
  body: string
  progress?: number | undefined
  ephemeral?: boolean | undefined
  action?: string | undefined
  parameter?: unknown
  result?: unknown
  options?: string[] | undefined
}
type Input = { attemptId: string; activity: ActivityInput }

/** Progress shows at most once a second, milliseconds. */
const shownEveryMs = 1000

/** An agent says what it does; renews the lease. A question parks the attempt and asks a person. */
export const postActivity: Command<Input, { activityId: string; handoffId?: string }> = {
  name: 'attempt.activity',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input, commandId }) {
    const { activity } = input
    const current = currentAttempt(unit, actor, input.attemptId, 'activity', activity)
    if (!current.ok) return current
    const before = current.attempt
    const activityId = unit.newId()
    if (!activity.ephemeral)
      unit.appends.activities.push({
        id: activityId,
        roomId: unit.laneId,
        attemptId: before.id,
        type: activity.type,
        body: activity.body,
        extra: {
          action: activity.action,
          parameter: activity.parameter,
          result: activity.result,
          progress: activity.progress,
        },
        createdAt: unit.now,
      })
    if (before.status === 'submitted') return done({ activityId })
    const attempt = touch(unit, before, {
      working: true,
      progress: activity.progress,
      note: activity.body.slice(0, 200),
      moved: activity.body.slice(0, 200) !== before.note,
    })
    const about = { attemptId: attempt.id, taskId: attempt.taskId }
    if (!activity.ephemeral && activity.type !== 'elicitation' && goRound(unit, attempt, activity.body))
      return done({ activityId })
    if (activity.type === 'elicitation')
      return done({ activityId, handoffId: ask(unit, attempt, activity, commandId).id })
    const shown = before.progressAt === null || unit.now - before.progressAt >= shownEveryMs || activity.progress === 1
    if (shown || before.status !== 'working')
      unit.emit(
        'attempt.progressed',
        agentActor(unit, attempt),
        { ...about, type: activity.type, body: activity.body.slice(0, 500), progress: attempt.progress },
        commandId,
      )
    return done({ activityId })
  },
}

/** The attempt is parked, and whoever is in the room may answer. */
function ask(unit: Unit, attempt: Attempt, { body, options = [] }: ActivityInput, commandId: string | undefined) {
  const task = taskOf(unit, attempt.taskId)
  const agent = agentActor(unit, attempt)
  const about = { attemptId: attempt.id, taskId: task.id }
  const title = `${agent.name} asks about ${taskLabel(task)}`
  const question = { ...about, goalId: task.goalId, kind: 'question' as const, title, body }
  const handoff = openHandoff(unit, { ...question, options: options.slice(0, 10) })
  unit.update('attempt', attempt.id, { parkedAt: unit.now })
  // While another works on it in parallel the task itself does not wait.
  if (task.status === 'running' && !rivalOf(unit, attempt))
    moveTask(unit, task.id, 'ask', { reason: 'an agent asked a question' })
  unit.emit('handoff.opened', agent, { ...about, handoffId: handoff.id, kind: 'question' }, commandId)
  return handoff
}
