import type pg from 'pg'

/** Where texts lie that are sealed with the server's secret: columns of their own, and inside of JSON. */
const places = [
  ['agent', 'secret', 'text'],
  ['agent', 'previousSecret', 'text'],
  ['agent', 'privateKey', 'text'],
  ['hook', 'secret', 'text'],
  ['receipt', 'answer', 'jsonb'],
  ['job', 'payload', 'jsonb'],
] as const

/**
 * Gives every text that was sealed under the key id to `turn` and keeps what it answers instead: all of them or, when one fails,
 * none. Answers how many. No Muster may run on the database meanwhile.
 */
export async function resealAll(client: pg.Client, keyId: string, turn: (sealed: string) => string): Promise<number> {
  const pattern = new RegExp(`\\b${keyId}\\.[\\w-]{38,}`, 'g')
  let turned = 0
  await client.query('begin')
  try {
    for (const [table, column, type] of places) {
      const { rows } = await client.query<{ at: string; text: string }>(
        `select ctid::text as at, "${column}"::text as text from "${table}" where strpos("${column}"::text, $1) > 0 for update`,
        [`${keyId}.`],
      )
      for (const { at, text } of rows) {
        const fresh = text.replace(pattern, (sealed) => {
          turned += 1
          return turn(sealed)
        })
        await client.query(`update "${table}" set "${column}" = $1::${type} where ctid = $2::tid`, [fresh, at])
      }
    }
    await client.query('commit')
    return turned
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
