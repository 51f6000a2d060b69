import type { Reader } from '../reads/reader.ts'

/** The last link of a lane's chain over what people did, and the event up to which it reaches. */
export type Head = { laneId: string; seq: number; link: string }

/** The last links as they are now, to be noted where whoever writes to the database cannot reach them. */
export async function readHeads(reader: Reader): Promise<Head[]> {
  const { rows } = await reader.query<Head>(`select id as "laneId", seq, chain as link from lane order by id`)
  return rows
}

/** Which lanes no longer lead to a link that was noted: what people did up to it was changed, or cut off and chained anew. */
export async function strayed(reader: Reader, noted: readonly Head[]): Promise<string[]> {
  const found: string[] = []
  // One lane a statement: each has its own patience.
  for (const { laneId, seq, link } of noted) {
    const { rows } = await reader.query<{ link: string }>(
      `select coalesce(chain_of(concat_ws(' ', seq, extract(epoch from at), type, actor, data, changes), '' order by seq), '') as link
       from event where "laneId" = $1 and seq <= $2 and actor ->> 'kind' = 'member'`,
      [laneId, seq],
    )
    if (rows[0]?.link !== link) found.push(`lane ${laneId} up to ${seq}`)
  }
  return found
}
