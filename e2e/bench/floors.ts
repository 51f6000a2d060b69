import pg from 'pg'
import { now, pause, round, type Spread, spreadOf } from './measure.ts'
import type { Cluster } from './stage.ts'

// What this machine's database can do at best for one step: update one task, insert one event of some 200 bytes.

const tasks = 50_000
const body = JSON.stringify({ from: 'running', to: 'done', agent: 'agent-137', note: 'x'.repeat(120) })
const single = {
  name: 'single',
  text: `WITH u AS (UPDATE task SET status = $2, version = version + 1 WHERE id = $1 RETURNING id)
    INSERT INTO event (task_id, kind, body) SELECT id, 'moved', $3 FROM u`,
}
const batched = {
  name: 'batched',
  text: `WITH x AS (SELECT * FROM unnest($1::int[], $2::text[], $3::jsonb[]) AS x(id, status, body)),
      u AS (UPDATE task t SET status = x.status, version = t.version + 1 FROM x WHERE t.id = x.id RETURNING t.id)
    INSERT INTO event (task_id, kind, body) SELECT x.id, 'moved', x.body FROM x JOIN u USING (id)`,
}
const anyTask = () => 1 + Math.floor(Math.random() * tasks)

export type Floors = {
  groupCommitPerSecond: number
  singlePerSecond: number
  /** One transaction at a time on one connection, 250 a second: the round trip. */
  single: Spread
  /** From asking for a notification to hearing it on another connection. */
  notify: Spread
}

/** Durable steps per second: in groups of 100 over two connections, and one transaction a step over 32. */
export async function measureFloors(cluster: Cluster, ms: number): Promise<Floors> {
  const url = await cluster.fresh('floors')
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE TABLE task (id int PRIMARY KEY, status text NOT NULL, version int NOT NULL DEFAULT 0) WITH (fillfactor = 70);
    CREATE TABLE event (id bigserial PRIMARY KEY, task_id int NOT NULL, kind text NOT NULL, body jsonb NOT NULL);
    INSERT INTO task (id, status) SELECT g, 'ready' FROM generate_series(1, ${tasks}) g`)
  await admin.query('VACUUM ANALYZE task')
  await admin.end()
  const group = 100
  const groups = await busy(url, 2, ms, (client) => {
    const ids = new Set<number>()
    while (ids.size < group) ids.add(anyTask())
    // In one order everywhere, so that two groups never wait for each other in a circle.
    const sorted = [...ids].sort((a, b) => a - b)
    return client.query({ ...batched, values: [sorted, sorted.map(() => 'done'), sorted.map(() => body)] })
  })
  const singles = await busy(url, 32, ms, (client) => client.query({ ...single, values: [anyTask(), 'done', body] }))
  return {
    groupCommitPerSecond: Math.round(groups * group),
    singlePerSecond: Math.round(singles),
    ...(await calm(url, ms)),
  }
}

/** Round trips on a calm database, counted from when each was due. */
async function calm(url: string, ms: number): Promise<Pick<Floors, 'single' | 'notify'>> {
  const [asking, hearing] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })]
  await Promise.all([asking.connect(), hearing.connect()])
  const paced = async (work: () => Promise<unknown>) => {
    const took: number[] = []
    for (let due = now(); took.length < ms / 4; due += 4) {
      if (due > now()) await pause(due - now())
      const from = Math.min(due, now())
      await work()
      took.push(now() - from)
    }
    return spreadOf(took)
  }
  const singles = await paced(() => asking.query({ ...single, values: [anyTask(), 'done', body] }))
  await hearing.query('LISTEN floor')
  const notify = await paced(() => {
    const heard = new Promise((resolve) => hearing.once('notification', resolve))
    return asking.query('NOTIFY floor').then(() => heard)
  })
  await Promise.all([asking.end(), hearing.end()])
  return { single: singles, notify }
}

/** Keeps so many connections busy with `work` and answers how often it was done a second, after a short warm-up. */
async function busy(url: string, connections: number, ms: number, work: (client: pg.Client) => Promise<unknown>) {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }))
  await Promise.all(clients.map((client) => client.connect()))
  const from = now() + 500
  const until = from + ms
  let count = 0
  await Promise.all(
    clients.map(async (client) => {
      while (now() < until) {
        await work(client)
        if (now() >= from) count += 1
      }
    }),
  )
  const seconds = (now() - from) / 1000
  await Promise.all(clients.map((client) => client.end()))
  return round(count / seconds, 2)
}
