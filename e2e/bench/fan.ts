import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ListenersAsks } from './listeners.ts'
import { now, pause, quiet, round, startMeter } from './measure.ts'
import { installPeers } from './peers.ts'
import { asking, beside, startHelper } from './talk.ts'

/** What an event to a socket costs a server that sends each by itself, and what a thousand idle sockets weigh. */
export type FanFigures = {
  kind: 'socket.io' | 'ws'
  sockets: number
  deliveries: number
  cpuUsPerDelivery: number
  mbPerThousand: number
  othersCores: number
  faults: string[]
}
type FanAsks = {
  listen(_: object): number
  memory(_: object): number
  send(_: { events: number; perSecond: number }): void
}
const perSecond = 200
const seconds = 4
const drainMs = 60_000

export async function measureFan(
  kind: FanFigures['kind'],
  { sockets, quietSeconds }: { sockets: number; quietSeconds: number },
): Promise<FanFigures> {
  const product = fileURLToPath(new URL('../..', import.meta.url))
  const folder = kind === 'socket.io' ? product : installPeers()
  const child = fork(beside('peers/fan.js'), [JSON.stringify({ kind, folder })], {
    execArgv: ['--expose-gc'],
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production' },
  })
  const ask = asking<FanAsks>(child)
  const listeners = startHelper<ListenersAsks>(beside('listeners.ts'))
  try {
    const port = await ask.listen({})
    const before = await ask.memory({})
    const path = kind === 'socket.io' ? '/socket.io/' : '/'
    await listeners.ask.open({ url: `http://127.0.0.1:${port}`, path, count: sockets })
    await pause(1500)
    const idle = await ask.memory({})
    await ask.send({ events: perSecond / 2, perSecond })
    await drained(listeners.ask, (sockets * perSecond) / 2)
    await quiet(quietSeconds)
    const meter = startMeter({ server: child.pid ?? 0 }, {})
    const events = perSecond * seconds
    await ask.send({ events, perSecond })
    const deliveries = await drained(listeners.ask, events * sockets)
    const used = meter()
    return {
      ...{ kind, sockets, deliveries },
      cpuUsPerDelivery: round((used.cpu.server * 1000) / deliveries, 2),
      mbPerThousand: round(((idle - before) * 1000) / sockets),
      othersCores: used.othersCores,
      faults: deliveries === events * sockets ? [] : [`${deliveries} of ${events * sockets} deliveries`],
    }
  } finally {
    await listeners.stop()
    if (child.connected) {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    }
  }
}

/** Resolves with how many packets came when all are there, or after a minute. */
async function drained(listeners: { count: (_: undefined) => Promise<{ packets: number }> }, wanted: number) {
  let got = 0
  for (const end = now() + drainMs; got < wanted && now() < end; await pause(50))
    got += (await listeners.count(undefined)).packets
  return got
}
