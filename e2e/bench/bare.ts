import { newSecret } from '../../server/adapters/webhook/signature.ts'
import type { AgentsAsks } from './agents.ts'
import type { BareLoopAsks } from './bare-loop.ts'
import { type Shape, stepsOf } from './graph.ts'
import { cpuMs, round, type Spread, spreadOf } from './measure.ts'
import { beside, startHelper } from './talk.ts'

export type BareLoop = { stepsPerSecond: number; handOn: Spread; serverCpuMsPerStep: number }

/** The same swarm with the same agents through a loop that only speaks HTTP: nothing with more duties can be quicker. */
export async function measureBareLoop(shape: Shape): Promise<BareLoop> {
  const loop = startHelper<BareLoopAsks>(beside('bare-loop.ts'))
  const agents = startHelper<AgentsAsks>(beside('agents.ts'))
  try {
    const url = await loop.ask.listen()
    const ports = await agents.ask.listen({ agents: shape.chains })
    const secrets = ports.map(() => newSecret())
    await agents.ask.know({ of: secrets, url })
    await agents.ask.play({ style: 'callback', thinkMs: 0 })
    await loop.ask.run({ shape: { ...shape, length: 2 }, ports, secrets })
    await agents.ask.play({ style: 'callback', thinkMs: 0 })
    const used = cpuMs(loop.pid)
    const ms = await loop.ask.run({ shape, ports, secrets })
    const { handOn } = await agents.ask.report()
    const steps = stepsOf(shape)
    return {
      stepsPerSecond: Math.round((steps * 1000) / ms),
      handOn: spreadOf(handOn),
      serverCpuMsPerStep: round((cpuMs(loop.pid) - used) / steps, 2),
    }
  } finally {
    await Promise.all([loop.stop(), agents.stop()])
  }
}
