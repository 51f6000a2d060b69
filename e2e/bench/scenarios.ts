import { runCallbacks } from './callbacks.ts'
import { type CrowdAsked, runCrowd } from './crowd.ts'
import { openEngine, playEngine } from './engine/engine.ts'
import { runFanIn, runGrowth, runHeld, runHistory, runWide } from './engine/growth.ts'
import { runDetection, runMemory, runRooms } from './engine/scenarios.ts'
import { measureFan } from './fan.ts'
import { runFaults } from './faults.ts'
import type { Figures, Round } from './figures.ts'
import { measureFloors } from './floors.ts'
import type { Shape } from './graph.ts'
import { measureLoop } from './loops.ts'
import { measureOffers } from './offers.ts'
import { runDead, runVisits, runWindows } from './pairs.ts'
import { flat, graphile, peers, runPeer } from './peers.ts'
import { runSnapshots } from './snapshots.ts'
import type { Cluster } from './stage.ts'
import { runSwarm, type SwarmAsked } from './swarm.ts'

/** What the caller of the bench chose. `scale` divides what is large, for a quick look whether everything runs. */
export type Asked = {
  shape: Shape
  quietSeconds: number
  scale: number
  heldSeconds: number
  nodeFlags: string[]
  profileFile: (name: string) => string | null
}
export type Scenario<T> = {
  name: string
  plain: boolean
  run: (cluster: Cluster, into: T, all: Figures) => Promise<unknown>
}

/** What is played side by side in every round, in this order and then in the other. */
export function roundScenarios(asked: Asked): Scenario<Round>[] {
  const { shape, quietSeconds, nodeFlags, profileFile } = asked
  const swarm = (name: string, thinkMs: number) => (cluster: Cluster) => {
    const one = {
      name,
      style: 'callback',
      thinkMs,
      shape,
      sockets: 20,
      quietSeconds,
      profileFile: profileFile(name),
    } as const
    return runSwarm(cluster, one, { nodeFlags })
  }
  return [
    {
      name: 'floors',
      plain: true,
      run: async (cluster, round) => {
        round.floors = await measureFloors(cluster, Math.ceil(3000 / asked.scale))
      },
    },
    {
      name: 'loop',
      plain: true,
      run: async (cluster, round) => {
        round.bare = await measureLoop('bare loop', shape, null, quietSeconds)
        round.reference = await measureLoop(
          'reference loop',
          shape,
          await cluster.fresh(`loop_${Date.now()}`),
          quietSeconds,
        )
      },
    },
    {
      name: 'peers',
      plain: false,
      run: async (cluster, round, { rounds }) => {
        const [first] = rounds
        const quickest = Math.max(
          0,
          ...(first?.peers ?? []).map(({ stepsPerSecond, style }) => (style === 'burst' ? stepsPerSecond : 0)),
        )
        // Who did less than half of the quickest in the first round need not be asked again.
        const slow = (name: string) =>
          round !== first &&
          first?.peers.some((one) => one.name === name && one.style === 'burst' && one.stepsPerSecond < quickest / 2)
        for (const peer of peers)
          if (peer === graphile || !slow(peer.name))
            round.peers.push(await runPeer(cluster, peer, { shape, thinkMs: 0, quietSeconds }))
        round.peers.push(await runPeer(cluster, flat, { shape, thinkMs: 0, quietSeconds }))
        round.peers.push(await runPeer(cluster, graphile, { shape, thinkMs: 1000, quietSeconds }))
      },
    },
    {
      name: 'engine',
      plain: true,
      run: async (cluster, round, { rounds }) => {
        const opened = await openEngine(cluster, `engine_${rounds.length}`, { agents: shape.chains })
        try {
          const [warm = '', burst = '', paced = ''] = await opened.host.ask.rooms({ count: 3, agents: shape.chains })
          const play = (name: string, roomId: string, shape: Shape, thinkMs: number) =>
            playEngine(cluster, opened, {
              name,
              roomIds: [roomId],
              shape,
              thinkMs,
              quietSeconds,
              profileFile: profileFile(name),
            })
          await play('warm-up', warm, { ...shape, chains: Math.min(100, shape.chains) }, 0)
          round.burst = await play('engine, burst', burst, shape, 0)
          round.paced = await play('engine, paced', paced, shape, 1000)
        } finally {
          await opened.close()
        }
      },
    },
    {
      name: 'burst, callback',
      plain: true,
      run: async (cluster, round) => {
        round.swarm = await swarm('burst, callback', 0)(cluster)
      },
    },
    {
      name: 'paced',
      plain: true,
      run: async (cluster, round) => {
        round.pacedSwarm = await swarm('paced', 1000)(cluster)
      },
    },
  ]
}

