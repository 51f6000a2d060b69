import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureBareLoop } from './bare.ts'
import { type CrowdAsked, runCrowd } from './crowd.ts'
import { measureFloors } from './floors.ts'
import { shapeOf } from './graph.ts'
import { type Cluster, openCluster } from './stage.ts'
import { runSwarm, type SwarmAsked } from './swarm.ts'
import { type Figures, tableOf, verdictsOf } from './table.ts'

const chains = 300
const wholeSteps = 3902

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    steps: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
    quiet: { type: 'string' },
    'node-flag': { type: 'string', multiple: true },
    help: { type: 'boolean' },
  },
})
const shape = shapeOf(Number(values.steps ?? wholeSteps), chains)
const profileFile = (name: string) =>
  values.profile ? join(resolve(values.profile), `${name.replaceAll(/\W+/g, '-')}.cpuprofile`) : null
const swarm = (name: string, style: SwarmAsked['style'], thinkMs: number) => (cluster: Cluster, figures: Figures) =>
  runSwarm(cluster, {
    name,
    style,
    thinkMs,
    shape,
    warmUp: { chains, length: 2 },
    sockets: 20,
    nodeFlags: values['node-flag'] ?? [],
    profileFile: profileFile(name),
    quietSeconds: Number(values.quiet ?? 5),
  }).then((one) => figures.swarms.push(one))
const crowd = (name: string, asked: Omit<CrowdAsked, 'name' | 'profileFile'>) => (cluster: Cluster, figures: Figures) =>
  runCrowd(cluster, { name, ...asked, profileFile: profileFile(name) }).then((one) => figures.crowds.push(one))

const scenarios: Record<string, (cluster: Cluster, figures: Figures) => Promise<unknown>> = {
  async floors(cluster, figures) {
    figures.floors = await measureFloors(cluster, 3000)
  },
  async loop(_, figures) {
    figures.bareLoop = await measureBareLoop(shape)
  },
  'burst, callback': swarm('burst, callback', 'callback', 0),
  'burst, in answer': swarm('burst, in answer', 'answer', 0),
  paced: swarm('paced', 'callback', 1000),
  crowd: crowd('crowd', { sockets: 1000, perSecond: 200, seconds: 20 }),
  soak: crowd('soak', { sockets: 300, perSecond: 100, seconds: 60 }),
}

if (values.help) {
  console.log(`node --import tsx e2e/bench/main.ts [--only NAME]… [--steps ${wholeSteps}] [--json FILE] [--profile FOLDER] [--quiet SECONDS] [--node-flag FLAG]…
NAME is one of: ${Object.keys(scenarios).join('; ')} (or the beginning of one)`)
  process.exit(0)
}

const wanted = Object.entries(scenarios).filter(
  ([name]) => values.only === undefined || values.only.some((start) => name.startsWith(start)),
)
const figures: Figures = {
  at: new Date().toISOString(),
  node: process.version,
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  swarms: [],
  crowds: [],
}
if (values.profile) mkdirSync(values.profile, { recursive: true })
const cluster = await openCluster()
process.once('SIGINT', () => void cluster.stop().then(() => process.exit(130)))
try {
  for (const [name, run] of wanted) {
    console.error(`… ${name}`)
    await run(cluster, figures)
  }
} finally {
  await cluster.stop()
}
console.log(`\n${figures.machine}, Node ${figures.node}, ${figures.at}\n\n${tableOf(figures)}\n`)
const verdicts = verdictsOf(figures)
for (const { ok, text } of verdicts) console.log(`${ok ? 'reached    ' : 'NOT REACHED'} ${text}`)
if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...figures, verdicts }, null, 2)}\n`)
process.exit(verdicts.every(({ ok }) => ok) ? 0 : 1)
