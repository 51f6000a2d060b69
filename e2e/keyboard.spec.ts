import { expect } from '@playwright/test'
import { test, tookHold } from './fixtures.ts'
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
  await tookHold(page)
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

test('the command menu finds what no open screen shows, by name or number, with nothing but the keyboard', async ({
  owner: page,
  desk,
}) => {
  const { workspaceId } = desk
  const { roomId = '' } = await desk.command('room.create', { workspaceId, name: 'Far archive' })
  const tasks = [
    { key: 'gather', title: 'Gather the lighthouse keepers’ letters', brief: 'Gather.', skills: ['seeking'] },
  ]
  await desk.command('goal.create', { roomId, title: 'A book of letters', brief: 'From letters.', plan: { tasks } })
  const { keyboard } = page
  const menu = page.getByRole('dialog', { name: 'Command menu' })
  const chosen = menu.getByRole('option', { selected: true })
  const open = async () => {
    await keyboard.press('Control+k')
    await expect(menu.getByRole('combobox')).toBeFocused()
  }
  await page.goto(`${desk.url}/w/${workspaceId}/inbox`)
  await open()
  await keyboard.type('keepers lighthouse')
  await expect(chosen).toContainText('Gather the lighthouse keepers’ letters')
  await expect(chosen).toContainText('Far archive')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/rooms/${roomId}/tasks/`))
  await page.goto(`${desk.url}/w/${workspaceId}/agents`)
  await open()
  await keyboard.type('book of letters')
  await expect(chosen).toContainText('A book of letters')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/rooms/${roomId}/plan`))
  await open()
  await keyboard.type('nothing bears this name')
  await expect(menu.getByText('Nothing here is called that.')).toBeVisible()
  await keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
})

test('what is typed right after Ctrl+K is kept while the command menu is still on its way', async ({
  owner: page,
  desk,
}) => {
  await page.goto(`${desk.url}/w/${desk.workspaceId}/inbox`)
  let mend = () => {}
  const line = new Promise<void>((resolve) => {
    mend = resolve
  })
  await page.route('**/_next/static/**', async (route) => {
    await line
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('all roomz')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('s')
  mend()
  const menu = page.getByRole('dialog', { name: 'Command menu' })
  await expect(menu.getByRole('combobox')).toHaveValue('all rooms')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/rooms$/)
})
