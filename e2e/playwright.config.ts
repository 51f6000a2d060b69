import { defineConfig } from '@playwright/test'
import { build, generate } from '../server/launch/prepare.ts'
import { browserLaunch } from './browser.ts'

// Once for the run: each worker reads this file again, and two products that start at once must not both build.
if (process.env.TEST_WORKER_INDEX === undefined) {
  await generate()
  await build({ show: true })
}

// One browser at a time: the product under test shares the machine with it.
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  projects: [
    { name: 'screens', testMatch: 'screens.spec.ts' },
    { name: 'journeys', testMatch: '**/*.spec.ts', testIgnore: 'screens.spec.ts' },
  ],
  forbidOnly: true,
  // Bounds on hanging: a machine that is busy or stops for a moment must not fail a journey.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  use: {
    launchOptions: await browserLaunch(),
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
  },
})
