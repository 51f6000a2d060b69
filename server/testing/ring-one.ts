import type pg from 'pg'
import { Mirror } from './mirror.ts'
import { differences } from './mirror-rows.ts'
import { type Run, Simulation } from './simulator.ts'
import type { ProfileName } from './torment.ts'

/** Plays one seed in memory and on Postgres at once, on a database whose clock is stopped, and says in what they differ. */
export async function playOnBoth(seed: number, pool: pg.Pool, profile?: ProfileName): Promise<Run> {
  const mirror = new Mirror(pool)
  const { seams, standingOf } = mirror
  const simulation = new Simulation(seed, { profile, seams, standingOf, alone: true })
  const run = await simulation.play()
  await mirror.drain()
  const failures = [...run.failures, ...mirror.failures]
  if (failures.length === 0) failures.push(...(await differences(simulation.scene.disk, pool)))
  return { ...run, failures }
}
