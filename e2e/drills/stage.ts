import { migrate } from '../../prisma/migrate.ts'
import { throwawayPostgres } from '../../server/launch/throwaway.ts'
import { owner, startServer } from '../protocol/server.ts'

export type Stage = { url: string; token: string; close(): Promise<void> }

/** A server on a database of its own, both gone when closed; agents on this machine may be reached. */
export async function openStage(): Promise<Stage> {
  const postgres = await throwawayPostgres()
  try {
    const database = postgres.url('muster')
    await migrate(database, { create: true })
    const server = await startServer(database)
    return {
      url: server.url,
      token: owner.token,
      async close() {
        await server.stop()
        await postgres.stop()
      },
    }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}
