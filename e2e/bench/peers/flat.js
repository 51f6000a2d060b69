import { asked, begin, leave, load } from './swarm.js'

// graphile-worker's best case: jobs that do nothing and wait for nothing, queued first and then worked off, with the
// settings it documents as fastest.

const { default: pg } = await load('pg')
const { run, makeWorkerUtils, Logger } = await load(asked.settings.package)

const pool = new pg.Pool({ connectionString: asked.url, max: 26 })
pool.on('error', () => undefined)
pool.on('connect', (client) => client.on('error', () => undefined))
const logger = new Logger(() => () => undefined)
const settings = { pgPool: pool, logger, noHandleSignals: true }
const utils = await makeWorkerUtils(settings)
await utils.migrate()

const group = 5000
async function queue(count) {
  for (let from = 0; from < count; from += group)
    await utils.addJobs(
      Array.from({ length: Math.min(group, count - from) }, (_, i) => ({
        identifier: 'step',
        payload: { i: from + i },
      })),
    )
}

/** Works off what is queued; answers how long it took, milliseconds. */
async function work(count) {
  let left = count
  let finish
  const ended = new Promise((resolve) => {
    finish = resolve
  })
  const startedAt = performance.now()
  const runner = await run({
    ...settings,
    taskList: {
      async step() {
        left -= 1
        if (left === 0) finish()
      },
    },
    preset: {
      worker: {
        maxPoolSize: 25,
        concurrentJobs: 24,
        localQueue: { size: 500 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  })
  await ended
  const ms = performance.now() - startedAt
  await runner.stop()
  return ms
}

const jobs = 20_000
await queue(2000)
await work(2000)
await queue(jobs)
await begin()
const before = process.cpuUsage()
const ms = await work(jobs)
const { user, system } = process.cpuUsage(before)
const told = { ms, steps: jobs, handOn: [], fanOut: [], wrong: [], cpuMs: (user + system) / 1000 }
process.send?.(told, leave)
