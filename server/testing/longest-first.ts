import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Seconds as measured; a fresh checkout has no record of its own, and the longest begun last would run alone.
const longest = [
  'server/testing/simulator.test.ts', // 51
  'e2e/drills/interrupted.test.ts', // 83
  'e2e/protocol/restart-faults.test.ts', // 39
  'e2e/protocol/crashes.test.ts', // 42
  'e2e/drills/drills.test.ts', // 43
  'e2e/protocol/schedules.test.ts', // 24
  'e2e/protocol/kill-jobs.test.ts', // 20
  'e2e/protocol/store-faults.test.ts', // 17
  'e2e/protocol/delivery-faults.test.ts', // 16
]

/** Orders test files: those that are known to take long first, then as an earlier run of this checkout found them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => this.rank(one) - this.rank(other))
  }

  private rank({ moduleId }: TestSpecification): number {
    const at = longest.indexOf(relative(this.ctx.config.root, moduleId))
    return at < 0 ? longest.length : at
  }
}
