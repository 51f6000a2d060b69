import type { Delivery, Job } from '../craft.ts'
import type { Input } from '../inputs.ts'
export const isSummary = (_: readonly Input[]): boolean => false
export const summarise = (_job: Job, _inputs: readonly Input[]): Delivery => {
  throw new Error('x')
}
