import { expect } from '@playwright/test'
import { test, tookHold } from './fixtures.ts'
import {
  approve,
  exampleTitle,
  face,
  openExample,
  openReview,
  openRoom,
  setupLink,
  workMs,
  workUntilReview,
} from './steps.ts'

test('J1 a newcomer signs up by the printed link, is shown an example, starts its plan and approves what comes back', async ({
  fresh,
  openWindow,
}) => {
  const page = await openWindow()
  await page.goto(fresh.url)
  await expect(page.getByRole('heading', { name: 'This server is waiting for its owner' })).toBeVisible()

  await page.goto(`${fresh.url}/setup?token=cut-off`)
  await expect(page.getByRole('heading', { name: 'This setup link is not valid' })).toBeVisible()

  await page.goto(setupLink(fresh.printed()))
  await expect(page.getByLabel('Name of the workspace')).toBeFocused()
  await page.getByLabel('Name of the workspace').fill('Northwind')
  await page.getByLabel('Your name').fill('Ana Ferreira')
  await page.getByLabel('E-mail').fill('ana@northwind.example')
  await page.getByRole('textbox', { name: 'Password' }).fill('a plain long sentence')
  await page.getByRole('button', { name: 'Create the workspace' }).click()

  await expect(page.getByRole('heading', { name: 'Hello, Ana Ferreira' })).toBeVisible()
  await tookHold(page)
  await page.getByRole('button', { name: 'Show me' }).click()
  await page.getByRole('link', { name: 'Look at the plan' }).click({ timeout: workMs })
  await expect(
    page.getByRole('list', { name: 'Tasks by phase' }).getByText('Notes on town-report-2025.md'),
  ).toBeVisible()
  await workUntilReview(page)

  await openReview(page)
  await expect(page.getByRole('banner').getByRole('heading', { name: exampleTitle })).toBeVisible()
  await approve(page, 'v1')
  await page
    .getByRole('link', { name: /Guided example/ })
    .first()
    .click()
  await expect(page.getByRole('banner').getByText('10/10')).toBeVisible()
  await expect(page.getByRole('banner').getByText('Done', { exact: true }).last()).toBeVisible()
  // The setup link has done its work.
  await page.goto(setupLink(fresh.printed()))
  await expect(page).not.toHaveURL(/setup/)
})

test('J4 a worker that goes silent is replaced, and the room says who, why and who took over', async ({
  owner: page,
  desk,
}) => {
  await openExample(page, desk)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await face(page, 'Conversation')
  const line = page.getByRole('article').filter({ hasText: 'T-1 Notes on town-report-2025.md' })
  await expect(line).toContainText(/(\w+) went silent; (?!\1)\w+ takes over/, { timeout: workMs })
  const [, silent = '', next = ''] = /(\w+) went silent; (\w+) takes over/.exec((await line.textContent()) ?? '') ?? []

  await line.getByRole('button', { name: 'why?' }).click()
  const why = page.getByRole('dialog', { name: 'Why' })
  await expect(why.getByRole('listitem').filter({ hasText: silent }).first()).toContainText('no sign of life for 12 s')
  await expect(why).toContainText('Why this one: has research')
  await page.keyboard.press('Escape')

  await face(page, 'Activity')
  await expect(page.getByText(new RegExp(`${silent}.*went silent|${silent}.*T-1`)).first()).toBeVisible()
  await face(page, 'Plan')
  const row = page.getByRole('listitem').filter({ hasText: 'T-1' }).first()
  await expect(row).toContainText(next)
})

test('a goal takes several documents at once, and what was typed meanwhile stays', async ({ owner: page, desk }) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'documents' })
  await openRoom(page, desk, roomId)
  await page.getByRole('button', { name: 'Post a goal' }).click()
  const form = page.getByRole('dialog', { name: 'New goal' })
  const title = 'What the neighbours want'
  await form.getByLabel('What do you want?').fill(title)
  const documents = {
    'minutes.md': '# Minutes\n\nThe street wants trees.\n',
    'letter.txt': 'We want fewer cars.\n',
    'votes.csv': 'wish,votes\ntrees,31\nbenches,12\n',
    'post.html': '<h1>Wishes</h1><p>A playground, please.</p>',
  }
  const files = Object.entries(documents).map(([name, text]) => ({ name, mimeType: '', buffer: Buffer.from(text) }))
  await form.locator('input[type=file]').setInputFiles(files)
  await form.getByLabel('In a few sentences').fill('One page for the district, from these.')
  for (const name of Object.keys(documents)) await expect(form.getByLabel(name)).toBeChecked()
  await expect(form.getByLabel('What do you want?')).toHaveValue(title)
  await form.getByRole('button', { name: 'Post and see the plan' }).click()
  const tasks = page.getByRole('main')
  for (const name of Object.keys(documents))
    await expect(tasks.getByText(new RegExp(`(Notes on|Figures from) ${name}`))).toBeVisible()
})

test('a plan that is edited before it starts keeps the numbers of its tasks', async ({ owner: page, desk }) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'numbers' })
  const task = (key: string, title: string) => ({ key, title, brief: 'Do it.', skills: ['writing'] })
  const tasks = [task('a', 'Read the minutes'), task('b', 'Read the letters'), task('c', 'Read the votes')]
  const { goalId = '' } = await desk.command('goal.create', {
    ...{ roomId, title: 'What they want', brief: 'One page.', plan: { tasks } },
  })
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/plan?goal=${goalId}`)
  const line = (title: string) => page.getByRole('listitem').filter({ hasText: title }).first()
  await expect(line('Read the votes')).toContainText('T-3')
  await desk.command('plan.edit', {
    goalId,
    plan: { tasks: [task('c', 'Read all votes'), task('d', 'Write it'), tasks[0]] },
  })
  await expect(line('Read all votes')).toContainText('T-3')
  await expect(line('Write it')).toContainText('T-4')
  await expect(line('Read the minutes')).toContainText('T-1')
})
