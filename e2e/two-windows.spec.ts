import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.ts'
import { face, openExample, openRoom, workMs } from './steps.ts'

/** Everything the conversation says, in its order, without what depends on the moment of looking. */
const conversation = (page: Page) =>
  page.getByRole('feed', { name: 'Conversation' }).evaluate((feed) =>
    [...feed.querySelectorAll('article')].map((article) => {
      const copy = article.cloneNode(true) as HTMLElement
      for (const moment of copy.querySelectorAll('time, button')) moment.remove()
      return copy.textContent
    }),
  )

test('J3 an invited colleague sees everything as it happens, and misses nothing when the network is cut', async ({
  owner,
  openWindow,
  desk,
  quiet,
}) => {
  // Tall windows: the conversation holds only what is near the screen.
  const tall = { width: 1280, height: 4000 }
  await owner.setViewportSize(tall)
  const { roomId } = await openExample(owner, desk)
  await owner.getByRole('button', { name: 'More about this room' }).click()
  await owner.getByRole('menuitem', { name: 'Add or invite a person' }).click()
  await owner.getByRole('button', { name: 'Make an invite link' }).click()
  const link = (await owner.getByText(/\/join\/mst_inv_/).textContent()) ?? ''
  await owner.keyboard.press('Escape')

  const colleague = await openWindow()
  await colleague.setViewportSize(tall)
  await colleague.goto(link)
  await colleague.getByLabel('Your name').fill('Bo Lindqvist')
  await colleague.getByLabel('E-mail').fill('bo@northwind.example')
  await colleague.getByRole('textbox', { name: 'Password' }).fill('another plain sentence')
  await colleague.getByRole('button', { name: 'Join' }).click()
  await expect(colleague).toHaveURL(new RegExp(roomId))
  const people = owner.getByRole('region', { name: 'People and agents' })
  await expect(people.getByRole('listitem').filter({ hasText: 'Bo Lindqvist' })).toContainText('here')

  await face(owner, 'Conversation')
  await say(owner, 'Welcome, Bo.')
  await expect(colleague.getByRole('article').filter({ hasText: 'Welcome, Bo.' })).toBeVisible()

  quiet.expect(/ERR_INTERNET_DISCONNECTED|WebSocket|Failed to fetch/)
  await colleague.context().setOffline(true)
  await expect(colleague.getByText(/^No connection for/)).toBeVisible({ timeout: 120_000 })
  await say(colleague, 'Written on a train.')
  await expect(colleague.getByText('waits for the connection')).toBeVisible()

  await face(owner, 'Plan')
  await owner.getByRole('button', { name: 'Start', exact: true }).click()
  await face(owner, 'Conversation')
  await say(owner, 'Started while you were away.')
  await expect(owner.getByRole('article').filter({ hasText: 'takes over' })).toBeVisible({ timeout: workMs })
  await expect(colleague.getByText('Started while you were away.')).toHaveCount(0)

  await colleague.context().setOffline(false)
  await expect(owner.getByRole('article').filter({ hasText: 'Written on a train.' })).toHaveCount(1, {
    timeout: 90_000,
  })
  await expect(owner.getByRole('banner').getByText('In review', { exact: true })).toBeVisible({ timeout: workMs })
  await expect(colleague.getByRole('banner').getByText('In review', { exact: true })).toBeVisible()
  await expect(colleague.getByText(/^No connection for/)).toHaveCount(0)
  await expect(colleague.getByText('waits for the connection')).toHaveCount(0)
  // The last that is said: a report made of contradicting sources is compared once it is there.
  await expect(colleague.getByText('is made from disagrees on').first()).toBeVisible({ timeout: workMs })
  await expect(async () => expect(await conversation(colleague)).toEqual(await conversation(owner))).toPass({
    timeout: 60_000,
  })
  expect((await conversation(owner)).filter((line) => line?.includes('Written on a train.'))).toHaveLength(1)

  // The same after a reload: what was caught up is what is there.
  const caughtUp = await conversation(colleague)
  await openRoom(colleague, desk, roomId)
  await expect.poll(async () => await conversation(colleague)).toEqual(caughtUp)
})