/** What is played once: swarms of other kinds, windows, growth, doors, faults. */
export function scenarios(asked: Asked): Scenario<Figures>[] {
  const { shape, quietSeconds, scale, nodeFlags, profileFile } = asked
  const some = (count: number) => Math.max(2, Math.round(count / scale))
  const swarm = (name: string, style: SwarmAsked['style'], thinkMs: number, plain = false): Scenario<Figures> => ({
    name,
    plain,
    run: async (cluster, { swarms }) =>
      swarms.push(
        await runSwarm(
          cluster,
          { name, style, thinkMs, shape, sockets: 20, quietSeconds, profileFile: profileFile(name) },
          { nodeFlags },
        ),
      ),
  })
  const crowd = (name: string, crowd: Omit<CrowdAsked, 'name' | 'quietSeconds'>): Scenario<Figures> => ({
    name,
    plain: name === 'crowd',
    run: async (cluster, { crowds }) =>
      crowds.push(await runCrowd(cluster, { name, ...crowd, quietSeconds, profileFile: profileFile(name) })),
  })
  const further = (name: string, run: Scenario<Figures>['run']): Scenario<Figures> => ({ name, plain: false, run })
  return [
    further('faults', async (cluster, figures) => {
      figures.faults = await runFaults(cluster, asked)
    }),
    swarm('burst, in answer', 'answer', 0, true),
    swarm('pull', 'pull', 0),
    swarm('pull, paced', 'pull', 1000),
    crowd('crowd', { sockets: some(1000), perSecond: 200, seconds: 20, alone: true }),
    crowd('soak', { sockets: some(300), perSecond: 100, seconds: 50, away: { count: 10, ms: 30_000 } }),
    crowd('quiet room', { sockets: 20, perSecond: 4, seconds: 20 }),
    crowd('stalled', { sockets: 3, perSecond: 100, seconds: 40, length: 8000, stall: true }),
    further('sockets alone', async (_, { fans }) => {
      for (const kind of ['socket.io', 'ws'] as const)
        fans.push(await measureFan(kind, { sockets: some(1000), quietSeconds }))
    }),
    further('windows', async (cluster, { pairs }) => pairs.push(await runWindows(cluster, asked))),
    further('dead', async (cluster, { pairs }) => pairs.push(await runDead(cluster, asked))),
    further('visits', async (cluster, figures) => {
      figures.visits = await runVisits(cluster, asked)
    }),
    further('callbacks', async (cluster, figures) => {
      figures.callbacks = await runCallbacks(cluster, { results: some(6000), quietSeconds })
    }),
    further('offers', async (_, figures) => {
      figures.offers = await measureOffers(quietSeconds)
    }),
    further('wide', async (cluster, { growths }) => growths.push(await runWide(cluster, asked))),
    further('fan-in', async (cluster, { growths }) => growths.push(await runFanIn(cluster, asked, some(300)))),
    further('rooms', async (cluster, figures) => {
      const { figures: grown, idle } = await runRooms(cluster, asked, some(1000))
      figures.growths.push(grown)
      figures.idle = idle
    }),
    further('growth', async (cluster, { growths }) =>
      growths.push(await runGrowth(cluster, asked, [some(100_000), some(400_000)])),
    ),
    further('history', async (cluster, { growths }) => growths.push(await runHistory(cluster, asked, some(400_000)))),
    further('memory', async (cluster, figures) => {
      const sizes = { openTasks: some(100_000), runningTasks: some(6000), finishedTasks: some(60_000) }
      figures.memory = await runMemory(cluster, asked, sizes)
    }),
    further('snapshots', async (cluster, figures) => {
      figures.snapshots = await runSnapshots(cluster, { levels: [some(4000), some(40_000)], quietSeconds })
    }),
    further('held', async (cluster, figures) => {
      figures.held = await runHeld(cluster, asked, asked.heldSeconds)
    }),
    further('detection', async (cluster, figures) => {
      figures.detections = await runDetection(cluster, asked, some(50))
    }),
  ]
}
