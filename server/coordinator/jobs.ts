import type { Runner } from '../commands/run.ts'
import { tick } from '../commands/tick.ts'
import { coordinatorActor } from '../domain/permission.ts'
import type { Job, JobKind } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { createAlarms } from './alarms.ts'
import { InHand } from './in-hand.ts'
import { runInLanes } from './lane-jobs.ts'

/** Does one job; the handler ends or postpones it itself. */
export type JobHandler = (job: Job) => Promise<void>
export type JobDeps = {
  store: Store
  runner: Runner
  handlers: Record<Exclude<JobKind, 'lane'>, JobHandler>
  onBug: (error: unknown, job: string) => void
}

const inFlightLimit = 400
/** Clocks of lanes that this process did not set itself, such as a dead one's, are noticed this late at most. */
const sweepMs = 1000
/** What a dead process left is its for 30 s anyway, so it is looked for at every second sweep. */
const sweepsPerClaim = 2
const timerLimitMs = 10 * 60_000
/** A job is left alone after this many tries of its own accord. */
const triesLimit = 12

export type JobWorker = { start(): void; stop(): Promise<void>; runAgainAt(job: Job, at: number): void }

/**
 * Does what the log decided, after commit. New jobs of this process and the clocks of its lanes come straight from the
 * commit; behind them a sweep claims what a dead process left and ticks lanes whose clocks ran out unheard: three
 * statements in two seconds, whatever the load.
 */
export function createJobWorker({ store, runner, handlers, onBug }: JobDeps): JobWorker {
  const queue: Job[] = []
  const inHand = new InHand()
  const timers = new Set<NodeJS.Timeout>()
  const ticking = new Set<string>()
  const alarms = createAlarms(tickOnce)
  let startedAt = performance.now()
  let sweeps = 0
  let running = 0
  let stopped = false
  let sweeper: NodeJS.Timeout | undefined
  let unlisten: (() => void) | undefined
  let drained: (() => void) | undefined

  function add(job: Job, now: number) {
    if (stopped || job.endedAt !== null) return
    const wait = job.runAt - now
    // What is due much later is claimed by the sweep, here or in another process.
    if (wait > timerLimitMs) return
    inHand.take(job)
    if (wait <= 0) return enqueue(job)
    const timer = setTimeout(() => {
      timers.delete(timer)
      enqueue(job)
    }, wait)
    timers.add(timer)
  }

  function enqueue(job: Job) {
    queue.push(job)
    pump()
  }

  function pump() {
    while (!stopped && running < inFlightLimit) {
      const job = queue.shift()
      if (!job) return
      running += 1
      perform(job)
        .catch((error) => {
          onBug(error, job.kind)
          // It is claimed again when the claim runs out, and given up when that happened often enough.
          return store.countTry(job.id).catch((cause) => onBug(cause, job.kind))
        })
        .finally(() => {
          running -= 1
          inHand.drop(job)
          if (stopped && running === 0) drained?.()
          else pump()
        })
    }
  }

  async function perform(job: Job) {
    if (job.tries >= triesLimit) return store.endJob(job.id, 'given up')
    if (job.kind !== 'lane') return handlers[job.kind](job)
    await runInLanes(store, runner, job)
    await store.endJob(job.id, 'done')
  }

  function tickOnce(laneId: string) {
    if (ticking.has(laneId)) return
    ticking.add(laneId)
    runner
      .run(tick, { laneId, upMs: performance.now() - startedAt }, coordinatorActor)
      .catch((error) => onBug(error, 'tick'))
      .finally(() => ticking.delete(laneId))
  }

  async function sweep() {
    try {
      const claiming = sweeps++ % sweepsPerClaim === 0
      const [jobs, lanes] = await Promise.all([claiming ? store.claimJobs(200) : [], store.dueLanes(200)])
      for (const job of jobs) {
        if (inHand.has(job.id)) continue
        inHand.take(job)
        enqueue(job)
      }
      // None is waited for: a lane that is stuck on its lock must not hold up the others.
      for (const laneId of lanes) tickOnce(laneId)
    } catch (error) {
      onBug(error, 'sweep')
    }
    if (!stopped) sweeper = setTimeout(sweep, sweepMs)
  }

  return {
    start() {
      startedAt = performance.now()
      unlisten = store.onCommit(({ laneId, jobs, now, wakeAt }) => {
        for (const job of jobs) add(job, now)
        alarms.set(laneId, wakeAt === null ? null : wakeAt - now)
      })
      sweeper = setTimeout(sweep, 50)
    },
    async stop() {
      stopped = true
      unlisten?.()
      clearTimeout(sweeper)
      alarms.stop()
      for (const timer of timers) clearTimeout(timer)
      if (running > 0) await new Promise<void>((resolve) => (drained = resolve))
    },
    runAgainAt: (job, at) => add({ ...job, runAt: at, tries: job.tries + 1 }, Date.now()),
  }
}
