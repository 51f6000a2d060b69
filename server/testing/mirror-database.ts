import type pg from 'pg'
import { openPool } from '../store/pool.ts'
import { put, putRow } from './insert.ts'
import type { Scenario } from './scenario.ts'

/**
 * Opens a database whose present moves only when it is told to. The product asks `clock_timestamp()` for every moment;
 * there a function of that name is found before the real clock.
 */
export async function openStopped(url: string): Promise<pg.Pool> {
  const before = openPool(url, 1)
  await before.query(`CREATE TABLE present AS SELECT timestamptz '2026-01-05T09:00:00Z' AS at`)
  await before.query(`CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
    AS 'SELECT at FROM public.present'`)
  await before.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET search_path = public, pg_catalog`)
  // It is emptied between runs.
  await before.query('ALTER TABLE event DISABLE TRIGGER log_kept')
  await before.end()
  return openPool(url, 4, true)
}

const shown = new WeakMap<pg.Pool, number>()
/** Moves the present of a stopped clock, Unix milliseconds. */
export async function showPresent(pool: pg.Pool, at: number): Promise<void> {
  if (shown.get(pool) === at) return
  shown.set(pool, at)
  await pool.query('UPDATE present SET at = $1', [new Date(at).toISOString()])
}

/** Leaves nothing in any table that a run writes. */
export async function emptyMirror(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_stat_user_tables WHERE relname NOT IN ('present', '_prisma_migrations')`,
  )
  await pool.query(`TRUNCATE ${rows.map(({ name }) => `"${name}"`).join(', ')}`)
}

/** What a scenario's disk has before its first command: the lane of the workspace and whoever owns it. */
export async function plantMirror(pool: pg.Pool, { disk, workspaceId, people }: Scenario): Promise<void> {
  const { workspace } = disk.lane(workspaceId).tables
  const [row, owner] = [workspace.get(workspaceId), people[0]?.member]
  await putRow(pool, 'lane', { id: workspaceId, kind: 'workspace', workspaceId, seq: 0 })
  if (row) await put(pool, 'workspace', row)
  if (owner) await put(pool, 'member', owner)
}
