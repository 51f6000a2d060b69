import { asked, load, measure } from './swarm.js'

// graphile-worker has no graph: as its documentation shows, a task adds its successor with `addJob`; the last step of a
// chain counts down one row to start the merge. Fastest settings it documents: a local queue of 500 and batched
// completion (`completeJobBatchDelay: 0`); 24 jobs at once in burst, as its own benchmark, 300 when agents think.

const { default: pg } = await load('pg')
const { run, Logger } = await load(asked.settings.package)

const pool = new pg.Pool({ connectionString: asked.url, max: 26 })
pool.on('error', () => undefined)
pool.on('connect', (client) => client.on('error', () => undefined))
await pool.query('CREATE TABLE swarm_left (n int)')
await pool.query('INSERT INTO swarm_left VALUES (0)')

let swarm
let finish
const taskList = {
  async plan(_, { addJobs }) {
    await swarm.step('plan', 0)
    await addJobs(Array.from({ length: swarm.chains }, (_, c) => ({ identifier: 'step', payload: { c, n: 0 } })))
  },
  async step({ c, n }, { addJob, query }) {
    const result = await swarm.step(c, n)
    if (n + 1 < swarm.length) return void (await addJob('step', { c, n: n + 1, result }))
    const { rows } = await query('UPDATE swarm_left SET n = n - 1 RETURNING n')
    if (rows[0].n === 0) await addJob('merge', {})
  },
  async merge() {
    await swarm.step('merge', 0)
    finish()
  },
}
const runner = await run({
  pgPool: pool,
  taskList,
  logger: new Logger(() => () => undefined),
  noHandleSignals: true,
  preset: {
    worker: {
      pollInterval: 2000,
      maxPoolSize: 25,
      concurrentJobs: asked.thinkMs > 0 ? 300 : 24,
      ...(asked.settings.batched ? { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : {}),
    },
  },
})

await measure(
  async (next) => {
    swarm = next
    await pool.query('UPDATE swarm_left SET n = $1', [swarm.chains])
    const ended = new Promise((resolve) => {
      finish = resolve
    })
    await runner.addJob('plan', {})
    await ended
  },
  () => runner.stop(),
)
