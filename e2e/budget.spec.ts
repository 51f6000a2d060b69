import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

const plan = { tasks: [{ key: 'notes', title: 'Notes on Bergen', brief: 'What Bergen did in 2025.', skills: [] }] }

test('a person sets what a goal may use up and what follows a failure, and sees the budget beside the work', async ({
  owner: page,
  desk,
}) => {
  const { roomId } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Budgets' })
  await desk.command('goal.create', { roomId, title: 'Bergen in 2025', brief: 'A report on Bergen.', plan })
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}`)
  await page.getByRole('button', { name: 'Goals' }).click()
  await page.getByRole('menuitem', { name: 'Budget and recovery…' }).click()
  const terms = page.getByRole('dialog', { name: 'Budget and recovery' })
  await terms.getByRole('textbox', { name: 'Tokens' }).fill('plenty')
  await terms.getByRole('button', { name: 'Save' }).click()
  await expect(terms.getByRole('alert')).toContainText('Write a number')
  await terms.getByRole('textbox', { name: 'Tokens' }).fill('200,000')
  await terms.getByRole('textbox', { name: 'Time' }).fill('90')
  await terms.getByRole('button', { name: 'Save' }).click()
  await expect(terms.getByText('0 tokens of 200,000 tokens')).toBeVisible()

  await terms.getByRole('radio', { name: 'Recovery' }).click()
  await terms.getByRole('combobox', { name: 'went silent' }).selectOption('Ask a person')
  await terms.getByRole('combobox', { name: /what was built on it/ }).selectOption('Do it again')
  await terms.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('It counts from the next failure on.')).toBeVisible()
  await terms.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('region', { name: 'Budget' })).toContainText('0 s of 90 min')

  await page.reload()
  await page.getByRole('button', { name: 'Goals' }).click()
  await page.getByRole('menuitem', { name: 'Budget and recovery…' }).click()
  await terms.getByRole('radio', { name: 'Recovery' }).click()
  await expect(terms.getByRole('combobox', { name: 'went silent' })).toHaveValue('ask_person')
})

test('a room has a budget of its own in its settings', async ({ owner: page, desk }) => {
  const { roomId } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Means' })
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/settings`)
  const money = page.getByRole('textbox', { name: 'Money' })
  await money.fill('25.5')
  await page.locator('form').filter({ has: money }).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('$0.00 of $25.50')).toBeVisible()
})
