import { Random } from './random.ts'
import { Scenario } from './scenario.ts'
import type { Standing } from './scenario-parts.ts'

/** How much happens in a run. */
export type Size = 'tiny' | 'short' | 'middling' | 'long' | 'fleet'
type Place = { name: string; skills: string[]; places: number; channel: 'webhook' | 'pull' }
/** Who is there when a run begins: three people, Ada who is always honest, and the agents listed. */
export type CastSpec = { index: number; rooms: number; ada: number; agents: Place[] }

const casts: Record<Size, { from: number; count: number; agents: [number, number]; rooms: [number, number] }> = {
  tiny: { from: 0, count: 8, agents: [1, 1], rooms: [1, 1] },
  short: { from: 8, count: 12, agents: [1, 2], rooms: [1, 1] },
  middling: { from: 20, count: 12, agents: [1, 4], rooms: [1, 1] },
  long: { from: 32, count: 4, agents: [5, 8], rooms: [1, 2] },
  // Agents of one owner, on one host, with work in every room.
  fleet: { from: 36, count: 4, agents: [3, 4], rooms: [2, 3] },
}
/** The casts that runs of a size draw from: few enough to be set up once each. */
export const castsOf = (size: Size): number[] =>
  Array.from({ length: casts[size].count }, (_, i) => casts[size].from + i)

/** The cast of that number, the same every time. */
export function castOf(index: number): CastSpec {
  const random = new Random(1000 + index)
  const { agents, rooms } = Object.values(casts).find(({ from, count }) => index < from + count) ?? casts.long
  const fleet = index >= casts.fleet.from
  return {
    index,
    rooms: random.between(...rooms),
    ada: random.between(1, 2),
    agents: Array.from({ length: random.between(...agents) }, (_, i) => ({
      name: `Worker ${i + 1}`,
      skills: random.chance(0.7) ? ['writing', 'editing'] : ['writing'],
      places: fleet ? random.between(4, 6) : random.between(1, 3),
      channel: !fleet && random.chance(0.2) ? 'pull' : 'webhook',
    })),
  }
}

const standing = new Map<number, Promise<Standing>>()

/** The workspace of a cast as it stands before anything happens: set up once, played on copies. */
export function standingOf(cast: CastSpec): Promise<Standing> {
  const known = standing.get(cast.index) ?? furnishCast(cast, new Scenario())
  standing.set(cast.index, known)
  return known
}

/** Sets a cast up in a scenario where nothing happened yet. */
export async function furnishCast(cast: CastSpec, scene: Scenario): Promise<Standing> {
  const arrive = async () => {
    await scene.furnish()
    for (let room = 1; room < cast.rooms; room++) await scene.room(`Pier ${room}`)
    await scene.join('Ben', 'admin')
    await scene.join('Cleo')
    await scene.agent({ name: 'Ada', skills: ['writing', 'editing'], places: cast.ada })
    for (const fields of cast.agents) await scene.agent(fields)
  }
  await scene.clock.until(arrive())
  await scene.clock.pass(60_000)
  return scene.standing()
}
