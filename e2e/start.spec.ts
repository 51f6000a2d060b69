import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startProduct } from './product.ts'

const owner = { MUSTER_OWNER_EMAIL: 'owner@example.org', MUSTER_OWNER_PASSWORD: 'correct horse battery' }

test('a started Muster shows a page, stops soon, and starts again on its data', async ({ page }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-start-'))
  try {
    for (const round of ['first', 'second']) {
      const product = await startProduct(owner, dataDir)
      await page.goto(product.url)
      await expect(page, round).toHaveTitle(/Muster/)
      expect(product.printed()).toContain(product.url)
      const since = performance.now()
      await product.stop()
      expect(performance.now() - since).toBeLessThan(30_000)
      await expect(fetch(product.url)).rejects.toThrow()
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
})
