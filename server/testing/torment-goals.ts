import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Size } from './scenario-cast.ts'

type GoalFields = NonNullable<Parameters<Scenario['goal']>[0]>

/** How many goals a run has, and of how many tasks at most. */
export const loads: Record<Size, { goals: [number, number]; tasks: number }> = {
  short: { goals: [1, 1], tasks: 2 },
  middling: { goals: [1, 2], tasks: 5 },
  long: { goals: [2, 3], tasks: 9 },
}
const schema = { type: 'object', properties: { value: { type: 'integer' } }, required: ['value'] }
/** Short runs have clocks that run out soon. */
const quick = { acceptSeconds: 25, leaseSeconds: 45, progressSeconds: 60, attemptSeconds: 200 }

/** A goal of a random shape: chains, fans and what lies between, some with a schema. */
export function drawGoal(random: Random, number: number, size: Size): GoalFields {
  const count = random.between(1, loads[size].tasks)
  const tasks = Array.from({ length: count }, (_, i) => ({
    key: `t${number}-${i + 1}`,
    title: `Part ${i + 1} of goal ${number}`,
    skills: random.chance(0.8) ? ['writing'] : ['editing'],
    needs: Array.from({ length: i }, (_, n) => `t${number}-${n + 1}`).filter(
      (_, n) => i === count - 1 || (n === i - 1 && random.chance(0.4)),
    ),
    ...(random.chance(0.25) ? { output: { mediaType: 'application/json', schema } } : {}),
  }))
  const limits = random.chance(0.5)
    ? {}
    : { attemptsPerAgent: random.between(1, 3), attemptsPerTask: random.between(1, 6) }
  return {
    title: `Goal ${number}`,
    plan: { tasks, deliverable: `t${number}-${count}` },
    clocks: { ...limits, ...(size === 'short' ? quick : {}) },
    requiredApprovals: random.chance(0.2) ? 2 : 1,
  }
}
