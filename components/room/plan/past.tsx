'use client'

import { createContext, useContext } from 'react'
import type { AttemptView, TaskView } from '../../../server/contract/snapshot.ts'
import { useLatestAttempts } from '../room-context.tsx'

/** The plan as it stood at a moment (Unix ms): its rows then, and the newest attempt of every task then. */
export type Past = {
  at: number
  task: (id: string) => TaskView | undefined
  attempts: ReadonlyMap<string, AttemptView>
}
const PastContext = createContext<Past | null>(null)

/** Everything of the plan below it is shown as it stood then. */
export const PastProvider = PastContext
/** The moment that is shown instead of now; null when it is now. */
export const usePast = (): Past | null => useContext(PastContext)

/** The newest attempt of every task, by task id, at the moment that is shown. */
export function usePlanAttempts(): ReadonlyMap<string, AttemptView> {
  const latest = useLatestAttempts()
  return usePast()?.attempts ?? latest
}
