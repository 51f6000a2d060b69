import type pg from 'pg'

/**
 * Sends statements in one write, since waking the database costs more than the bytes, and answers when all are done.
 * Every one is awaited even when an early one failed, so a connection is never given back busy.
 */
export async function together(
  client: pg.PoolClient,
  statements: readonly pg.QueryConfig[],
): Promise<pg.QueryResult[]> {
  const { stream } = client.connection
  stream.cork()
  const running = statements.map((statement) => client.query(statement))
  stream.uncork()
  const settled = await Promise.allSettled(running)
  const failed = settled.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((result) => (result as PromiseFulfilledResult<pg.QueryResult>).value)
}

export const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '')

export const isDisconnected = (error: Error): boolean =>
  /^(08|57P|ECONN|EPIPE)/.test(codeOf(error)) ||
  /Connection terminated|Query read timeout|connection is closed|not queryable/i.test(error.message)

/** Trouble that passes: serialisation, deadlock, a lost connection (the receipt tells whether the commit happened). */
export const isPassing = (error: unknown): boolean =>
  /^(40001|40P01|55P03)$/.test(codeOf(error)) || (error instanceof Error && isDisconnected(error))
