import { expect, type Page, type Route } from '@playwright/test'
import type { Desk } from './fixtures.ts'
import { test } from './fixtures.ts'
import { pullerIn } from './pulling.ts'
import { face, openRoom } from './steps.ts'

test.beforeEach(({ quiet }) => {
  // The browser itself notes every refused request.
  quiet.expect(/Failed to load resource: the server responded with a status of 4\d\d/)
})

const newRoom = async (desk: Desk, name: string, agentIds: string[] = []): Promise<string> =>
  (await desk.command('room.create', { workspaceId: desk.workspaceId, name, agentIds })).roomId ?? ''

test('files that are too large, not what they say or malformed are refused in words, beside those that are fine', async ({
  owner: page,
  desk,
}) => {
  await openRoom(page, desk, await newRoom(desk, 'bad files'))
  await face(page, 'Deliverables')
  const zone = page.getByRole('region', { name: /files/i })
  const give = (name: string, mimeType: string, buffer: Buffer) =>
    zone.locator('input[type=file]').setInputFiles([{ name, mimeType, buffer }])

  await give('minutes.md', 'text/markdown', Buffer.from('# Minutes\n\nAll came.\n'))
  await expect(page.getByRole('link', { name: 'minutes.md' })).toBeVisible()
  await give('everything.md', 'text/markdown', Buffer.alloc(11 * 1024 * 1024, 'a'))
  await expect(page.getByRole('alert').filter({ hasText: 'everything.md' })).toContainText(/10(\.\d)? MB|10 MiB/)
  await give(
    'photo.md',
    'text/markdown',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1, 0xff]),
  )
  await expect(page.getByRole('alert').filter({ hasText: 'photo.md' })).toContainText(/not text|image|PNG|binary/i)
  await give('stations.csv', 'text/csv', Buffer.from('station,trips\nRail,10\nMarket,10,11\nTown\n'))
  await expect(page.getByRole('alert').filter({ hasText: 'stations.csv' })).toContainText(/Row 2.*Row 3/s)
  await expect(page.getByRole('link', { name: 'minutes.md' })).toBeVisible()
})

test('an empty goal cannot be posted, and what was typed of it is kept', async ({ owner: page, desk }) => {
  await openRoom(page, desk, await newRoom(desk, 'empty goal'))
  await page.keyboard.press('c')
  const form = page.getByRole('dialog', { name: 'New goal' })
  await form.getByLabel('In a few sentences').fill('Something about heat pumps.')
  await expect(form.getByRole('button', { name: 'Post and see the plan' })).toBeDisabled()
  await form.getByLabel('What do you want?').fill('   ')
  await expect(form.getByRole('button', { name: 'Post and see the plan' })).toBeDisabled()
  await page.reload()
  await page.keyboard.press('c')
  await expect(form.getByLabel('In a few sentences')).toHaveValue('Something about heat pumps.')
})

test('a goal that nobody here can do says what is missing and does not start', async ({ owner: page, desk }) => {
  const roomId = await newRoom(desk, 'nobody can')
  await desk.command('goal.create', {
    roomId,
    title: 'Slides on heat pumps',
    brief: 'Ten slides.',
    plan: { tasks: [{ key: 'draw', title: 'Draw the slides', brief: 'Ten.', skills: ['slides'] }] },
  })
  await openRoom(page, desk, roomId)
  await face(page, 'Plan')
  await expect(page.getByText('The plan cannot start yet.')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'slides' }).first()).toContainText(
    /nobody|no one|no agent/i,
  )
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeDisabled()
})

test('a plan cannot be edited into a circle, and the server says where one is', async ({ owner: page, desk }) => {
  const roomId = await newRoom(desk, 'circle')
  const task = (key: string, needs: string[]) => ({ key, title: `Task ${key}`, brief: key, skills: [], needs })
  const { goalId = '' } = await desk.command('goal.create', {
    roomId,
    title: 'Two steps',
    brief: 'One after the other.',
    plan: { tasks: [task('first', []), task('second', ['first'])] },
  })
  await openRoom(page, desk, roomId)
  await face(page, 'Plan')
  await page.getByRole('button', { name: 'Edit plan' }).click()
  const first = page.getByRole('group').filter({ has: page.locator('input[value="Task first"]') })
  await expect(first.getByLabel('After')).toBeDisabled()
  await expect(first).toContainText('No other task can come before')

  const circle = { goalId, plan: { tasks: [task('first', ['second']), task('second', ['first'])] } }
  await expect(desk.command('plan.edit', circle)).rejects.toThrow(/circle|cycle|each other/i)
})

