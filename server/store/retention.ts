import type pg from 'pg'

/** How long what only helps is kept, in days: answers given to command ids (agent-protocol.md 3), tries of deliveries (2), done jobs and ended sessions. */
export const keptDays = { receipts: 7, deliveries: 30, jobs: 30, sessions: 30 } as const
export type Trimmed = Record<keyof typeof keptDays, number>

/** Rows that one statement takes away: few enough that nobody waits for it. */
const chunk = 2000
const hourMs = 3_600_000
const firstMs = 60_000

// The log, what was made and what people said are never taken away here. A job whose try is still kept is needed to send it again.
const old: Record<keyof typeof keptDays, string> = {
  receipts: `DELETE FROM receipt WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM receipt WHERE "createdAt" < now() - make_interval(days => $1) LIMIT $2))`,
  deliveries: `DELETE FROM delivery WHERE ctid = ANY(ARRAY(
    SELECT d.at FROM agent a CROSS JOIN LATERAL (SELECT ctid AS at FROM delivery
      WHERE "agentId" = a.id AND "sentAt" < now() - make_interval(days => $1) LIMIT $2) AS d LIMIT $2))`,
  jobs: `DELETE FROM job WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM job j WHERE "endedAt" < now() - make_interval(days => $1)
      AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d."jobId" = j.id) LIMIT $2))`,
  sessions: `DELETE FROM session WHERE id = ANY(ARRAY(
    SELECT id FROM session WHERE "expiresAt" < now() - make_interval(days => $1) LIMIT $2))`,
}

/** Takes away what was kept long enough; answers how many rows of each kind went. */
export async function trim(pool: Pick<pg.Pool, 'query'>): Promise<Trimmed> {
  const gone: Trimmed = { receipts: 0, deliveries: 0, jobs: 0, sessions: 0 }
  for (const kind of Object.keys(old) as (keyof Trimmed)[])
    for (;;) {
      const { rowCount } = await pool.query(old[kind], [keptDays[kind], chunk])
      gone[kind] += rowCount ?? 0
      if ((rowCount ?? 0) < chunk) break
    }
  return gone
}

/** Trims a minute after the start and then once an hour, until stopped. Two processes may do so at once. */
export function trimHourly(pool: Pick<pg.Pool, 'query'>, onError: (error: unknown) => void): { stop(): void } {
  let timer: NodeJS.Timeout
  const again = (ms: number) => {
    timer = setTimeout(
      () =>
        trim(pool)
          .catch(onError)
          .finally(() => again(hourMs)),
      ms,
    ).unref()
  }
  again(firstMs)
  return { stop: () => clearTimeout(timer) }
}
