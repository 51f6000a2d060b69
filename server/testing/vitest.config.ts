import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './longest-first.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

// Folders whose tests need no set-up at all; everything else under server/ gets a PostgreSQL.
const pure = ['server/domain', 'server/contract', 'server/adapters', 'server/crew', 'components', 'app']
const inPure = [...pure.map((folder) => `${folder}/**/*.test.{ts,tsx}`), 'server/*.test.ts']

export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    // Generous: a machine that does other things besides must not fail a test.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    sequence: { sequencer: LongestFirst },
    maxWorkers: availableParallelism(),
    // The caller's settings must not decide what a test sees.
    env: Object.fromEntries(
      Object.keys(process.env)
        .filter((name) => /^(MUSTER_.*|DATABASE_URL|PORT|HOST)$/.test(name))
        .map((name) => [name, '']),
    ),
    projects: [
      { extends: true, test: { name: 'domain', include: inPure } },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['server/**/*.test.ts'],
          exclude: [...inPure, '**/node_modules/**'],
          globalSetup: ['server/testing/cluster.ts'],
        },
      },
      {
        extends: true,
        test: {
          // Independent programs against real server processes: most of their time they wait for clocks of seconds, so
          // three files at once, each with servers and databases of its own; not beside those above, which compute.
          name: 'protocol',
          include: ['e2e/{protocol,drills}/**/*.test.ts'],
          globalSetup: ['server/testing/cluster.ts'],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
        },
      },
    ],
  },
})
