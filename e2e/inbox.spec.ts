import { expect } from '@playwright/test'
import { test } from './fixtures.ts'
import { agentThatSays, stopAgents } from './saying.ts'
import { openRoom, workMs } from './steps.ts'

test.afterEach(stopAgents)
const length = (metres: number) => `The Tower Bridge in London is ${metres} metres long.`

test('what waits arrives by itself, each kind in its own words, and is settled where it stands', async ({
  owner: page,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'What waits' })
  await agentThatSays(desk, { roomId, name: 'agneta', skill: 'measuring', text: length(244) })
  await agentThatSays(desk, { roomId, name: 'birger', skill: 'measuring', text: length(144) })
  await page.goto(`${desk.url}/w/${desk.workspaceId}/inbox`)
  await expect(page.getByRole('heading', { level: 1, name: 'Waits for you' })).toBeVisible()
  const row = (text: string) =>
    page.getByRole('list', { name: 'What waits for you' }).getByRole('listitem').filter({ hasText: text })

  // A goal is posted elsewhere; the page that is open is told.
  const brief = 'About Bergen. At most 200 words. At least 500 words.'
  await desk.command('goal.create', { roomId, title: 'A note on Bergen', brief })
  await expect(row('A note on Bergen: what is meant?')).toBeVisible({ timeout: workMs })
  // One thing is one row: its plan does not wait beside the question.
  await expect(row('A note on Bergen')).toHaveCount(1)
  await row('A note on Bergen').getByRole('button', { name: 'Go ahead as it is' }).click()
  await expect(row('A note on Bergen: what is meant?')).toHaveCount(0, { timeout: workMs })

  const task = { key: 'length', title: 'Length of Tower Bridge', brief: 'How long is it?', skills: ['measuring'] }
  const plan = { tasks: [{ ...task, answers: 2 }] }
  await desk.command('goal.create', { roomId, title: 'Tower Bridge', brief: 'Its length.', autonomy: 'run', plan })
  const contradiction = row('Length of Tower Bridge')
  await expect(contradiction).toContainText('Contradiction', { timeout: workMs })
  await page
    .getByRole('navigation', { name: 'Kinds' })
    .getByRole('link', { name: /To settle/ })
    .click()
  await contradiction.getByRole('button', { name: /^Answer \d by agneta$/ }).click()
  await expect(contradiction).toHaveCount(0, { timeout: workMs })
})

test('an agent stops at its own budget; its page says so in one look, and its owner doubles the limit in the inbox', async ({
  owner: page,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Drawings' })
  const agentId = await agentThatSays(desk, {
    ...{ roomId, name: 'draughtsman', skill: 'drawing', text: 'A drawing of a bridge.', costUsd: 1.25 },
  })
  const here = `${desk.url}/w/${desk.workspaceId}/agents/${agentId}`
  await page.goto(`${here}/settings`)
  await page.getByLabel('Money, in US dollars').fill('plenty')
  await page.getByRole('button', { name: 'Save the budget' }).click()
  await expect(page.getByText('Write a number, or nothing for none.')).toBeVisible()
  await page.getByLabel('Money, in US dollars').fill('$2')
  await page.getByLabel('Price of a task, in US dollars').fill('0.25')
  await page.getByRole('button', { name: 'Save the budget' }).click()
  await expect(page.getByLabel('Money, in US dollars')).toHaveValue('2')

  const draw = (key: string, needs: string[]) => ({
    key,
    title: `Draw ${key}`,
    brief: 'Draw it.',
    skills: ['drawing'],
    needs,
  })
  const plan = { tasks: [draw('one', []), draw('two', ['one']), draw('three', ['two'])] }
  await desk.command('goal.create', { roomId, title: 'Three drawings', brief: 'Draw.', autonomy: 'run', plan })
  await page.getByRole('banner').getByRole('link', { name: 'Overview' }).click()
  const main = page.getByRole('main')
  await expect(main.getByText('$2.50 of $2.00')).toBeVisible({ timeout: workMs })
  await expect(page.getByRole('banner').getByText('Budget used up')).toBeVisible()
  await expect(main.getByText('Nothing: budget used up.')).toBeVisible()
  await expect(main.getByRole('list', { name: 'Lately' })).toContainText('Draw two')
  await expect(main.getByText('$0.25 a task, when its results name no money.')).toBeVisible()

  await page.goto(`${desk.url}/w/${desk.workspaceId}/inbox`)
  const row = page.getByRole('listitem').filter({ hasText: 'draughtsman: its budget is used up' })
  await row.getByRole('button', { name: 'Double its limit' }).click()
  await expect(row).toHaveCount(0, { timeout: workMs })
  await page.goto(here)
  await expect(main.getByText('$3.75 of $5.00')).toBeVisible({ timeout: workMs })
  await expect(main.getByRole('list', { name: 'Lately' })).toContainText('Draw three')
})

test('an agent that comes for its work shows what it did, though nothing was ever sent to it', async ({
  owner: page,
  desk,
}) => {
  const { workspaceId } = desk
  const { roomId = '' } = await desk.command('room.create', { workspaceId, name: 'Night work' })
  const night = { workspaceId, name: 'lamplighter', channel: 'pull', skills: ['night'] }
  const { agentId = '', token = '' } = await desk.command('agent.register', night)
  await desk.command('room.add_participant', { roomId, agentId })
  const plan = { tasks: [{ key: 'count', title: 'Count the lamps', brief: 'Count.', skills: ['night'] }] }
  await desk.command('goal.create', { roomId, title: 'Lamps', brief: 'Count them.', autonomy: 'run', plan })
  const call = (path: string, bearer: string, data: unknown) =>
    page.request.post(`${desk.url}${path}`, { data, headers: { authorization: `Bearer ${bearer}` } })
  await page.goto(`${desk.url}/w/${workspaceId}/agents/${agentId}`)
  const main = page.getByRole('main')
  await expect
    .poll(async () => (await call('/api/v1/claims', token, { claimId: 'first', waitSeconds: 5 })).status(), {
      timeout: workMs,
    })
    .toBe(200)
  const { claims } = await (await call('/api/v1/claims', token, { claimId: 'first' })).json()
  await expect(main.getByRole('list', { name: 'Doing now' })).toContainText('Count the lamps', { timeout: workMs })
  const { id, token: own } = claims[0].attempt
  const parts = [{ text: 'There are 12 lamps.', mediaType: 'text/markdown' }]
  const done = { response: 'Counted.', artifacts: [{ name: 'lamps.md', parts }], usage: { tokens: 800 } }
  expect((await call(`/api/v1/attempts/${id}/complete`, own, done)).ok()).toBe(true)
  await expect(main.getByRole('list', { name: 'Lately' })).toContainText('800 tokens', { timeout: workMs })
  await page.getByRole('banner').getByRole('link', { name: 'Deliveries' }).click()
  await expect(main.getByText('Nothing is sent to this agent')).toBeVisible()
})

test('a goal that was paused by a slip goes on again by Undo', async ({ owner: page, desk }) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Slips' })
  // It could do the task and never comes for it.
  const waiter = { workspaceId: desk.workspaceId, name: 'waiter', channel: 'pull', skills: ['patience'] }
  const { agentId = '', token = '' } = await desk.command('agent.register', waiter)
  const headers = { authorization: `Bearer ${token}` }
  await page.request.post(`${desk.url}/api/v1/claims`, { data: { claimId: 'hello' }, headers })
  await desk.command('room.add_participant', { roomId, agentId })
  const plan = { tasks: [{ key: 'wait', title: 'Wait', brief: 'Wait.', skills: ['patience'] }] }
  await desk.command('goal.create', { roomId, title: 'Wait for somebody', brief: 'Wait.', autonomy: 'run', plan })
  await openRoom(page, desk, roomId)
  await page.getByRole('button', { name: 'Goals' }).click()
  await page.getByRole('menuitem', { name: 'Pause this goal' }).click()
  const paused = page.getByRole('banner').getByText('Paused', { exact: true })
  await expect(paused).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(paused).toHaveCount(0)
})

