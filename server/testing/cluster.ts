import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { migrate } from '../../prisma/migrate.ts'
import { throwawayPostgres } from '../launch/throwaway.ts'

type Cluster = { readonly url: string; readonly template: string }

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the databases of this run live: `database` in it stands for a name; `template` is the migrated one to copy. */
    readonly cluster: Cluster
  }
}

declare global {
  // Each project of a run loads this file anew; what they share can only hang here.
  var testCluster: { users: number; readonly started: Promise<Cluster & { stop(): Promise<void> }> } | undefined
}

/** Before the tests that need a database: one PostgreSQL for the run, with one migrated database that each file copies. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  globalThis.testCluster ??= { users: 0, started: start() }
  const shared = globalThis.testCluster
  shared.users += 1
  const { url, template, stop } = await shared.started
  project.provide('cluster', { url, template })
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    globalThis.testCluster = undefined
    await stop()
  }
}

async function start() {
  const { url, stop } = await throwawayPostgres()
  const template = `template_${randomBytes(4).toString('hex')}`
  try {
    await migrate(url(template), { create: true })
  } catch (error) {
    await stop()
    throw error
  }
  return { url: url('database'), template, stop }
}
