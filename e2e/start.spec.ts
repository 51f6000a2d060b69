import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { tookHold } from './fixtures.ts'
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

test('S92 settings that are not safe are warned of at every start, and in the settings to those who look after the workspace', async ({
  page,
}) => {
  const product = await startProduct({ ...owner, MUSTER_EGRESS_ALLOW: '0.0.0.0/0', MUSTER_CREW: 'off' })
  try {
    expect(product.printed()).toMatch(/^! MUSTER_EGRESS_ALLOW has 0\.0\.0\.0\/0, which lets agents be anywhere\./m)
    await page.goto(`${product.url}/sign-in`)
    await tookHold(page)
    await page.getByLabel('E-mail').fill(owner.MUSTER_OWNER_EMAIL)
    await page.getByRole('textbox', { name: 'Password' }).fill(owner.MUSTER_OWNER_PASSWORD)
    await page.getByRole('button', { name: /^Sign in/ }).click()
    await page.waitForURL(/\/(w|welcome)/)
    const { workspaces } = await (await page.request.get(`${product.url}/api/v1/me`)).json()
    await page.goto(`${product.url}/w/${workspaces[0].id}/settings`)
    await expect(page.getByRole('status').filter({ hasText: 'This server is not set up safely.' })).toContainText(
      'MUSTER_EGRESS_ALLOW',
    )
  } finally {
    await product.stop()
  }
})
