'use client'

import { useMemo } from 'react'
import type { Counts } from '../../server/contract/snapshot.ts'
import type { TaskStatus } from '../../server/domain/task.ts'
import { useLane, useRows } from '../workspace/live.ts'
import { isOpinion } from './plan/parts.ts'
import { useRoom } from './room-context.tsx'

const none: Counts = {}

/** How many tasks of a goal's plan stand where; second opinions are none of the plan's. */
export function useGoalCounts(goalId: string | undefined): Counts {
  const { lane } = useRoom()
  const all = useLane(lane, () => (goalId ? lane.counts(goalId) : none))
  const tasks = useRows(lane, 'tasks')
  return useMemo(() => {
    const counts = { ...all }
    for (const task of tasks)
      if (task.goalId === goalId && isOpinion(task)) counts[task.status] = take(counts, task.status)
    return counts
  }, [all, tasks, goalId])
}

const take = (counts: Counts, status: TaskStatus): number => Math.max(0, (counts[status] ?? 0) - 1)
