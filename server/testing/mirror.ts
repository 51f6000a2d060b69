import type pg from 'pg'
import type { MemoryStoreOptions } from '../store/memory.ts'
import { Locks } from '../store/memory-locks.ts'
import { emptyMirror, plantMirror, showPresent } from './mirror-database.ts'
import { MirrorStore } from './mirror-store.ts'
import { Scenario } from './scenario.ts'
import { type CastSpec, furnishCast } from './scenario-cast.ts'
import type { Ids } from './scenario-ids.ts'
import type { Seams, Standing } from './scenario-parts.ts'

/**
 * What happens on a memory disk, done once more on Postgres by the product's own store: each commit, claim and read in
 * the order in which it happened, at the same virtual moment, with the same ids, and its answer compared.
 */
export class Mirror {
  readonly failures: string[] = []
  /** Commits that were done on both. */
  commits = 0
  /** One transaction at a time on the whole disk: what a batch decides on is then the same on both sides. */
  readonly turns = new Locks()
  private readonly queue: { at: number; what: string; work: () => Promise<string[]> }[] = []
  private scene: Scenario | undefined
  private planted = false

  constructor(readonly pool: pg.Pool) {}

  /** What a scenario needs so that everything it does is done here, too. */
  readonly seams: Seams = {
    openStore: (options: MemoryStoreOptions, ids: Ids) => new MirrorStore(options, ids, this),
    between: () => this.drain(),
  }

  /** The workspace of a cast as it stands before anything happens, on both sides. */
  readonly standingOf = async (cast: CastSpec): Promise<Standing> => {
    await emptyMirror(this.pool)
    this.scene = new Scenario(undefined, this.seams)
    const standing = await furnishCast(cast, this.scene)
    await this.drain()
    await this.forgetWhatCopiesLeaveOut()
    return standing
  }

  /** Keeps for later, in order, what is to be done on Postgres at this virtual moment; `work` says what differs. */
  later(at: number, what: string, work: () => Promise<string[]>) {
    if (this.failures.length === 0) this.queue.push({ at, what, work })
  }

  /** Does all that was kept. Nothing of the run goes on meanwhile: its time stands still. */
  async drain() {
    if (!this.planted && this.scene && this.queue.length > 0) {
      this.planted = true
      await plantMirror(this.pool, this.scene)
    }
    for (let next = this.queue.shift(); next && this.failures.length === 0; next = this.queue.shift()) {
      const { at, what, work } = next
      await showPresent(this.pool, at)
      const said = await work().catch((error: unknown) => [
        error instanceof Error ? (error.stack ?? '') : String(error),
      ])
      for (const line of said) this.failures.push(`${what} on Postgres: ${line}`)
    }
  }

  /** A copy of a disk has no jobs that are over and no deliveries, activities or late reports. */
  private async forgetWhatCopiesLeaveOut() {
    await this.pool.query('DELETE FROM job WHERE "endedAt" IS NOT NULL')
    for (const table of ['delivery', 'activity', 'late_report']) await this.pool.query(`DELETE FROM ${table}`)
  }
}
