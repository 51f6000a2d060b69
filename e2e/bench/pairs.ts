import { type Shape, shapeOf } from './graph.ts'
import { now, pause, type Spread, spreadOf } from './measure.ts'
import type { Cluster } from './stage.ts'
import { playSwarm, type SwarmAsked, type SwarmFigures, warmUp } from './swarm.ts'
import { openSwarm, type SwarmStage } from './swarm-stage.ts'

// The same swarm twice on one server: as it is, and with one thing changed.

export type Pair = { name: string; plain: SwarmFigures; changed: SwarmFigures }
type Asked = { shape: Shape; quietSeconds: number }

async function onOne<T>(cluster: Cluster, name: string, shape: Shape, play: (swarm: SwarmStage) => Promise<T>) {
  const swarm = await openSwarm(cluster, name, { agents: shape.chains })
  try {
    await warmUp(swarm, { shape, style: 'callback' })
    return await play(swarm)
  } finally {
    await swarm.close()
  }
}

/** Twenty windows look on, then two hundred; who cannot keep up is cut and comes back, as browsers do. */
export const runWindows = (cluster: Cluster, { shape, quietSeconds }: Asked): Promise<Pair> =>
  onOne(cluster, 'windows', shape, async (swarm) => {
    const asked = { style: 'callback', thinkMs: 0, shape, quietSeconds, loyal: true } as const
    return {
      name: 'windows',
      plain: await playSwarm(swarm, { ...asked, name: '20 windows', sockets: 20 }),
      changed: await playSwarm(swarm, { ...asked, name: '200 windows', sockets: 200 }),
    }
  })

/** Everybody answers, then one of the agents takes messages and never answers them. */
export const runDead = (cluster: Cluster, { shape, quietSeconds }: Asked): Promise<Pair> =>
  onOne(cluster, 'dead', shape, async (swarm) => {
    const asked: Omit<SwarmAsked, 'name'> = {
      ...{ style: 'callback', thinkMs: 1000, shape, sockets: 20, quietSeconds },
      clocks: { acceptSeconds: 2 },
    }
    const plain = await playSwarm(swarm, { ...asked, name: 'nobody dead' })
    await swarm.agents.ask.ail({ dead: [0] })
    const ailing = [swarm.agentIds[0] ?? '']
    return { name: 'dead', plain, changed: await playSwarm(swarm, { ...asked, name: 'one dead', ailing }) }
  })

export type Visits = {
  swarm: SwarmFigures
  page: { idle: Spread; busy: Spread }
  api: { idle: Spread; busy: Spread }
}
const visitsPerSecond = 5
const idleSeconds = 8
/** The plan is near the largest that is taken, so that there is time for many visits. */
const longSwarm = 9600

/** A person's page and a person's program ask at a steady pace, while nothing runs and while a burst does. */
export const runVisits = (cluster: Cluster, { shape, quietSeconds }: Asked): Promise<Visits> =>
  onOne(cluster, 'visits', shape, async (swarm) => {
    const { stage, cookies } = swarm
    const long = shape.length > 3 ? shapeOf(longSwarm, shape.chains) : shape
    const roomId = await swarm.room('A quiet room')
    const cookie = cookies[0] ?? ''
    const paths = [`/w/${stage.workspaceId}/rooms/${roomId}`, `/api/v1/rooms/${roomId}/snapshot`]
    const visit = async (until: () => boolean) => {
      const took: [number[], number[]] = [[], []]
      const open: Promise<void>[] = []
      const from = now()
      for (let i = 0; !until(); i++) {
        const due = from + (i * 1000) / visitsPerSecond
        if (due > now()) await pause(due - now())
        const times = took[i % 2 === 0 ? 0 : 1]
        // Counted from when it was due, so that a bench that was held up hides nothing.
        open.push(
          fetch(stage.url + paths[i % 2], { headers: { cookie } })
            .then(async (answered) => {
              await answered.text()
              if (answered.ok) times.push(now() - due)
              else refused.add(`${paths[i % 2]}: ${answered.status}`)
            })
            .catch((error) => void refused.add(String(error))),
        )
      }
      await Promise.all(open)
      return { page: spreadOf(took[0]), api: spreadOf(took[1]) }
    }
    const refused = new Set<string>()
    // Pages are compiled at their first visit.
    await visit(endsAfter(2))
    const idle = await visit(endsAfter(idleSeconds))
    let busy = idle
    let over = false
    const asked = { style: 'callback', thinkMs: 0, sockets: 20, quietSeconds } as const
    const figures = await playSwarm(swarm, {
      ...{ ...asked, name: 'with visitors', shape: long, loyal: true },
      async during(goalId) {
        const visiting = visit(() => over)
        while (!(await isReady(swarm, goalId))) await pause(100)
        over = true
        busy = await visiting
      },
    })
    figures.faults.push(...refused)
    return {
      swarm: figures,
      page: { idle: idle.page, busy: busy.page },
      api: { idle: idle.api, busy: busy.api },
    }
  })

function endsAfter(seconds: number): () => boolean {
  const end = now() + seconds * 1000
  return () => now() >= end
}

async function isReady({ stage }: SwarmStage, goalId: string): Promise<boolean> {
  const { rows } = await stage.pool.query<{ ready: boolean }>(
    `SELECT EXISTS (SELECT FROM task WHERE "goalId" = $1 AND key = 'merge' AND status = 'in_review') AS ready`,
    [goalId],
  )
  return rows[0]?.ready ?? false
}
