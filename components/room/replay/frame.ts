import type { Mirror } from '../../../server/contract/apply.ts'
import type { AttemptView, GoalView, TaskView } from '../../../server/contract/snapshot.ts'
import { planned } from '../plan/parts.ts'
import type { Past } from '../plan/past.tsx'

/** A goal's plan in a frame: the goal and its tasks by number as they stood, null before the goal was there. */
export type PlanFrame = Past & { goal: GoalView | null; tasks: readonly TaskView[] }

/** What a frame shows of one goal; `at` is the moment shown (Unix ms). */
export function planFrame(frame: Mirror, goalId: string, at: number): PlanFrame {
  const attempts = new Map<string, AttemptView>()
  for (const attempt of frame.rows.attempts.values()) {
    if (attempt.goalId === goalId && (attempts.get(attempt.taskId)?.number ?? 0) <= attempt.number)
      attempts.set(attempt.taskId, attempt)
  }
  const tasks = [...frame.rows.tasks.values()].filter((task) => task.goalId === goalId)
  return {
    at,
    goal: frame.rows.goals.get(goalId) ?? null,
    tasks: planned(tasks.sort((a, b) => a.number - b.number)),
    task: (id) => frame.rows.tasks.get(id),
    attempts,
  }
}
