import pg from 'pg'

const timestamptz = 1184
/** Moments come back as Unix milliseconds. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === timestamptz ? (text: string) => Date.parse(text) : pg.types.getTypeParser(oid, format ?? 'text'),
} as pg.CustomTypesConfig

const limits = '-c statement_timeout=15000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=20000'
/**
 * A batch runs a score of prepared statements that all go by an index. Planning them afresh for every batch would cost the
 * database more than running them, and a plan kept from an empty table must not become a walk through a full one.
 */
const fixedPlans =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off'

/** A pool on one Postgres; one that pipelines is for batches and keeps its plans. Postgres itself enforces the time limits: 5 s to connect, 15 s a statement, 10 s for a lock, 20 s idle in a transaction. */
export function openPool(url: string, max = 8, pipeline = false): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    connectionTimeoutMillis: 5000,
    // For a database that has gone silent; one that answers keeps its own limits, which are shorter.
    query_timeout: 16_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    ...(pipeline ? { pipeline } : {}),
    application_name: 'muster',
    options: pipeline ? `${limits} ${fixedPlans}` : limits,
  })
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return pool
}

const shared = globalThis as { musterPool?: pg.Pool }

/** The process's pool. The web framework loads this file a second time, so the one object lives on globalThis. */
export function sharedPool(url?: string): pg.Pool {
  if (!shared.musterPool) {
    if (!url) throw new Error('the database is not open yet: server/main.ts opens it at start')
    shared.musterPool = openPool(url)
  }
  return shared.musterPool
}

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
