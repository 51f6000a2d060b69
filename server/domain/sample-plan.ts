import type { PlanTask } from './plan.ts'

/** For tests: one task of a plan, of which only what matters is named. */
export const sampleTask = (key: string, needs: string[] = [], more: Partial<PlanTask> = {}): PlanTask => ({
  ...{ key, title: key, brief: 'words', skills: [], needs, output: null, checks: [], answers: 1, assignee: null },
  inputs: [],
  ...more,
})
