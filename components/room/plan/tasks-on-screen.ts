'use client'

import type { GoalView, TaskView } from '../../../server/contract/snapshot.ts'
import { useGoalTasks, useLacks } from '../room-context.tsx'

/** A goal's tasks from the room's mirror; `loading` while some are still on their way. */
export function useTasksOnScreen(goal: GoalView | undefined): { tasks: readonly TaskView[]; loading: boolean } {
  return { tasks: useGoalTasks(goal?.id), loading: useLacks(goal?.id) }
}
