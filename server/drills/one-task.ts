import type { PlanTaskInput } from '../contract/commands/goal.ts'
import type { Condition } from './condition.ts'

/** A goal of one task with the key `report`, whose result goes to a person. */
export const oneTask = (title: string, more: Partial<PlanTaskInput> = {}): Condition['goal'] => ({
  title,
  brief: `Write the ${title.toLowerCase()}.`,
  plan: { tasks: [{ key: 'report', title, brief: '', skills: ['writing'], ...more }], deliverable: 'report' },
})
