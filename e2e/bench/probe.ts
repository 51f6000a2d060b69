import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { round } from './measure.ts'
import { type CPUProfileSession, startProfile } from './profile.ts'
import { answer } from './talk.ts'

// Loaded into the measured process before its own program: it counts, and touches nothing of the product.

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
let profile: CPUProfileSession | undefined

const asks = {
  async start({ profiled }: { profiled: boolean }) {
    if (profiled) profile = await startProfile()
    delay.reset()
  },
  /** Memory after a collection where one can be asked for, MB. */
  memory() {
    globalThis.gc?.()
    return Math.round(process.memoryUsage().rss / 2 ** 20)
  },
  async report({ profileFile }: { profileFile: string | null }) {
    const figures = {
      loopDelayP50: round(delay.percentile(50) / 1e6),
      loopDelayP99: round(delay.percentile(99) / 1e6),
      loopDelayMax: round(delay.max / 1e6),
    }
    if (profile && profileFile) writeFileSync(profileFile, await profile.stop())
    profile = undefined
    return figures
  },
}
export type ProbeAsks = typeof asks
answer(asks)
// Counting keeps no process alive that has ended its own work.
process.channel?.unref()
