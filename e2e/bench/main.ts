import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Figures, Round } from './figures.ts'
import { type Goal, goalTable } from './goal.ts'
import { coordinatorGoals } from './goals-coordinator.ts'
import { growthGoals } from './goals-growth.ts'
import { doorGoals, liveGoals } from './goals-live.ts'
import { shapeOf } from './graph.ts'
import { now } from './measure.ts'
import { type Asked, roundScenarios, type Scenario, scenarios } from './scenarios.ts'
import { type Cluster, openCluster } from './stage.ts'
import { tableOf } from './table.ts'
import { endHelpers } from './talk.ts'

const wholeSteps = 3902
/** A scenario that takes longer is broken off, milliseconds. */
const patience = 10 * 60_000

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    rounds: { type: 'string' },
    steps: { type: 'string' },
    chains: { type: 'string' },
    scale: { type: 'string' },
    held: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
    quiet: { type: 'string' },
    all: { type: 'boolean' },
    peers: { type: 'boolean' },
    'node-flag': { type: 'string', multiple: true },
    help: { type: 'boolean' },
  },
})
const asked: Asked = {
  shape: shapeOf(Number(values.steps ?? wholeSteps), Number(values.chains ?? 300)),
  quietSeconds: Number(values.quiet ?? 5),
  scale: Number(values.scale ?? 1),
  heldSeconds: Number(values.held ?? 60),
  nodeFlags: values['node-flag'] ?? [],
  profileFile: (name) =>
    values.profile ? join(resolve(values.profile), `${name.replaceAll(/\W+/g, '-')}.cpuprofile`) : null,
}
const wanted = <T>(all: Scenario<T>[]) =>
  all.filter(
    ({ name, plain }) =>
      values.only?.some((start) => name.startsWith(start)) ??
      (plain || values.all || (values.peers === true && name === 'peers')),
  )
const longest = patience + asked.heldSeconds * 1000
const inRounds = wanted(roundScenarios(asked))
const once = wanted(scenarios(asked))

if (values.help) {
  const names = [...roundScenarios(asked), ...scenarios(asked)].map(({ name }) => name)
  console.log(`npm run bench -- [--all] [--peers] [--only NAME]… [--rounds 3] [--json FILE] [--held SECONDS] [--quiet SECONDS]
  [--steps ${wholeSteps}] [--chains 300] [--scale N] [--profile FOLDER] [--node-flag FLAG]…
NAME is one of: ${names.join('; ')} (or the beginning of one).
--peers also plays the graph through other coordinators, --all everything there is; --scale 20 makes the large ones a
twentieth, to see whether they run.`)
  process.exit(0)
}

const figures: Figures = {
  at: new Date().toISOString(),
  node: process.version,
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  ...{ rounds: [], swarms: [], crowds: [], fans: [], growths: [], snapshots: [], detections: [], pairs: [] },
  ...{ seconds: {}, broken: {} },
}
const goals = (): Goal[] => [
  ...Object.entries(figures.broken).map(([what, why]) => ({
    ...{ number: '', what, figure: why.slice(0, 200), must: 'to end', aim: '', verdict: 'WRONG' as const },
  })),
  ...coordinatorGoals(figures),
  ...growthGoals(figures),
  ...liveGoals(figures),
  ...doorGoals(figures),
]
/** Written after every scenario, so that what was measured outlives whatever comes next. */
function keep() {
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...figures, goals: goals() }, null, 2)}\n`)
}

async function play<T>(cluster: Cluster, { name, run }: Scenario<T>, into: T, where = '') {
  const from = now()
  console.error(`… ${name}${where}`)
  let alarm: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    alarm = setTimeout(() => {
      endHelpers()
      reject(new Error(`it did not end within ${longest / 60_000} minutes`))
    }, longest)
  })
  await Promise.race([run(cluster, into, figures), late]).catch((error) => {
    console.error(error)
    figures.broken[`${name}${where}`] = String(error)
  })
  clearTimeout(alarm)
  figures.seconds[name] = Math.round((figures.seconds[name] ?? 0) + (now() - from) / 1000)
  keep()
}

if (values.profile) mkdirSync(values.profile, { recursive: true })
const cluster = await openCluster()
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cluster.stop().then(() => process.exit(130)))
try {
  const rounds = inRounds.length > 0 ? Number(values.rounds ?? 3) : 0
  for (let i = 1; i <= rounds; i++) {
    const round: Round = { peers: [] }
    figures.rounds.push(round)
    const order = i % 2 === 1 ? inRounds : [...inRounds].reverse()
    for (const scenario of order) await play(cluster, scenario, round, `, round ${i}`)
  }
  for (const scenario of once) await play(cluster, scenario, figures)
} finally {
  await cluster.stop()
}
const found = goals()
console.log(
  `\n${figures.machine}, Node ${figures.node}, ${figures.at}\n${tableOf(figures)}\n\n${goalTable(found).join('\n')}`,
)
process.exit(found.some(({ verdict }) => verdict === 'MUST MISSED' || verdict === 'WRONG') ? 1 : 0)
