import type pg from 'pg'
import { now, pause, round } from '../measure.ts'

/** Columns that name other rows: a copy names the copies. */
const naming = [
  'id',
  'laneId',
  'roomId',
  'goalId',
  'taskId',
  'attemptId',
  'versionId',
  'participantId',
  'acceptedVersionId',
  'deliverableId',
  'doerId',
  'createdBy',
]
const copied = ['room', 'participant', 'goal', 'task', 'attempt', 'version', 'deliverable']

/** Copies a played room with all that hangs on it until so many tasks lie there; answers how many were added. */
export async function copyHistory(pool: pg.Pool, roomId: string, tasks: number): Promise<number> {
  const count = async () =>
    Number((await pool.query(`SELECT count(*) AS n FROM task WHERE "roomId" = $1`, [roomId])).rows[0]?.n)
  const copies = Math.ceil(tasks / (await count()))
  const columns = new Map<string, string[]>()
  const { rows } = await pool.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'`,
  )
  for (const { table, column } of rows) columns.set(table, [...(columns.get(table) ?? []), column])
  const copy = async (table: string, where: string) => {
    const names = columns.get(table) ?? []
    const values = names.map((name) => (naming.includes(name) ? `"${name}" || '-' || n` : `"${name}"`))
    await pool.query(
      `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')})
       SELECT ${values.join(', ')} FROM "${table}", generate_series(1, ${copies}) AS n WHERE ${where}`,
      [roomId],
    )
  }
  await copy('lane', 'id = $1')
  for (const table of copied) await copy(table, table === 'room' ? 'id = $1' : '"roomId" = $1')
  // Their logs are left out: a log is only ever added to and read by its own lane.
  await pool.query(`UPDATE lane SET seq = 0, "wakeAt" = NULL WHERE id LIKE $1 || '-%'`, [roomId])
  await pool.query('ANALYZE')
  return copies * (await count())
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