test('whoever is mentioned finds it in the inbox, is led to that message, and finds the inbox empty once they were there', async ({
  owner: page,
  desk,
  openWindow,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Corridor' })
  const pia = await openWindow(await desk.member('Pia Lund', roomId))
  await pia.goto(`${desk.url}/w/${desk.workspaceId}/inbox`)
  await expect(pia.getByText('Nothing waits for you')).toBeVisible()
  const row = pia.getByRole('listitem').filter({ hasText: 'Mentions you' })

  await openRoom(page, desk, roomId)
  const field = page.getByLabel('Message to the room')
  await field.fill('Which year do we mean, @Pia Lund?')
  await field.press('Enter')
  await expect(row).toContainText('Which year do we mean', { timeout: workMs })
  await row.getByRole('link', { name: 'Open', exact: true }).first().click()
  const thread = pia.getByRole('complementary', { name: 'Thread' })
  await expect(thread).toContainText('Which year do we mean, @Pia Lund?')
  const waiting = async () => (await pia.request.get(`${desk.url}/api/v1/workspaces/${desk.workspaceId}/inbox`)).text()
  await expect.poll(waiting).not.toContain('Pia Lund')
  await pia.goto(`${desk.url}/w/${desk.workspaceId}/inbox`)
  await expect(pia.getByText('Nothing waits for you')).toBeVisible()

  // An agent may call somebody too, and is answered where the row stands.
  const { agentId = '', token = '' } = await desk.command('agent.register', {
    ...{ workspaceId: desk.workspaceId, name: 'night-clerk', channel: 'pull', skills: ['filing'] },
  })
  await desk.command('room.add_participant', { roomId, agentId })
  const said = await page.request.post(`${desk.url}/api/v1/rooms/${roomId}/messages`, {
    headers: { authorization: `Bearer ${token}` },
    data: { body: '@Pia Lund: two files bear the same name.' },
  })
  expect(said.ok(), await said.text()).toBe(true)
  await expect(row).toContainText('night-clerk', { timeout: workMs })
  await pia
    .getByLabel(/^Answer to/)
    .first()
    .fill('Keep the newer one.')
  await pia.getByRole('button', { name: 'Send', exact: true }).first().click()
  await expect(row).toHaveCount(0, { timeout: workMs })
  await expect(page.getByRole('article').filter({ hasText: 'two files bear the same name' })).toContainText('1 reply')
})
