import { type Assignment, assignmentOf } from '../../domain/assignment.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { type Command, done } from '../kit.ts'
import { ownAttempt } from '../moves/report.ts'
import { storyOf } from '../moves/story.ts'
import { taskOf } from '../moves/task.ts'

type Input = { attemptId: string }

/** The assignment again, with the attempt's current state. Reads only. */
export const readAssignment: Command<Input, { assignment: Assignment; attempt: Attempt }> = {
  name: 'attempt.read',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input, ports }) {
    const own = ownAttempt(unit, actor, input.attemptId)
    if (!own.ok) return own
    const task = taskOf(unit, own.attempt.taskId)
    return done({ assignment: assignmentOf(storyOf(unit, ports, task, own.attempt)), attempt: own.attempt })
  },
}
