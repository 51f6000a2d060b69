'use client'

import { useEffect, useState } from 'react'
import type { AttemptView, GoalView, TaskView } from '../../../server/contract/snapshot.ts'
import { isEnded } from '../../../server/domain/goal.ts'
import { getJson } from '../../workspace/http.ts'
import { useGoalTasks } from '../room-context.tsx'

/** A goal's tasks: from the room's mirror while it lives; asked for when it ended too long ago to be held there. */
export function useTasksOnScreen(goal: GoalView | undefined): { tasks: readonly TaskView[]; loading: boolean } {
  const held = useGoalTasks(goal?.id)
  const [old, setOld] = useState<{ goalId: string; tasks: readonly TaskView[] } | null>(null)
  const missing = goal && held.length === 0 && isEnded(goal.status) && old?.goalId !== goal.id ? goal.id : null
  useEffect(() => {
    if (!missing) return
    const stop = new AbortController()
    void getJson<{ tasks: TaskView[]; attempts: AttemptView[] }>(`/api/v1/goals/${missing}/tasks`, stop.signal).then(
      (got) => {
        if (!stop.signal.aborted) setOld({ goalId: missing, tasks: got.ok ? got.value.tasks : [] })
      },
    )
    return () => stop.abort()
  }, [missing])
  if (held.length > 0 || !goal) return { tasks: held, loading: false }
  return { tasks: old?.goalId === goal.id ? old.tasks : held, loading: missing !== null }
}
