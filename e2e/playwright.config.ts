import { defineConfig } from '@playwright/test'
import { browserLaunch } from './browser.ts'

// One browser at a time: the product under test shares the machine with it.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  workers: 1,
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
