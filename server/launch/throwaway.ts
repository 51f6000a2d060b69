import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from './postgres.ts'

/** Runs `use` with an empty PostgreSQL that keeps nothing on purpose and is gone afterwards. */
export async function withThrowawayPostgres<T>(use: (url: (database: string) => string) => Promise<T>): Promise<T> {
  const { url, stop } = await throwawayPostgres()
  try {
    return await use(url)
  } finally {
    await stop()
  }
}

/** The same for those who cannot put their work in a function: whoever starts it stops it. */
export async function throwawayPostgres() {
  const directory = mkdtempSync(join(tmpdir(), 'muster-postgres-'))
  // Root lends the database to another user, who has to get in here.
  chmodSync(directory, 0o711)
  const remove = () => rmSync(directory, { recursive: true, force: true })
  try {
    const { url, stop } = await startPostgres(join(directory, 'postgres'), { durable: false })
    return { url, stop: () => stop().then(remove) }
  } catch (error) {
    remove()
    throw error
  }
}