test('a plan of more tasks than a page brings at first is whole in every window, and stays so', async ({
  owner,
  openWindow,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Large' })
  const parts = Array.from({ length: 2499 }, (_, n) => ({
    key: `p${n}`,
    title: `Part ${n + 1}.`,
    skills: [],
    needs: ['all'],
  }))
  const tasks = [{ key: 'all', title: 'Divide it', skills: [] }, ...parts]
  const { goalId = '' } = await desk.command('goal.create', {
    ...{ roomId, title: 'Many parts', brief: 'In parts.', autonomy: 'plan_first', plan: { tasks } },
  })
  const colleague = await openWindow(await desk.member('Cleo Part', roomId))
  const plan = `${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/plan`
  for (const page of [owner, colleague]) {
    await page.goto(plan)
    await expect(page.getByText('2,500 tasks', { exact: true })).toBeVisible()
    await page.getByLabel('Filter tasks').fill('Part 2499.')
    await expect(page.getByText('1 of 2,500 tasks', { exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Part 2499.' })).toBeVisible()
  }

  // What happens while a window still reads the rest is in it as well.
  const late = await openWindow(desk.owner)
  await Promise.all([late.goto(`${plan}?view=board`), desk.command('goal.cancel', { goalId })])
  for (const page of [late, owner, colleague]) {
    if (page !== late) await page.goto(`${plan}?view=board`)
    await expect(page.getByText('2,500 tasks', { exact: true })).toBeVisible()
    const states = page.getByRole('list', { name: 'Tasks of Many parts by state' }).getByRole('listitem')
    await expect(states).toHaveText([/Stopped 2,500$/])
    await expect(page.getByRole('region', { name: 'Waiting' }).getByRole('heading')).toContainText('0 tasks')
  }
})

async function say(page: Page, words: string) {
  await page.getByRole('region', { name: 'Write' }).getByLabel('Message to the room').fill(words)
  await page.keyboard.press('Enter')
}

test('two people change one plan at once: nobody’s words are lost, and the second is told before saving', async ({
  owner,
  openWindow,
  desk,
}) => {
  const { workspaceId } = desk
  const { roomId = '' } = await desk.command('room.create', { workspaceId, name: 'Both at it' })
  const plan = { tasks: ['north', 'south'].map((key) => ({ key, title: `The ${key}`, brief: 'Look.', skills: [] })) }
  await desk.command('goal.create', { roomId, title: 'Two shores', brief: 'Look at both.', plan })
  const colleague = await openWindow(await desk.member('Dana Both', roomId))
  const titleOf = (page: Page, index: number) => page.getByRole('textbox', { name: 'Title' }).nth(index)
  for (const page of [owner, colleague]) {
    await page.goto(`${desk.url}/w/${workspaceId}/rooms/${roomId}/plan?edit=1`)
    await expect(titleOf(page, 1)).toHaveValue('The south')
  }
  await titleOf(colleague, 1).fill('The sunny south')
  await titleOf(owner, 0).fill('The cold north')
  await owner.getByRole('button', { name: 'Save the plan' }).click()

  await expect(colleague.getByText('Somebody changed the plan while you did')).toBeVisible()
  await expect(titleOf(colleague, 0)).toHaveValue('The cold north')
  await expect(titleOf(colleague, 1)).toHaveValue('The sunny south')
  const changes = colleague.getByRole('region', { name: 'What changes' })
  await expect(changes.getByRole('listitem')).toHaveText([/The sunny south/])
  // What is kept as a draft is there when the editor is opened again.
  await colleague.getByRole('button', { name: 'Close, keep as draft' }).click()
  await colleague.getByRole('button', { name: 'Edit plan' }).click()
  await expect(titleOf(colleague, 1)).toHaveValue('The sunny south')
  await colleague.getByRole('button', { name: 'Save the plan' }).click()
  for (const page of [owner, colleague])
    for (const title of ['The cold north', 'The sunny south'])
      await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible()
})
