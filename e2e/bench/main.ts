import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureBareLoop } from './bare.ts'
import { type CrowdAsked, runCrowd } from './crowd.ts'
import { openEngine, playEngine } from './engine/engine.ts'
import { runDetection, runGrowth, runHistory, runMemory, runRooms, runWide } from './engine/scenarios.ts'
import { emptyRun } from './engine/table.ts'
import { measureFloors } from './floors.ts'
import { shapeOf } from './graph.ts'
import { peers, runPeer } from './peers.ts'
import { type Cluster, openCluster } from './stage.ts'
import { runSwarm, type SwarmAsked } from './swarm.ts'
import { type Figures, tableOf, verdictsOf } from './table.ts'

const chains = 300
const wholeSteps = 3902
const rounds = 3

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    steps: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'string' },
    quiet: { type: 'string' },
    all: { type: 'boolean' },
    peers: { type: 'boolean' },
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

const quietSeconds = Number(values.quiet ?? 5)
const asked = { shape, quietSeconds }

/** The coordinator with agents in its own process: bursts and one paced run in rooms of their own. */
async function engine(cluster: Cluster, { engine: { engines } }: Figures) {
  const opened = await openEngine(cluster, 'engine', { agents: chains })
  try {
    const [warm = '', paced = '', ...rooms] = await opened.host.ask.rooms({ count: rounds + 2, agents: chains })
    const play = (name: string, roomId: string, length: number, thinkMs: number) =>
      playEngine(cluster, opened, {
        name,
        roomIds: [roomId],
        shape: { chains, length },
        thinkMs,
        quietSeconds,
        profileFile: profileFile(name),
      })
    await play('warm-up', warm, 3, 0)
    for (const [round, roomId] of rooms.entries())
      engines.push(await play(`engine, burst ${round + 1}`, roomId, shape.length, 0))
    engines.push(await play('engine, paced', paced, shape.length, 1000))
  } finally {
    await opened.close()
  }
}

type Scenario = (cluster: Cluster, figures: Figures) => Promise<unknown>
/** What the peers do with the same graph; they are installed at first use. */
const peerScenarios: Record<string, Scenario> = {
  async peers(cluster, { engine }) {
    for (const peer of peers) engine.peers.push(await runPeer(cluster, peer, { shape, thinkMs: 0, quietSeconds }))
  },
  async 'peers, paced'(cluster, { engine }) {
    for (const peer of peers.slice(0, 2))
      engine.peers.push(await runPeer(cluster, peer, { shape, thinkMs: 1000, quietSeconds }))
  },
}
/** What takes long and is asked for by `--all`, or by name. */
const further: Record<string, Scenario> = {
  pull: swarm('pull', 'pull', 0),
  'pull, paced': swarm('pull, paced', 'pull', 1000),
  async wide(cluster, { engine }) {
    engine.growths.push(await runWide(cluster, asked))
  },
  async rooms(cluster, { engine }) {
    const { figures, idle } = await runRooms(cluster, asked, 1000)
    engine.growths.push(figures)
    engine.idle = idle
  },
  async growth(cluster, { engine }) {
    engine.growths.push(await runGrowth(cluster, asked, [40_000, 100_000]))
  },
  async memory(cluster, { engine }) {
    engine.memory.push(...(await runMemory(cluster, 100_000)))
  },
  async history(cluster, { engine }) {
    engine.growths.push(await runHistory(cluster, asked, 400_000))
  },
  async detection(cluster, { engine }) {
    engine.detections.push(...(await runDetection(cluster, asked, 50)))
  },
}
const scenarios: Record<string, Scenario> = {
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
  engine,
}

if (values.help) {
  console.log(`node --import tsx e2e/bench/main.ts [--all] [--peers] [--only NAME]… [--steps ${wholeSteps}] [--json FILE] [--profile FOLDER] [--quiet SECONDS] [--node-flag FLAG]…
NAME is one of: ${Object.keys({ ...scenarios, ...peerScenarios, ...further }).join('; ')} (or the beginning of one).
--peers also plays the graph through other coordinators, --all everything there is.`)
  process.exit(0)
}

const wanted = [
  ...Object.entries(scenarios).map(([name, run]) => ({ name, run, plain: true })),
  ...Object.entries(peerScenarios).map(([name, run]) => ({ name, run, plain: values.peers })),
  ...Object.entries(further).map(([name, run]) => ({ name, run, plain: false })),
].filter(({ name, plain }) => values.only?.some((start) => name.startsWith(start)) ?? (plain || values.all))
const figures: Figures = {
  at: new Date().toISOString(),
  node: process.version,
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
  swarms: [],
  crowds: [],
  engine: emptyRun(),
}
if (values.profile) mkdirSync(values.profile, { recursive: true })
/** Scenarios that did not come to an end. */
const broken: string[] = []
const cluster = await openCluster()
process.once('SIGINT', () => void cluster.stop().then(() => process.exit(130)))
try {
  for (const { name, run } of wanted) {
    console.error(`… ${name}`)
    await run(cluster, figures).catch((error) => {
      console.error(error)
      broken.push(`${name}: ${error}`)
    })
  }
} finally {
  await cluster.stop()
}
console.log(`\n${figures.machine}, Node ${figures.node}, ${figures.at}\n\n${tableOf(figures)}\n`)
const verdicts = [...broken.map((text) => ({ ok: false, must: true, text })), ...verdictsOf(figures)]
for (const { ok, must, text } of verdicts)
  console.log(`${ok ? 'reached    ' : must ? 'NOT REACHED' : 'aim missed '} ${text}`)
if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...figures, verdicts }, null, 2)}\n`)
process.exit(verdicts.every(({ ok, must }) => ok || !must) ? 0 : 1)
