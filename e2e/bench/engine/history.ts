import type pg from 'pg'
import { now, pause, round } from '../measure.ts'

// Rows of real shapes in large numbers: what was played once is copied by the database itself, with the copies' own names.

/** Columns that name rows of one goal, and those that name rows of its room. */
const ofGoal = ['id', 'goalId', 'taskId', 'attemptId', 'versionId', 'acceptedVersionId', 'deliverableId', 'jobId']
const ofRoom = ['laneId', 'roomId', 'participantId', 'assigneeId', 'doerId', 'createdBy']
type Copying = { table: string; where: string; naming: readonly string[] }

/** Lays so many finished tasks into other rooms, with attempts, versions, deliveries and jobs: copies of a played room. */
export async function copyRoom(pool: pg.Pool, roomId: string, tasks: number): Promise<number> {
  const naming = [...ofGoal, ...ofRoom]
  const inRoom = ['participant', 'goal', 'task', 'attempt', 'version', 'deliverable']
  const laid = await copy(pool, roomId, tasks, `SELECT count(*) AS n FROM task WHERE "roomId" = $1`, [
    { table: 'lane', where: 'id = $1', naming },
    { table: 'room', where: 'id = $1', naming },
    ...inRoom.map((table) => ({ table, where: '"roomId" = $1', naming })),
    ...['job', 'delivery'].map((table) => ({ table, where: '"laneId" = $1', naming })),
  ])
  // Their logs are left out: a log is only ever added to and read by its own lane.
  await pool.query(`UPDATE lane SET seq = 0, "wakeAt" = NULL WHERE id LIKE $1 || '-%'`, [roomId])
  await pool.query(`UPDATE goal SET status = 'completed', "endedAt" = now() WHERE "roomId" LIKE $1 || '-%'`, [roomId])
  await pool.query(
    `UPDATE task SET status = 'done', "endedAt" = now() WHERE "roomId" LIKE $1 || '-%' AND status <> 'done'`,
    [roomId],
  )
  await tidy(pool)
  return laid
}

/** Lays so many open tasks into a room: copies of a goal that waits there. */
export async function copyGoal(pool: pg.Pool, goalId: string, tasks: number): Promise<number> {
  const laid = await copy(pool, goalId, tasks, `SELECT count(*) AS n FROM task WHERE "goalId" = $1`, [
    { table: 'goal', where: 'id = $1', naming: ofGoal },
    { table: 'task', where: '"goalId" = $1', naming: ofGoal },
  ])
  await tidy(pool)
  return laid
}

/** What copying left to the database's own workers is done before anything is measured. */
async function tidy(pool: pg.Pool) {
  await pool.query('VACUUM ANALYZE')
  await pool.query('CHECKPOINT')
}

async function copy(pool: pg.Pool, id: string, tasks: number, counting: string, what: readonly Copying[]) {
  const each = Number((await pool.query(counting, [id])).rows[0]?.n)
  const [{ n: earlier = 0 } = {}] = (
    await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM goal WHERE id LIKE $1 || '-%'`, [id])
  ).rows
  const copies = Math.ceil(tasks / each)
  const columns = new Map<string, string[]>()
  const { rows } = await pool.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'`,
  )
  for (const { table, column } of rows) columns.set(table, [...(columns.get(table) ?? []), column])
  for (const { table, where, naming } of what) {
    const names = columns.get(table) ?? []
    const values = names.map((name) =>
      name === 'needs'
        ? `(SELECT coalesce(jsonb_agg(need || '-' || n), '[]') FROM jsonb_array_elements_text(needs) AS need)`
        : naming.includes(name)
          ? `"${name}" || '-' || n`
          : `"${name}"`,
    )
    await pool.query(
      `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) SELECT ${values.join(', ')}
       FROM generate_series(${earlier + 1}, ${earlier + copies}) AS n, "${table}" WHERE ${where}`,
      [id],
    )
  }
  return copies * each
}

/** Transactions that the database ended a second, this connection's own aside, over so long. */
export async function commitsPerSecond(pool: pg.Pool, ms: number): Promise<number> {
  const read = async () => {
    const { rows } = await pool.query<{ n: string }>(
      `SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()`,
    )
    return Number(rows[0]?.n)
  }
  const [first, from] = [await read(), now()]
  await pause(ms)
  return round(((await read()) - first) / ((now() - from) / 1000), 1)
}
