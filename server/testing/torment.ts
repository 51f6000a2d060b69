import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import { type ScriptName, scriptNames } from './scripts.ts'

const minute = 60_000

/** How one run is tormented: each run turns a random part of the faults on, some heavily. */
export type Torment = {
  scripts: ScriptName[]
  processes: number
  crash: number
  hang: number
  refused: number
  unanswered: number
  lost: number
  travel: number
  people: number
  chaos: number
}

export function drawTorment(random: Random): Torment {
  const kinds = Array.from({ length: random.between(1, 4) }, () => random.pick(scriptNames))
  const sometimes = (value: number) => (random.chance(0.4) ? value : 0)
  return {
    scripts: kinds,
    processes: random.chance(0.35) ? 2 : 1,
    crash: sometimes(random.next() * 0.03),
    hang: sometimes(0.005),
    refused: sometimes(random.next() * 0.1),
    unanswered: sometimes(random.next() * 0.05),
    lost: sometimes(random.next() * 0.2),
    travel: random.pick([2, 50, 400, 5000]),
    people: random.pick([0, 0, 4, 1.5, 0.5]) * minute,
    chaos: random.between(5, 35) * minute,
  }
}

/** A goal of a random shape: chains, fans and what lies between, some with a schema. */
export function drawGoal(random: Random, number: number): Parameters<Scenario['goal']>[0] {
  const count = random.between(1, 5)
  const schema = { type: 'object', properties: { value: { type: 'integer' } }, required: ['value'] }
  const tasks = Array.from({ length: count }, (_, i) => ({
    key: `t${number}-${i + 1}`,
    title: `Part ${i + 1} of goal ${number}`,
    skills: random.chance(0.8) ? ['writing'] : ['editing'],
    needs: Array.from({ length: i }, (_, n) => `t${number}-${n + 1}`).filter(
      (_, n) => i === count - 1 || (n === i - 1 && random.chance(0.4)),
    ),
    ...(random.chance(0.25) ? { output: { mediaType: 'application/json', schema } } : {}),
  }))
  const clocks = random.chance(0.5)
    ? {}
    : { attemptsPerAgent: random.between(1, 3), attemptsPerTask: random.between(1, 6) }
  return {
    title: `Goal ${number}`,
    plan: { tasks, deliverable: `t${number}-${count}` },
    clocks,
    requiredApprovals: random.chance(0.2) ? 2 : 1,
  }
}
