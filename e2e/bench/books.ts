import type pg from 'pg'

/** What a swarm left in the database must be this and nothing else; every sentence is a fault. */
export async function faultsOf(
  pool: pg.Pool,
  goalId: string,
  steps: number,
  ailing: readonly string[] = [],
): Promise<string[]> {
  const faults: string[] = []
  const expect = async (what: string, wanted: number, sql: string, values: unknown[] = [goalId]) => {
    const { rows } = await pool.query<{ n: number }>(sql, values)
    const found = Number(rows[0]?.n ?? -1)
    if (found !== wanted) faults.push(`${what}: ${found} instead of ${wanted}`)
  }
  await expect('tasks done', steps - 1, `SELECT count(*) AS n FROM task WHERE "goalId" = $1 AND status = 'done'`)
  await expect('tasks in review', 1, `SELECT count(*) AS n FROM task WHERE "goalId" = $1 AND status = 'in_review'`)
  await expect('tasks', steps, `SELECT count(*) AS n FROM task WHERE "goalId" = $1`)
  await expect(
    'tasks without exactly one approved attempt',
    0,
    `SELECT count(*) AS n FROM task t WHERE t."goalId" = $1
       AND (SELECT count(*) FROM attempt a WHERE a."taskId" = t.id AND a.status = 'approved') <> 1`,
  )
  await expect(
    'tasks without exactly one good version',
    0,
    `SELECT count(*) AS n FROM task t WHERE t."goalId" = $1
       AND (SELECT count(*) FROM version v WHERE v."taskId" = t.id AND v.status IN ('approved', 'in_review')) <> 1`,
  )
  await expect(
    'done tasks whose accepted version is not theirs',
    0,
    `SELECT count(*) AS n FROM task t LEFT JOIN version v ON v.id = t."acceptedVersionId"
     WHERE t."goalId" = $1 AND t.status = 'done' AND (v."taskId" IS DISTINCT FROM t.id OR v.status <> 'approved')`,
  )
  await expect(
    'tasks begun before what they need was done',
    0,
    `SELECT count(*) AS n FROM task t CROSS JOIN LATERAL jsonb_array_elements_text(t.needs) AS need(id)
     JOIN task p ON p.id = need.id JOIN attempt a ON a."taskId" = t.id
     WHERE t."goalId" = $1 AND (p.status <> 'done' OR a."offeredAt" < p."endedAt")`,
  )
  await expect(
    'attempts still open',
    0,
    `SELECT count(*) AS n FROM attempt WHERE "goalId" = $1 AND status IN ('offered', 'accepted', 'working', 'submitted')`,
  )
  await expect('places still taken', 0, `SELECT coalesce(sum("inUse"), 0) AS n FROM agent_slot`, [])
  await expect('jobs not ended', 0, `SELECT count(*) AS n FROM ${openJobs}`, [ailing])
  await expect(
    'tasks told of as completed not exactly once',
    0,
    `SELECT count(*) AS n FROM task t LEFT JOIN (SELECT data->>'taskId' AS id, count(*) AS n FROM event
       WHERE type = 'task.completed' GROUP BY 1) e ON e.id = t.id
     WHERE t."goalId" = $1 AND t.status = 'done' AND e.n IS DISTINCT FROM 1`,
  )
  await expect(
    'lanes with a hole or a double in their numbers',
    0,
    `SELECT count(*) AS n FROM lane l LEFT JOIN
       (SELECT "laneId", count(*) AS n, min(seq) AS low, max(seq) AS high FROM event GROUP BY 1) e ON e."laneId" = l.id
     WHERE l.seq <> coalesce(e.n, 0) OR (l.seq > 0 AND (e.low <> 1 OR e.high <> l.seq))`,
    [],
  )
  return faults
}

/** What still has to be done before a swarm's books can be read; what waits for ailing agents may wait on. */
export async function openWork(pool: pg.Pool, goalId: string, ailing: readonly string[]): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT ((SELECT count(*) FROM ${openJobs})
       + (SELECT count(*) FROM attempt WHERE "goalId" = $2 AND status IN ('offered', 'accepted', 'working')))::int AS n`,
    [ailing, goalId],
  )
  return rows[0]?.n ?? 0
}
const openJobs = `job WHERE "endedAt" IS NULL AND ("agentId" IS NULL OR NOT "agentId" = ANY($1::text[]))`

/** More hand-outs than tasks, or messages sent more than once: allowed, but to be seen. */
export async function extrasOf(pool: pg.Pool, goalId: string): Promise<{ attempts: number; deliveries: number }> {
  const { rows } = await pool.query<{ attempts: number; deliveries: number }>(
    `SELECT (SELECT count(*)::int FROM attempt WHERE "goalId" = $1) AS attempts,
       (SELECT count(*)::int FROM delivery d JOIN attempt a ON a.id = d."attemptId" WHERE a."goalId" = $1) AS deliveries`,
    [goalId],
  )
  return rows[0] ?? { attempts: 0, deliveries: 0 }
}

export type Meter = { transactions: number; rows: number; walBytes: number }

/** The database's own counters. They lag by up to a second, so ask when it has been quiet for longer. */
export async function readMeter(pool: pg.Pool): Promise<Meter> {
  const { rows } = await pool.query<{ transactions: string; rows: string; wal: string }>(
    `SELECT xact_commit AS transactions, tup_inserted + tup_updated + tup_deleted AS rows,
       (SELECT wal_bytes FROM pg_stat_wal) AS wal FROM pg_stat_database WHERE datname = current_database()`,
  )
  const [row] = rows
  return { transactions: Number(row?.transactions), rows: Number(row?.rows), walBytes: Number(row?.wal) }
}

export async function headOf(pool: pg.Pool, laneId: string): Promise<number> {
  const { rows } = await pool.query<{ seq: number }>('SELECT seq FROM lane WHERE id = $1', [laneId])
  return rows[0]?.seq ?? 0
}

/** When each event after `after` was committed, Unix milliseconds in order of number, and in how many transactions. */
export async function commitsOf(pool: pg.Pool, laneId: string, after: number) {
  const { rows } = await pool.query<{ at: number; xid: string }>(
    `SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::float8 AS at, xmin::text AS xid
     FROM event WHERE "laneId" = $1 AND seq > $2 ORDER BY seq`,
    [laneId, after],
  )
  return { committed: Float64Array.from(rows, (row) => row.at), batches: new Set(rows.map((row) => row.xid)).size }
}
