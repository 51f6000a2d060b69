import pg from 'pg'
import { after, keysOf, type Shape, waitsFor } from './graph.ts'

/** Who keeps the graph: results in, and what they set free out. */
export type Ledger = {
  begin(shape: Shape): Promise<void>
  /** Every key is complete when this resolves; answers the keys that wait for nothing more. */
  complete(keys: readonly string[]): Promise<string[]>
  /** Faults that the counts show. */
  faults(steps: number): Promise<string[]>
}

/** Keeps it in memory, which is the least that can be done. */
export function memoryLedger(): Ledger {
  let shape: Shape = { chains: 0, length: 0 }
  let mergeWaits = 0
  return {
    async begin(given) {
      shape = given
      mergeWaits = given.chains
    },
    async complete(keys) {
      const free = keys.flatMap((key) => after(key, shape))
      mergeWaits -= free.filter((key) => key === 'merge').length
      return [...free.filter((key) => key !== 'merge'), ...(mergeWaits === 0 ? ['merge'] : [])]
    },
    faults: async () => [],
  }
}

// One statement for a whole group: results in, successors counted down, those at zero claimed, an event each.
const complete = {
  name: 'complete',
  text: `WITH d AS (SELECT * FROM unnest($1::text[], $2::jsonb[]) AS d(key, result)),
    u AS (UPDATE task t SET status = 'done', result = d.result, at = now() FROM d
      WHERE t.key = d.key AND t.status = 'running' RETURNING t.key),
    e AS (SELECT e.successor, count(*)::int AS n FROM edge e JOIN u ON e.predecessor = u.key GROUP BY 1),
    r AS (UPDATE task t SET pending = t.pending - e.n, at = now(),
        status = CASE WHEN t.pending = e.n THEN 'running' ELSE t.status END
      FROM e WHERE t.key = e.successor RETURNING t.key, t.status),
    v AS (INSERT INTO event (task, kind, body) SELECT key, 'done', $3::jsonb FROM u
      UNION ALL SELECT key, 'claimed', $3::jsonb FROM r WHERE status = 'running')
    SELECT key FROM r WHERE status = 'running'`,
}
const note = JSON.stringify({ note: 'x'.repeat(150) })
const result = JSON.stringify({ text: 'r'.repeat(400) })

/** Keeps it in PostgreSQL, durably, with one statement a group over two connections. */
export async function postgresLedger(url: string): Promise<Ledger> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  return {
    async begin(shape) {
      const keys = keysOf(shape)
      const edges = keys.flatMap((key) => waitsFor(key, shape).map((need) => [need, key]))
      await pool.query(`DROP TABLE IF EXISTS task, edge, event;
        CREATE TABLE task (key text PRIMARY KEY, status text NOT NULL, pending int NOT NULL, result jsonb, at timestamptz NOT NULL DEFAULT now()) WITH (fillfactor = 60);
        CREATE TABLE edge (predecessor text NOT NULL, successor text NOT NULL, PRIMARY KEY (predecessor, successor));
        CREATE TABLE event (seq bigserial PRIMARY KEY, task text NOT NULL, kind text NOT NULL, body jsonb, at timestamptz NOT NULL DEFAULT now())`)
      await pool.query(
        `INSERT INTO task (key, status, pending) SELECT key, 'blocked', pending FROM unnest($1::text[], $2::int[]) AS t(key, pending)`,
        [keys, keys.map((key) => waitsFor(key, shape).length)],
      )
      await pool.query('INSERT INTO edge SELECT * FROM unnest($1::text[], $2::text[])', [
        edges.map(([need]) => need),
        edges.map(([, key]) => key),
      ])
      await pool.query(`UPDATE task SET status = 'running' WHERE key = 'plan'`)
      await pool.query('ANALYZE task, edge')
    },
    async complete(keys) {
      // In one order everywhere, so that two groups never wait for each other in a circle.
      const sorted = [...keys].sort()
      const { rows } = await pool.query<{ key: string }>({
        ...complete,
        values: [sorted, sorted.map(() => result), note],
      })
      return rows.map(({ key }) => key)
    },
    async faults(steps) {
      const { rows } = await pool.query<{ done: number; events: number }>(
        `SELECT (SELECT count(*)::int FROM task WHERE status = 'done') AS done, (SELECT count(*)::int FROM event) AS events`,
      )
      const { done = -1, events = -1 } = rows[0] ?? {}
      return done === steps && events === 2 * steps - 1 ? [] : [`${done} of ${steps} steps done, ${events} events`]
    },
  }
}
