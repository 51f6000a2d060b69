import type pg from 'pg'
import { foldedOtherwise } from './fold.ts'
import type { Invariant } from './invariant.ts'
import { resultInvariants } from './results.ts'
import { workInvariants } from './work.ts'

export const invariants: readonly Invariant[] = [...workInvariants, ...resultInvariants].sort((a, b) =>
  a.number < b.number ? -1 : 1,
)

export type Examined = {
  number: string
  sentence: string
  /** Rows that were looked at. */
  looked: number
  /** What breaks it: the first twenty in words, and how many in all. */
  offenders: string[]
  broken: number
}
const named = 20
/** A large database takes its time, and only the doctor waits for it. */
const patienceMs = 30 * 60_000
type Asked = pg.QueryArrayConfig & { query_timeout: number }

/** Looks at one moment of a database, which is only read, and says of every invariant whether it holds. */
export async function examineDatabase(pool: pg.Pool): Promise<Examined[]> {
  const client = await pool.connect()
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    await client.query('set local statement_timeout = 0')
    await client.query('set local idle_in_transaction_session_timeout = 0')
    const found: Examined[] = []
    for (const { number, sentence, offenders, looked } of invariants) {
      const broken = await client.query<[string]>({
        text: offenders,
        rowMode: 'array',
        query_timeout: patienceMs,
      } as Asked)
      const rows = await client.query<[number]>({ text: looked, rowMode: 'array', query_timeout: patienceMs } as Asked)
      found.push({
        number,
        sentence,
        looked: rows.rows[0]?.[0] ?? 0,
        offenders: broken.rows.slice(0, named).map(([who]) => who),
        broken: broken.rows.length,
      })
    }
    const folded = await foldedOtherwise(client)
    found.push({
      number: 'I32',
      sentence: 'folding the whole log gives the tables',
      looked: folded.looked,
      offenders: folded.offenders.slice(0, named),
      broken: folded.offenders.length,
    })
    return found.sort((a, b) => (a.number < b.number ? -1 : 1))
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}
