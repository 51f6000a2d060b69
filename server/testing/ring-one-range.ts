import { migrate } from '../../prisma/migrate.ts'
import { withThrowawayPostgres } from '../launch/throwaway.ts'
import { openStopped } from './mirror-database.ts'
import { playOnBoth } from './ring-one.ts'
import type { Run } from './simulator.ts'
import type { ProfileName } from './torment.ts'

/** Plays a range of seeds in memory and on a PostgreSQL of its own, and tells of each that failed. */
export async function playRange(
  { from, count, profile }: { from: number; count: number; profile: ProfileName | undefined },
  tell: (run: Run) => void,
): Promise<{ commits: number; failed: number; seconds: number }> {
  const begun = performance.now()
  return withThrowawayPostgres(async (url) => {
    await migrate(url('ring_one'), { create: true })
    const pool = await openStopped(url('ring_one'))
    const outcome = { commits: 0, failed: 0 }
    for (let seed = from; seed < from + count; seed++) {
      const run = await playOnBoth(seed, pool, profile)
      outcome.commits += run.commits
      if (run.failures.length === 0) continue
      outcome.failed += 1
      tell(run)
    }
    await pool.end()
    return { ...outcome, seconds: (performance.now() - begun) / 1000 }
  })
}
