import { migrate } from '../../prisma/migrate.ts'
import { throwawayPostgres } from '../../server/launch/throwaway.ts'
import { owner, startServer } from '../protocol/server.ts'

export type Stage = {
  url: string
  token: string
  /** Ends the server at once, in the middle of whatever it does, and starts it again on the same database. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A server on a database of its own, both gone when closed; agents on this machine may be reached where `settings` do not say otherwise. */
export async function openStage(settings: Record<string, string> = {}): Promise<Stage> {
  const postgres = await throwawayPostgres()
  try {
    const database = postgres.url('muster')
    await migrate(database, { create: true })
    let server = await startServer(database, settings)
    const port = Number(new URL(server.url).port)
    return {
      url: server.url,
      token: owner.token,
      async restart() {
        await server.stop()
        server = await startServer(database, { ...settings, port })
      },
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
