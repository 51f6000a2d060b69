import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../prisma/migrate.ts'
import { throwawayPostgres } from '../launch/throwaway.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the databases of this run live: `database` in it stands for a name; `template` is the migrated one to copy. */
    readonly cluster: { readonly url: string; readonly template: string }
  }
}

/** Before the tests that need a database: one PostgreSQL for the run, with one migrated database that each file copies. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await throwawayPostgres()
  const template = `template_${randomBytes(4).toString('hex')}`
  try {
    await migrate(url(template), { create: true })
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('cluster', { url: url('database'), template })
  return stop
}
