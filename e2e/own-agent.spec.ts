import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { freePort } from '../server/launch/kept.ts'
import { test } from './fixtures.ts'
import { openRoom, workMs } from './steps.ts'

const program = fileURLToPath(new URL('../server/crew/twenty-lines.mjs', import.meta.url))
const running: ChildProcess[] = []

test.afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
})

test("J2 a stranger registers the README's twenty lines, which receive a task and complete it", async ({
  owner: page,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'own agent' })
  const port = await freePort()
  await page.goto(`${desk.url}/w/${desk.workspaceId}/agents`)
  await page.getByRole('banner').getByRole('link', { name: 'Add an agent' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Add an agent' })).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('notetaker')
  await page.getByLabel('Address').fill(`http://127.0.0.1:${port}/`)
  await page.getByLabel('Skills').fill('summaries')
  await page.getByRole('button', { name: 'Register' }).click()

  await page.getByRole('button', { name: 'Show webhook secret' }).click()
  const secret = (await page.getByText(/^whsec_\S+$/).textContent()) ?? ''
  await page.getByLabel('I stored it').check()

  // Nobody answers there yet: said with what to do, and the registration is not lost.
  await page.getByRole('button', { name: 'Send the test' }).click()
  await expect(page.getByText('Not reached')).toBeVisible()
  running.push(
    spawn(process.execPath, [program], {
      env: Object.assign({ ...process.env }, { SECRET: secret, PORT: String(port) }),
      stdio: 'inherit',
    }),
  )
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${port}`, { method: 'POST' }).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(401)
  await page.getByRole('button', { name: 'Run again' }).click()
  await expect(page.getByText('Challenge answered')).toBeVisible()
  await page.getByLabel('Room', { exact: true }).selectOption('own agent')
  await page.getByRole('button', { name: 'Add to this room' }).click()
  await page.getByRole('link', { name: 'Go to the room' }).click()

  await page.getByRole('button', { name: 'Post a goal' }).click()
  const form = page.getByRole('dialog', { name: 'New goal' })
  await form.getByLabel('What do you want?').fill('Say what Muster is')
  await form.getByLabel('In a few sentences').fill('One paragraph for a newcomer.')
  await form.getByRole('button', { name: 'Post and see the plan' }).click()
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('banner').getByText('In review', { exact: true })).toBeVisible({ timeout: workMs })

  await openRoom(page, desk, roomId)
  await page.getByRole('article').getByRole('link', { name: 'Review' }).click()
  await expect(page.getByRole('main')).toContainText('An agent of twenty lines read this brief')

  // The agent's page shows both sides of the exchange, and never the secret.
  await page.goto(`${desk.url}/w/${desk.workspaceId}/agents`)
  await page.getByRole('link', { name: 'notetaker' }).click()
  await page.getByRole('link', { name: 'Deliveries', exact: true }).click()
  await page.getByRole('list', { name: 'Deliveries' }).getByText('Work offered').click()
  await expect(page.getByText('webhook-signature').first()).toBeVisible()
  expect(await page.content()).not.toContain(secret.slice(8))
})