test('an agent at a private address is refused with what the operator has to allow', async ({ owner: page, desk }) => {
  await page.goto(`${desk.url}/w/${desk.workspaceId}/agents/new`)
  await page.getByLabel('Name', { exact: true }).fill('insider')
  await page.getByLabel('Address').fill('http://10.0.0.7/hook')
  await page.getByRole('button', { name: 'Register' }).click()
  await page.getByLabel('I stored it').check()
  await page.getByRole('button', { name: 'Send the test' }).click()
  await expect(page.getByText('Not reached')).toBeVisible()
  await expect(page.getByText('We may not connect to this address.').first()).toBeVisible()
  await expect(page.getByText('MUSTER_EGRESS_ALLOW=10.0.0.7').first()).toBeVisible()
})

test('two reviewers decide at once: one counts, the other is told, and their words are kept', async ({
  owner,
  openWindow,
  desk,
}) => {
  const roomId = await newRoom(desk, 'two reviewers')
  const other = await openWindow(await desk.member('Bo Lindqvist', roomId))
  const deliverable = await handIn(desk, roomId)
  const address = `${desk.url}/w/${desk.workspaceId}/deliverables/${deliverable}`
  for (const page of [owner, other]) await page.goto(address)
  await owner.getByRole('button', { name: 'Approve v1' }).click()
  await other.getByLabel('Summary of your review').fill('The second sentence is not true.')
  await other.getByRole('button', { name: 'Ask for changes' }).click()

  // Both have pressed before either is heard.
  const send = await holdCommands([owner, other])
  await owner.getByRole('group', { name: 'Confirm' }).getByRole('button', { name: 'Approve v1' }).click()
  await other.getByRole('group', { name: 'Confirm' }).getByRole('button', { name: 'Ask for changes' }).click()
  await send()

  await expect(owner.getByRole('region', { name: 'Decision' })).toContainText('for exactly these bytes')
  await expect(other.getByRole('alert').filter({ hasText: 'What you wrote is kept' })).toContainText('decided already')
  await expect(other.getByRole('region', { name: 'Not sent' })).toContainText('The second sentence is not true.')
  await other.getByRole('button', { name: 'Send as comments' }).click()
  await expect(other.getByRole('region', { name: 'Not sent' })).toHaveCount(0)
  await expect(owner.getByRole('complementary')).toContainText('The second sentence is not true.')
})

/** A deliverable in review that a person made. */
async function handIn(desk: Desk, roomId: string): Promise<string> {
  const { participants } = await desk.get<{ participants: { id: string }[] }>(`/api/v1/rooms/${roomId}/snapshot`)
  await desk.command('goal.create', {
    roomId,
    title: 'A note',
    brief: 'Two sentences.',
    autonomy: 'run',
    plan: {
      tasks: [{ key: 'note', title: 'Note', brief: 'Two sentences.', skills: [], assignee: participants[0]?.id }],
      deliverable: 'note',
    },
  })
  const open = await desk.get<{ tasks: { id: string }[] }>(`/api/v1/rooms/${roomId}/snapshot`)
  await desk.command('task.submit', {
    taskId: open.tasks[0]?.id,
    response: 'Done.',
    artifacts: [{ name: 'note.md', parts: [{ text: '# Note\n\nThe lamp is on. The lamp is green.\n' }] }],
  })
  const reviewed = () =>
    desk.get<{ deliverables: { id: string; status: string }[] }>(`/api/v1/rooms/${roomId}/snapshot`)
  await expect.poll(async () => (await reviewed()).deliverables[0]?.status).toBe('in_review')
  return (await reviewed()).deliverables[0]?.id ?? ''
}

/** Keeps the commands of some windows back until the answer is called: then the first window's go and are answered first. */
async function holdCommands(pages: readonly Page[]): Promise<() => Promise<void>> {
  const held: Promise<() => Promise<void>>[] = []
  for (const page of pages) {
    let hold: (go: () => Promise<void>) => void = () => undefined
    held.push(
      new Promise((resolve) => {
        hold = resolve
      }),
    )
    const go = async (route: Route) => {
      const answered = page.waitForResponse('**/api/v1/commands')
      await route.continue()
      await answered
    }
    await page.route('**/api/v1/commands', (route) => hold(() => go(route)), { times: 1 })
  }
  return async () => {
    for (const go of await Promise.all(held)) await go()
  }
}

test('a drill that other agents cannot play says so before it is started, and a seed that is no number is refused', async ({
  owner: page,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Odd drills' })
  await pullerIn(desk, roomId, 'volunteer')
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/drills`)
  await page.getByRole('button', { name: 'Start a drill…' }).click()
  const form = page.getByRole('dialog', { name: 'Start a drill' })
  await form.getByRole('combobox', { name: 'What goes wrong' }).selectOption('Stale dependencies')
  await expect(form.getByRole('combobox', { name: 'Who plays' })).toBeDisabled()
  await expect(form.getByText('nothing is left for others to do')).toBeVisible()
  await form.getByRole('textbox', { name: 'Seed' }).fill('abc')
  await form.getByRole('button', { name: 'Start the drill' }).click()
  await expect(form.getByRole('alert')).toBeInViewport()
  await expect(form.getByRole('alert')).toHaveText('The seed is a whole number: 1, for example.')
})
