import { newSecret } from '../../server/adapters/webhook/signature.ts'
import type { AgentsAsks } from './agents.ts'
import { type Shape, stepsOf } from './graph.ts'
import type { ListenersAsks } from './listeners.ts'
import type { LoopAsks } from './loop.ts'
import { quiet, round, type Spread, spreadOf, startMeter } from './measure.ts'
import { beside, startHelper } from './talk.ts'

export type LoopFigures = {
  name: string
  stepsPerSecond: number
  handOn: Spread
  commits: number
  serverCpuMsPerStep: number
  othersCores: number
  faults: string[]
}
const watchers = 20

/**
 * The same swarm with the same agents through a loop that does nothing else. With a database it is durable and twenty
 * sockets hear its events, as `performance.md` has it; without one, nothing with more duties can be quicker.
 */
export async function measureLoop(
  name: string,
  shape: Shape,
  databaseUrl: string | null,
  quietSeconds: number,
): Promise<LoopFigures> {
  const loop = startHelper<LoopAsks>(beside('loop.ts'))
  const agents = startHelper<AgentsAsks>(beside('agents.ts'))
  const listeners = startHelper<ListenersAsks>(beside('listeners.ts'))
  try {
    const url = await loop.ask.listen({ databaseUrl })
    if (databaseUrl !== null) await listeners.ask.open({ url, path: '/live/', count: watchers })
    const ports = await agents.ask.listen({ agents: shape.chains })
    const secrets = ports.map(() => newSecret())
    await agents.ask.know({ of: secrets, url })
    await agents.ask.play({ style: 'callback', thinkMs: 0 })
    await loop.ask.run({ shape: { ...shape, length: 2 }, ports, secrets })
    await agents.ask.play({ style: 'callback', thinkMs: 0 })
    await quiet(quietSeconds)
    const meter = startMeter({ loop: loop.pid, agents: agents.pid, listeners: listeners.pid }, {})
    const { ms, commits, faults } = await loop.ask.run({ shape, ports, secrets })
    const used = meter()
    const { handOn } = await agents.ask.report()
    const steps = stepsOf(shape)
    return {
      name,
      stepsPerSecond: Math.round((steps * 1000) / ms),
      handOn: spreadOf(handOn),
      commits,
      serverCpuMsPerStep: round(used.cpu.loop / steps, 2),
      othersCores: used.othersCores,
      faults,
    }
  } finally {
    await Promise.all([loop.stop(), agents.stop(), listeners.stop()])
  }
}
