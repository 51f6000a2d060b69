import { asked, load, measure } from './swarm.js'

// pg-boss: the handler of a step sends the next job; the last step of a chain counts down one row to start the merge.
// Its own dependency flows are released by a poll and were slower here. Fastest settings that were found: LISTEN/NOTIFY
// on, jobs fetched in batches of 50 by 8 workers in burst, one job by each of 300 workers when agents think.

const { default: pg } = await load('pg')
const { PgBoss } = await load('pg-boss')

const pool = new pg.Pool({ connectionString: asked.url, max: 4 })
await pool.query('CREATE TABLE swarm_left (n int)')
await pool.query('INSERT INTO swarm_left VALUES (0)')

const boss = new PgBoss({
  connectionString: asked.url,
  max: 24,
  useListenNotify: true,
  supervise: false,
  schedule: false,
})
boss.on('error', (error) => console.error(error))
await boss.start()
await boss.createQueue('steps', { notify: true })

let swarm
let finish
async function perform({ data: { c, n } }) {
  const result = await swarm.step(c, n)
  if (c === 'merge') return void finish()
  if (c === 'plan')
    await boss.insert(
      'steps',
      Array.from({ length: swarm.chains }, (_, chain) => ({ data: { c: chain, n: 0 } })),
    )
  else if (n + 1 < swarm.length) await boss.send('steps', { c, n: n + 1, result })
  else {
    const { rows } = await pool.query('UPDATE swarm_left SET n = n - 1 RETURNING n')
    if (rows[0].n === 0) await boss.send('steps', { c: 'merge', n: 0 })
  }
}
const [batchSize, localConcurrency] = asked.thinkMs > 0 ? [1, 300] : [50, 8]
const settings = {
  batchSize,
  localConcurrency,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 0.5,
  burstWhenBatchFull: batchSize > 1,
}
await boss.work('steps', settings, (jobs) => Promise.all(jobs.map(perform)))

await measure(
  async (next) => {
    swarm = next
    await pool.query('UPDATE swarm_left SET n = $1', [swarm.chains])
    const ended = new Promise((resolve) => {
      finish = resolve
    })
    await boss.send('steps', { c: 'plan', n: 0 })
    await ended
  },
  () => boss.stop({ graceful: false }),
)
