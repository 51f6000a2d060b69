import { expect } from '@playwright/test'
import { test } from './fixtures.ts'
import { exampleTitle, setupLink, workMs } from './steps.ts'

test('J7 sign-up, the example, its plan and the approval need nothing but the keyboard', async ({
  fresh,
  openWindow,
}) => {
  const page = await openWindow()
  const { keyboard } = page
  const focused = page.locator(':focus-visible')
  const type = async (label: string, text: string) => {
    await expect(focused).toHaveAccessibleName(label)
    await keyboard.type(text)
  }
  await page.goto(setupLink(fresh.printed()))
  await type('Name of the workspace', 'Northwind')
  await keyboard.press('Tab')
  await type('Your name', 'Ana Ferreira')
  await keyboard.press('Tab')
  await type('E-mail', 'ana@northwind.example')
  await keyboard.press('Tab')
  await type('Password', 'a plain long sentence')
  await keyboard.press('Enter')

  await expect(focused).toHaveText('Show me')
  await keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Look at the plan' })).toBeVisible({ timeout: workMs })
  await keyboard.press('2')
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  await keyboard.press('Control+Enter')
  await expect(page.getByRole('banner').getByText('In review', { exact: true })).toBeVisible({ timeout: workMs })

  await keyboard.press('g')
  await keyboard.press('i')
  await expect(page.getByRole('heading', { level: 1, name: 'Waits for you' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'What waits for you' }).getByRole('listitem')).toHaveCount(1)
  await keyboard.press('j')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/deliverables/)
  await expect(page.getByRole('banner').getByRole('heading', { name: exampleTitle })).toBeVisible()
  const decision = page.getByRole('region', { name: 'Decision' })
  await expect(decision.getByRole('button', { name: 'Approve v1' })).toBeVisible()
  await keyboard.press('a')
  await expect(focused).toHaveText(/Approve v1/)
  await keyboard.press('Enter')
  await expect(decision.getByText('for exactly these bytes')).toBeVisible()
})
