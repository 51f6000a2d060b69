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
  const { rows } = await reader.query<{ link: string }>(
    `select coalesce((select chain_of(concat_ws(' ', seq, extract(epoch from at), type, actor, data, changes), '' order by seq)
        from event e where e."laneId" = n.id and e.seq <= n.seq and actor ->> 'kind' = 'member'), '') as link
      from unnest($1::text[], $2::int[]) with ordinality n(id, seq, place) order by place`,
    [noted.map(({ laneId }) => laneId), noted.map(({ seq }) => seq)],
  )
  return noted
    .filter(({ link }, index) => rows[index]?.link !== link)
    .map(({ laneId, seq }) => `lane ${laneId} up to ${seq}`)
}
