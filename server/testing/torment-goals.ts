import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Size } from './scenario-cast.ts'

type GoalFields = NonNullable<Parameters<Scenario['goal']>[0]>
type PlanTask = NonNullable<GoalFields['plan']>['tasks'][number]

/** How many goals a run has, and of how many tasks at most. */
export const loads: Record<Size, { goals: [number, number]; tasks: number }> = {
  tiny: { goals: [1, 1], tasks: 1 },
  short: { goals: [1, 1], tasks: 3 },
  middling: { goals: [1, 2], tasks: 5 },
  long: { goals: [2, 3], tasks: 9 },
  fleet: { goals: [2, 3], tasks: 7 },
}
const schema = { type: 'object', properties: { value: { type: 'integer' } }, required: ['value'] }
/** Short runs have clocks that run out soon. */
const quick = { acceptSeconds: 25, leaseSeconds: 45, progressSeconds: 60, attemptSeconds: 200 }

/** Ways in which goals differ from the plainest one: a run turns a random part of them on. */
export const wayNames = ['answers', 'each', 'limits', 'hedge', 'split', 'deadline', 'bids'] as const
/** Rarer ones: questions about the goal, answers that contradict each other, long lists, money, rules for risky steps. */
export const rareWayNames = ['vague', 'verdicts', 'lists', 'money', 'rules'] as const
export type Way = (typeof wayNames)[number] | (typeof rareWayNames)[number] | 'beside'

/** A goal of a random shape: chains, fans and what lies between, some with a schema. */
export function drawGoal(random: Random, number: number, size: Size, ways: readonly Way[]): GoalFields {
  const on = (way: Way) => ways.includes(way) && random.chance(0.6)
  if (on('vague')) return drawVague(number)
  const several = on('answers') || on('each') || ways.some((way) => /^(verdicts|lists)$/.test(way)) ? 2 : 1
  const fewest = ways.includes('money') ? 4 : several
  const count = random.between(fewest, Math.max(loads[size].tasks, fewest))
  const tasks: PlanTask[] = Array.from({ length: count }, (_, i) => ({
    key: `t${number}-${i + 1}`,
    title: `Part ${i + 1} of goal ${number}`,
    skills: random.chance(0.8) ? ['writing'] : ['editing'],
    needs: Array.from({ length: i }, (_, n) => `t${number}-${n + 1}`).filter(
      (_, n) => i === count - 1 || (n === i - 1 && random.chance(0.4)),
    ),
    ...(random.chance(0.25) ? { output: { mediaType: 'application/json', schema } } : {}),
  }))
  const [first] = tasks
  if (first && count > 1 && ways.includes('lists')) first.each = { max: 2 }
  else if (first && count > 1 && ways.includes('verdicts')) Object.assign(first, drawQuestion(random))
  else if (first && count > 1 && ways.includes('each')) first.each = { max: 10 }
  else if (first && count > 1 && ways.includes('answers')) first.answers = 2
  const limits = random.chance(0.5)
    ? {}
    : { attemptsPerAgent: random.between(1, 3), attemptsPerTask: random.between(1, 6) }
  return {
    title: `Goal ${number}`,
    plan: { tasks, deliverable: `t${number}-${count}` },
    items: first?.each ? ['north', 'south', 'east'].slice(0, random.between(1, 3)) : [],
    clocks: {
      ...limits,
      ...(/^(tiny|short)$/.test(size) ? quick : {}),
      ...(on('deadline') ? { taskSeconds: random.between(60, 900) } : {}),
    },
    requiredApprovals: random.chance(0.2) ? 2 : 1,
    stalePolicy: random.pick(['redo', 'keep', 'ask'] as const),
    ...(on('limits') ? { limits: drawLimits(random) } : {}),
    ...(on('bids') ? { matching: { bidSeconds: random.between(1, 10) } } : {}),
    ...drawPolicy(random, on('hedge'), on('split')),
    // Two at work after an error: one errs again, the other goes on alone.
    ...(ways.includes('beside') ? { policy: { recovery: { errored: { action: 'hedge' as const } } } } : {}),
  }
}

/** A goal of many tasks that all start at once, for the agents of one host. */
export function drawFleetGoal(random: Random, number: number): GoalFields {
  const keys = Array.from({ length: random.between(5, loads.fleet.tasks) }, (_, i) => `t${number}-${i + 1}`)
  const tasks = keys.map((key): PlanTask => ({ key, title: `Part ${key}`, skills: ['writing'] }))
  return { title: `Goal ${number}`, plan: { tasks, deliverable: keys[0] }, clocks: quick }
}

/** A goal that contradicts itself, for which nobody brought a plan: its author is asked first. */
const drawVague = (number: number): GoalFields => ({
  title: `Goal ${number}`,
  brief: 'What the harbour brings. At most 500 words.',
  acceptance: ['At least 1,000 words'],
  plan: undefined,
  playbook: 'for-each',
  items: ['north'],
  clocks: quick,
})

const twoFigures = {
  ...schema,
  properties: { ...schema.properties, year: { type: 'integer' } },
  required: ['value', 'year'],
}
/** A question to two or three about two figures, settled by whom the plan names. */
const drawQuestion = (random: Random): Pick<PlanTask, 'answers' | 'checks' | 'output'> => ({
  output: { mediaType: 'application/json', schema: twoFigures },
  answers: random.between(2, 3),
  checks: [{ name: 'agreement', by: random.pick(['majority', 'judge', 'person'] as const) }],
})

const drawLimits = (random: Random) =>
  random.pick([
    { attempts: random.between(1, 6) },
    { tokens: random.between(1, 9) * 100_000 },
    { steps: random.between(1, 3) },
    { wallSeconds: random.between(60, 900) },
  ])

function drawPolicy(random: Random, hedge: boolean, split: boolean): Pick<GoalFields, 'policy'> {
  if (!hedge && !split) return {}
  const classes = ['lost', 'stalled', 'no_ack', 'errored', 'timed_out'] as const
  const actions = [...(hedge ? (['hedge', 'hedge'] as const) : []), ...(split ? (['split'] as const) : [])]
  const chosen = classes.filter(() => random.chance(0.5))
  return { policy: { recovery: Object.fromEntries(chosen.map((one) => [one, { action: random.pick(actions) }])) } }
}
