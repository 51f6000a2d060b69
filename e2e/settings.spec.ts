import { createServer, type Server } from 'node:http'
import { expect, type Page } from '@playwright/test'
import { freePort } from '../server/launch/kept.ts'
import { type Desk, test } from './fixtures.ts'

const listening: Server[] = []
test.afterEach(async () => {
  for (const server of listening.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A program that answers the challenge and nothing else. */
async function answering(): Promise<string> {
  const port = await freePort()
  const server = createServer((req, res) => {
    let text = ''
    req.on('data', (chunk) => (text += String(chunk)))
    req.on('end', () => res.end(JSON.stringify({ challenge: JSON.parse(text).data.challenge })))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  listening.push(server)
  return `http://127.0.0.1:${port}/`
}

/** A webhook agent that has passed its test. */
async function provenAgent(desk: Desk, name: string): Promise<string> {
  const { agentId = '' } = await desk.command('agent.register', {
    workspaceId: desk.workspaceId,
    name,
    channel: 'webhook',
    url: await answering(),
    skills: ['summaries'],
  })
  expect(await desk.command('agent.verify', { agentId })).toMatchObject({ status: 'active' })
  return agentId
}

const place = (desk: Desk, path: string) => `${desk.url}/w/${desk.workspaceId}${path}`

/** Makes an invitation in the settings and answers its link. */
async function inviteLink(page: Page, role: string): Promise<string> {
  await page.getByLabel('Role', { exact: true }).selectOption(role)
  await page.getByRole('button', { name: 'Make an invite link' }).click()
  return (await page.getByText(/\/join\/mst_inv_/).textContent()) ?? ''
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail').fill(`${crypto.randomUUID()}@northwind.example`)
  await page.getByRole('textbox', { name: 'Password' }).fill('another plain sentence')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waits for you')
}

test('an invitation is shown once, lets one person in, and another is taken back; a role changes what its person may do at once', async ({
  owner,
  openWindow,
  desk,
}) => {
  await owner.goto(place(desk, '/settings/members'))
  const link = await inviteLink(owner, 'Viewer')
  await owner.reload()
  await expect(owner.getByRole('list', { name: 'Open invitations' })).toContainText('as viewer')
  expect(await owner.content()).not.toContain(link.slice(-20))

  const vera = await openWindow()
  await join(vera, link, 'Vera Holm')
  await expect(vera.getByText('You look on here')).toBeVisible()
  const newRoom = vera.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'New room' })
  await expect(newRoom).toHaveCount(0)
  await owner.getByLabel('Role of Vera Holm').selectOption('Member')
  await expect(newRoom).toBeVisible()
  await owner.getByLabel('Role of Vera Holm').selectOption('Viewer')
  await expect(newRoom).toHaveCount(0)

  await owner.getByLabel('E-mail').fill('late@northwind.example')
  const second = await inviteLink(owner, 'Member')
  const open = owner.getByRole('listitem').filter({ hasText: 'late@northwind.example' })
  await open.getByRole('button', { name: 'Revoke' }).click()
  await expect(open).toHaveCount(0)
  const late = await openWindow()
  for (const [used, why] of [
    [link, 'It was used as often as it may be.'],
    [second, 'It was taken back.'],
  ] as const) {
    await late.goto(used)
    await expect(late.getByText(why)).toBeVisible()
  }
  // Who came in by it is let through, not sent away.
  await vera.goto(link)
  await expect(vera).toHaveURL(place(desk, '/inbox'))
})

test('a personal token is shown once, works for a program, and stops the moment it is revoked', async ({
  owner: page,
  desk,
}) => {
  await page.goto(place(desk, '/settings/tokens'))
  await page.getByLabel('Name', { exact: true }).fill('nightly report')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByRole('button', { name: 'Show personal token' }).click()
  const token = (await page.getByText(/^mst_pat_\S+$/).textContent()) ?? ''
  const status = async () =>
    (await fetch(`${desk.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status
  expect(await status()).toBe(200)
  await page.reload()
  const row = page.getByRole('listitem').filter({ hasText: 'nightly report' })
  await expect(row).toContainText(token.slice(-4))
  expect(await page.content()).not.toContain(token.slice(8))
  await row.getByRole('button', { name: 'Revoke…' }).click()
  await page.getByRole('button', { name: 'Revoke nightly report' }).click()
  // While it asks, the page behind it counts as not there.
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(row).toHaveCount(0)
  expect(await status()).toBe(401)
})

test('an agent is paused and brought back by Undo or Resume; a new secret is shown once; removed, it is gone but for its history', async ({
  owner: page,
  desk,
}) => {
  const agentId = await provenAgent(desk, 'steady')
  await page.goto(place(desk, `/agents/${agentId}`))
  const header = page.getByRole('banner')
  await header.getByRole('button', { name: 'Pause' }).click()
  await expect(header.getByText('Paused')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(header.getByText('Active')).toBeVisible()
  await header.getByRole('button', { name: 'Pause' }).click()
  await header.getByRole('button', { name: 'Resume' }).click()
  await expect(header.getByText('Active')).toBeVisible()

  await header.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Make a new secret…' }).click()
  await page.getByRole('button', { name: 'Make a new secret', exact: true }).click()
  await page.getByRole('button', { name: 'Show webhook secret' }).click()
  const secret = (await page.getByText(/^whsec_\S+$/).textContent()) ?? ''
  await expect(page.getByText('We sign with both until')).toBeVisible()
  await page.reload()
  await expect(page.getByText(`ends in ${secret.slice(-4)}`)).toBeVisible()
  expect(await page.content()).not.toContain(secret.slice(8))

  await page.getByRole('button', { name: 'Remove steady…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove steady' }).click()
  await expect(page).toHaveURL(place(desk, '/agents'))
  await expect(page.getByRole('link', { name: 'steady', exact: true })).toHaveCount(0)
  await page.goto(place(desk, `/agents/${agentId}`))
  await expect(page.getByText('This agent was removed. Its history stays.')).toBeVisible()
  await expect(header.getByRole('button', { name: 'Pause' })).toHaveCount(0)
})

test('a viewer sees everything that is there and is told, instead of buttons, who may act', async ({
  owner,
  openWindow,
  desk,
}) => {
  const agentId = await provenAgent(desk, 'seen')
  await owner.goto(place(desk, '/settings/members'))
  const viewer = await openWindow()
  await join(viewer, await inviteLink(owner, 'Viewer'), 'Vito Brandt')
  const goTo = (path: string) => viewer.goto(place(desk, path))
  const main = viewer.getByRole('main')

  await goTo(`/agents/${agentId}`)
  await expect(viewer.getByRole('banner').getByText('Active')).toBeVisible()
  await expect(viewer.getByRole('banner').getByRole('button')).toHaveCount(0)
  await expect(main.getByText('summaries')).toBeVisible()
  await goTo(`/agents/${agentId}/settings`)
  await expect(main.getByText('Its owner and admins change this')).toBeVisible()
  await goTo(`/agents/${agentId}/deliveries`)
  await expect(main.getByText('Deliveries are for members')).toBeVisible()
  await goTo(`/agents/${agentId}/runs`)
  await expect(main.getByText('No work yet')).toBeVisible()
  await goTo('/agents/new')
  await expect(main.getByText('Members add agents')).toBeVisible()
  await goTo('/settings')
  await expect(main.getByText('Admins can rename it.')).toBeVisible()
  await goTo('/settings/members')
  await expect(main.getByText('Admins invite people')).toBeVisible()
  await expect(main.getByRole('combobox')).toHaveCount(0)
  await expect(main.getByRole('button')).toHaveCount(0)
  // What a program of theirs may do is theirs to decide.
  await goTo('/settings/tokens')
  await expect(main.getByRole('button', { name: 'Make a token' })).toBeVisible()
})
