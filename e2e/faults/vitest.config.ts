import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What takes minutes: `npm run faults`. */
export default defineConfig({
  root,
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    include: ['e2e/faults/**/*.test.ts'],
    globalSetup: ['server/testing/cluster.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 60_000,
    env: Object.fromEntries(
      Object.keys(process.env)
        .filter((name) => /^(MUSTER_.*|DATABASE_URL|PORT|HOST)$/.test(name))
        .map((name) => [name, '']),
    ),
  },
})
