import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { Fault } from '../../server/launch/fault.ts'
import { readOptions, runProgram, wholeNumber } from '../../server/launch/options.ts'
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

const usage = `npm run bench -- [--all] [--peers] [--only NAME]… [--rounds 3] [--json FILE] [--held SECONDS] [--quiet SECONDS]
  [--steps ${wholeSteps}] [--chains 300] [--scale N] [--profile FOLDER] [--node-flag FLAG]…`
const options = {
  only: { type: 'string', multiple: true },
  rounds: { type: 'string', default: '3' },
  steps: { type: 'string', default: String(wholeSteps) },
  chains: { type: 'string', default: '300' },
  scale: { type: 'string', default: '1' },
  held: { type: 'string', default: '60' },
  json: { type: 'string' },
  profile: { type: 'string' },
  quiet: { type: 'string', default: '5' },
  all: { type: 'boolean' },
  peers: { type: 'boolean' },
  'node-flag': { type: 'string', multiple: true },
  help: { type: 'boolean' },
} as const

type Values = ReturnType<typeof readOptions<typeof options>>

function askedBy(values: Values): Asked {
  const { profile } = values
  return {
    shape: shapeOf(wholeNumber('steps', values.steps, 3), wholeNumber('chains', values.chains, 1)),
    quietSeconds: wholeNumber('quiet', values.quiet),
    scale: wholeNumber('scale', values.scale, 1),
    heldSeconds: wholeNumber('held', values.held),
    nodeFlags: values['node-flag'] ?? [],
    profileFile: (name) => (profile ? join(resolve(profile), `${name.replaceAll(/\W+/g, '-')}.cpuprofile`) : null),
  }
}

/** The scenarios that are wanted: those named, else the plain ones and what `--all` and `--peers` add. Throws a Fault when a name fits none. */
function wantedBy({ only, all, peers }: Values, asked: Asked) {
  const [inRounds, once] = [roundScenarios(asked), scenarios(asked)]
  const names = [...inRounds, ...once].map(({ name }) => name)
  const unknown = only?.find((start) => !names.some((name) => name.startsWith(start)))
  if (unknown !== undefined) throw new Fault(`--only ${unknown} fits no scenario. There are: ${names.join('; ')}.`)
  const wanted = <T>(some: Scenario<T>[]) =>
    some.filter(
      ({ name, plain }) =>
        only?.some((start) => name.startsWith(start)) ?? (plain || all || (peers === true && name === 'peers')),
    )
  return { names, inRounds: wanted(inRounds), once: wanted(once) }
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

type Stand = { cluster: Cluster; longestMs: number; keep: () => void }

async function play<T>({ cluster, longestMs, keep }: Stand, { name, run }: Scenario<T>, into: T, where = '') {
  const from = now()
  console.error(`… ${name}${where}`)
  let alarm: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    alarm = setTimeout(() => {
      endHelpers()
      reject(new Error(`it did not end within ${longestMs / 60_000} minutes`))
    }, longestMs)
  })
  await Promise.race([run(cluster, into, figures), late]).catch((error) => {
    console.error(error)
    figures.broken[`${name}${where}`] = String(error)
  })
  clearTimeout(alarm)
  figures.seconds[name] = Math.round((figures.seconds[name] ?? 0) + (now() - from) / 1000)
  keep()
}

async function main(): Promise<number> {
  const values = readOptions(options, usage)
  const asked = askedBy(values)
  const { names, inRounds, once } = wantedBy(values, asked)
  if (values.help) {
    console.log(`${usage}
NAME is one of: ${names.join('; ')} (or the beginning of one).
--peers also plays the graph through other coordinators, --all everything there is; --scale 20 makes the large ones a
twentieth, to see whether they run.`)
    return 0
  }
  const rounds = inRounds.length > 0 ? wholeNumber('rounds', values.rounds, 1) : 0
  if (values.profile) mkdirSync(values.profile, { recursive: true })
  const cluster = await openCluster()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void cluster.stop().then(() => process.exit(130)))
  // Written after every scenario, so that what was measured outlives whatever comes next.
  const keep = () => {
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...figures, goals: goals() }, null, 2)}\n`)
  }
  const stand: Stand = { cluster, longestMs: patience + asked.heldSeconds * 1000, keep }
  try {
    for (let i = 1; i <= rounds; i++) {
      const round: Round = { peers: [] }
      figures.rounds.push(round)
      const order = i % 2 === 1 ? inRounds : [...inRounds].reverse()
      for (const scenario of order) await play(stand, scenario, round, `, round ${i}`)
    }
    for (const scenario of once) await play(stand, scenario, figures)
  } finally {
    await cluster.stop()
  }
  const found = goals()
  console.log(
    `\n${figures.machine}, Node ${figures.node}, ${figures.at}\n${tableOf(figures)}\n\n${goalTable(found).join('\n')}`,
  )
  return found.some(({ verdict }) => verdict === 'MUST MISSED' || verdict === 'WRONG') ? 1 : 0
}

await runProgram(main, 2)
process.exit()
