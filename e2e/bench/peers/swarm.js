import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

// The graph that every peer plays: planner → chains of dependent steps → merge, with agents that are functions.

/** What the bench asks of this program: `{folder, url, chains, length, thinkMs, settings}`. */
export const asked = JSON.parse(process.argv[2] ?? '{}')
const from = createRequire(join(asked.folder, 'package.json'))
/** A package of the peers' own folder, and its version. */
export const load = (name) => import(pathToFileURL(from.resolve(name)).href)

export const now = () => performance.timeOrigin + performance.now()

/** One run of the graph: does the steps' work and notes when each began and ended. */
export class Swarm {
  ended = new Map()
  handOn = []
  fanOut = []
  steps = 0
  wrong = []

  constructor(chains, thinkMs) {
    this.chains = chains
    this.length = asked.length
    this.thinkMs = thinkMs
  }

  /** The work of one step; a small result comes back, as from an agent. `chain` is `plan`, `merge` or a number. */
  async step(chain, n) {
    const key = `${chain} ${n}`
    const isStep = chain !== 'plan' && chain !== 'merge'
    if (isStep) {
      const before = this.ended.get(n === 0 ? 'plan 0' : `${chain} ${n - 1}`)
      if (before === undefined) this.wrong.push(`${key} began before what it needs`)
      else (n === 0 ? this.fanOut : this.handOn).push(now() - before)
    }
    if (chain === 'merge' && this.steps !== this.chains * this.length + 1) this.wrong.push(`merged after ${this.steps}`)
    if (this.ended.has(key)) this.wrong.push(`${key} was done twice`)
    if (isStep && this.thinkMs > 0) await wait(this.thinkMs * (0.5 + Math.random()))
    this.steps += 1
    this.ended.set(key, now())
    return { chain, n, text: 'r'.repeat(400) }
  }
}

/** Tells the bench that what follows counts, and waits until it does. */
export const begin = () =>
  new Promise((resolve) => {
    process.once('message', resolve)
    process.send?.({ begun: true })
  })

// The bench reads what the process used before it is gone.
export const leave = () => setTimeout(() => process.exit(0), 300)

/** Plays a short graph to warm up and then the one asked for, and tells the bench. `play` resolves when all is merged. */
export async function measure(play, close) {
  await play(new Swarm(Math.min(100, asked.chains), 0))
  await begin()
  const swarm = new Swarm(asked.chains, asked.thinkMs)
  const before = process.cpuUsage()
  const startedAt = now()
  await play(swarm)
  const ms = now() - startedAt
  const { user, system } = process.cpuUsage(before)
  const { steps, handOn, fanOut, wrong, chains, length } = swarm
  if (steps !== chains * length + 2) wrong.push(`${steps} steps instead of ${chains * length + 2}`)
  await close?.()
  process.send?.({ ms, steps, handOn, fanOut, wrong: wrong.slice(0, 5), cpuMs: (user + system) / 1000 }, leave)
}
