import { examineDatabase } from '../../server/store/doctor/examine.ts'
import { openPool } from '../../server/store/pool.ts'
import { type Shape, stepsOf } from './graph.ts'
import { pause } from './measure.ts'
import type { Cluster } from './stage.ts'
import { playSwarm, type SwarmFigures, warmUp } from './swarm.ts'
import { openSwarm } from './swarm-stage.ts'

export type FaultFigures = {
  swarm: SwarmFigures
  /** How long nobody was there, milliseconds, from SIGKILL to ready. */
  awayMs: number
  /** Steps that were done when the server was killed. */
  doneAtCrash: number
  /** Attempts that ended in another way than approved, by how they ended. */
  ended: Record<string, number>
  faults: string[]
}

const share = 0.02
/** Short, so that what is lost is noticed while the swarm runs. */
const clocks = { acceptSeconds: 4, leaseSeconds: 4, progressSeconds: 4, attemptSeconds: 60, attemptsPerTask: 20 }

/**
 * A swarm in which 2 % of the agents time out, half of them before and half after they accept, 2 % of the results come
 * late or twice, and the server is killed once at half way. What counts is what stands in the tables at the end.
 */
export async function runFaults(
  cluster: Cluster,
  { shape, quietSeconds }: { shape: Shape; quietSeconds: number },
): Promise<FaultFigures> {
  const swarm = await openSwarm(cluster, 'faults', { agents: shape.chains })
  const { stage, agents, agentIds } = swarm
  try {
    await warmUp(swarm, { shape, style: 'callback' })
    const ailing = Array.from({ length: Math.max(2, Math.round(shape.chains * share)) }, (_, i) => i)
    await agents.ask.ail({
      dead: ailing.filter((i) => i % 2 === 0),
      mute: ailing.filter((i) => i % 2 === 1),
      lateShare: share / 2,
      lateMs: (clocks.leaseSeconds + 2) * 1000,
      twiceShare: share / 2,
      patient: true,
    })
    let awayMs = 0
    let doneAtCrash = 0
    const figures = await playSwarm(swarm, {
      ...{ name: 'faults', style: 'callback', thinkMs: 0, shape, sockets: 20, quietSeconds, clocks },
      ailing: ailing.map((i) => agentIds[i] ?? ''),
      async during(goalId) {
        while (doneAtCrash < stepsOf(shape) / 2) {
          await pause(20)
          const { rows } = await stage.pool.query<{ n: number }>(
            `SELECT count(*)::int AS n FROM task WHERE "goalId" = $1 AND status = 'done'`,
            [goalId],
          )
          doneAtCrash = rows[0]?.n ?? 0
        }
        awayMs = await stage.crash()
      },
    })
    const { rows } = await stage.pool.query<{ how: string; n: number }>(
      `SELECT status || coalesce(': ' || failure, '') AS how, count(*)::int AS n FROM attempt
       WHERE status <> 'approved' GROUP BY 1 ORDER BY 2 DESC`,
    )
    const doctor = openPool(stage.databaseUrl, 1)
    const broken = (await examineDatabase(doctor)).filter(({ broken }) => broken > 0)
    await doctor.end()
    const kept = broken.map(
      ({ number, sentence, broken, offenders }) => `${number} ${sentence}: ${broken}, ${offenders[0]}`,
    )
    const idle = Object.entries(figures.ailed).filter(([what, n]) => n === 0 && what !== 'again')
    return {
      swarm: figures,
      awayMs,
      doneAtCrash,
      ended: Object.fromEntries(rows.map(({ how, n }) => [how, n])),
      faults: [...figures.faults, ...kept, ...idle.map(([what]) => `no agent was ever ${what}: nothing is proven`)],
    }
  } finally {
    await swarm.close()
  }
}
