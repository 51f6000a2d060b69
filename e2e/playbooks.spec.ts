import { expect, type Page } from '@playwright/test'
import { type Desk, test } from './fixtures.ts'

const plan = {
  tasks: [
    { key: 'notes', title: 'Notes on Bergen', brief: 'What Bergen did in 2025.', skills: [] },
    { key: 'report', title: 'The report', brief: 'Put the notes on Bergen together.', skills: [], needs: ['notes'] },
  ],
}
async function makeRoom(desk: Desk, name: string) {
  const { roomId } = await desk.command('room.create', { workspaceId: desk.workspaceId, name })
  return String(roomId)
}
const settings = (page: Page, desk: Desk, face: string) =>
  page.goto(`${desk.url}/w/${desk.workspaceId}/settings/${face}`)

test('a good plan is saved as a playbook and used for another goal with another city', async ({
  owner: page,
  desk,
  quiet,
}) => {
  quiet.expect(/status of 422/)
  const roomId = await makeRoom(desk, 'Cities')
  await desk.command('goal.create', { roomId, title: 'Bergen in 2025', brief: 'A report on Bergen.', plan })
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/plan`)
  await page.getByRole('button', { name: 'Goals' }).click()
  await page.getByRole('menuitem', { name: 'Save as playbook…' }).click()
  const saving = page.getByRole('dialog', { name: 'Save as playbook' })
  await saving.getByRole('textbox', { name: 'Name' }).fill('City report')
  await saving.getByRole('button', { name: 'Ask for something' }).click()
  await saving.getByRole('textbox', { name: 'These words' }).fill('Trondheim')
  await saving.getByRole('textbox', { name: 'Ask for' }).fill('city')
  await saving.getByRole('button', { name: 'Save as playbook' }).click()
  await expect(saving.getByText('is in no text of this plan')).toHaveCount(1)
  await expect(saving.getByText('see what stands beside the fields')).toBeVisible()
  await saving.getByRole('textbox', { name: 'These words' }).fill('Bergen')
  await saving.getByRole('button', { name: 'Save as playbook' }).click()
  await expect(saving).toBeHidden()

  await settings(page, desk, 'playbooks')
  const listed = page.getByRole('listitem').filter({ hasText: 'City report' }).first()
  await expect(listed).toContainText('2 tasks')
  await expect(listed.getByRole('list', { name: 'What City report asks for' })).toContainText('city')

  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/plan`)
  await page.getByRole('button', { name: 'Goals' }).click()
  await page.getByRole('menuitem', { name: 'New goal' }).click()
  const posting = page.getByRole('dialog', { name: 'New goal' })
  await posting.getByRole('textbox', { name: 'What do you want?' }).fill('On {{city}}')
  await posting.getByRole('combobox', { name: 'Plan by' }).selectOption('City report')
  await posting.getByRole('button', { name: 'Post and see the plan' }).click()
  const city = posting.getByRole('textbox', { name: 'city' })
  await expect(posting.getByText('"city" is missing and has no default', { exact: true })).toBeInViewport()
  await expect(city).toBeFocused()
  await city.fill('Oslo')
  await posting.getByRole('button', { name: 'Post and see the plan' }).click()
  await expect(page.getByText('Notes on Oslo').first()).toBeVisible()
})

test('a schedule is made, changed and removed in the settings', async ({ owner: page, desk }) => {
  await makeRoom(desk, 'Weekly room')
  await settings(page, desk, 'schedules')
  await page.getByRole('button', { name: 'New schedule' }).click()
  const form = page.getByRole('dialog', { name: 'New schedule' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Monday review')
  await form.getByRole('textbox', { name: 'Title of the goal' }).fill('What came in')
  await form.getByRole('textbox', { name: 'In a few sentences' }).fill('One page on what came in.')
  await form.getByRole('combobox', { name: 'How often' }).selectOption('every week')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Choose a room.')).toBeVisible()
  await form.getByRole('combobox', { name: 'In the room' }).selectOption('Weekly room')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  const listed = page.getByRole('listitem').filter({ hasText: 'Monday review' })
  await expect(listed).toContainText('“What came in” every week in Weekly room')
  await listed.getByRole('button', { name: 'Change Monday review' }).click()
  const change = page.getByRole('dialog', { name: 'Change Monday review' })
  await change.getByRole('checkbox', { name: 'It is on' }).uncheck()
  await change.getByRole('button', { name: 'Save' }).click()
  await expect(listed.getByText('off', { exact: true })).toBeVisible()
  await listed.getByRole('button', { name: 'Remove Monday review' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove Monday review' }).click()
  await expect(listed).toHaveCount(0)
})

test('a hook shows its address and secret once, and is revoked', async ({ owner: page, desk }) => {
  await makeRoom(desk, 'Issues')
  await settings(page, desk, 'hooks')
  await page.getByRole('button', { name: 'New hook' }).click()
  const form = page.getByRole('dialog', { name: 'New hook' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Issue tracker')
  await form.getByRole('combobox', { name: 'In the room' }).selectOption('Issues')
  await form.getByRole('textbox', { name: 'Title of the goal' }).fill('Look at the issue')
  await form.getByRole('textbox', { name: 'In a few sentences' }).fill('Find out what is wrong.')
  await form.getByRole('button', { name: 'Make a hook' }).click()
  await form.getByRole('button', { name: 'Show address of the hook' }).click()
  await expect(form.getByText(/\/api\/v1\/hooks\/mst_hook_\w/)).toBeVisible()
  const done = form.getByRole('button', { name: 'Done' })
  await expect(done).toBeDisabled()
  for (const box of await form.getByRole('checkbox', { name: 'I stored it' }).all()) await box.check()
  await done.click()
  const listed = page.getByRole('listitem').filter({ hasText: 'Issue tracker' })
  await expect(listed).toContainText('never called')
  await expect(page.getByText('mst_hook_')).toHaveCount(0)
  await listed.getByRole('button', { name: 'Revoke Issue tracker' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke Issue tracker' }).click()
  await expect(listed).toHaveCount(0)
})

test('a token is made for what it is needed for, and says so', async ({ owner: page, desk }) => {
  await settings(page, desk, 'tokens')
  await page.getByRole('textbox', { name: 'Name' }).fill('report script')
  await page.getByRole('radio', { name: 'Only this' }).check()
  await page.getByRole('checkbox', { name: /^Read See/ }).uncheck()
  await page.getByRole('button', { name: 'Make a token' }).click()
  await expect(page.getByText('Say what it may be used for')).toBeVisible()
  await page.getByRole('checkbox', { name: /^Work/ }).check()
  await page.getByText('Single acts').click()
  await page.getByRole('checkbox', { name: 'Open a room' }).check()
  await page.getByRole('button', { name: 'Make a token' }).click()
  const listed = page.getByRole('listitem').filter({ hasText: 'report script' })
  await expect(listed).toContainText('Work')
  await expect(listed).toContainText('Open a room')
  const owners = page.getByRole('listitem').filter({ hasText: 'Owner token' })
  await expect(owners).toContainText('for all that you may')
})
