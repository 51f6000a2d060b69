import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { test } from './fixtures.ts'

const password = 'a plain long sentence'

test('a person sees where they are signed in, ends it elsewhere, and changes their password', async ({
  openWindow,
  desk,
  quiet,
}) => {
  quiet.expect(/status of (401|422)/)
  const here = await openWindow(await desk.member('Mira Holm'))
  const base = `${desk.url}/w/${desk.workspaceId}`
  await here.goto(`${base}/you`)
  const email =
    (
      await here
        .getByText(/@northwind\.example/)
        .first()
        .textContent()
    )?.split(',')[0] ?? ''
  const there = await openWindow()
  const signIn = async (as: string) => {
    await there.goto(`${desk.url}/sign-in`)
    await there.getByLabel('E-mail').fill(email)
    await there.getByLabel('Password', { exact: true }).fill(as)
    await there.getByRole('button', { name: /^Sign in/ }).click()
    await expect(there).toHaveURL(/\/inbox$/)
  }
  await signIn(password)

  await here.reload()
  await expect(here.getByText('this one')).toBeVisible()
  await here.getByRole('button', { name: 'Sign out everywhere else…' }).click()
  await here.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere else' }).click()
  await expect(here.getByText('Signed out everywhere else')).toBeVisible()
  await there.goto(`${base}/rooms`)
  await expect(there.getByRole('button', { name: /^Sign in/ })).toBeVisible()

  const change = here.getByRole('button', { name: 'Change the password' })
  await here.getByLabel('The one you have').fill('not this one at all')
  await here.getByLabel('The new one').fill('a kettle by the window')
  await change.click()
  await expect(here.getByText('This is not your password.')).toBeVisible()
  await here.getByLabel('The one you have').fill(password)
  await change.click()
  await expect(here.getByText('The password is changed')).toBeVisible()
  await signIn('a kettle by the window')

  await here.goto(`${base}/you`)
  const coming = here.waitForEvent('download')
  await here.getByRole('link', { name: 'Download it' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toBe('what-is-mine-in-muster.json')
  expect(JSON.parse(readFileSync(await file.path(), 'utf8')).account).toMatchObject([{ email }])
})

test('S89 after signing out the back button shows nothing of what was on the screen', async ({
  openWindow,
  desk,
  quiet,
}) => {
  quiet.expect(/status of 401/)
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'the quiet room' })
  const page = await openWindow(await desk.member('Lena Ost', roomId))
  const kept: string[] = []
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.startsWith('/_next/static/') || pathname === '/mark.svg') return
    const rule = response.headers()['cache-control'] ?? ''
    if (response.status() === 200 && !rule.includes('no-store')) kept.push(`${pathname}: ${rule}`)
  })
  const place = `${desk.url}/w/${desk.workspaceId}/rooms/${roomId}`
  await page.goto(place)
  await expect(page.getByText('the quiet room').first()).toBeVisible()
  await page
    .getByRole('button', { name: /Lena Ost/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await page.goBack()
  await expect(page.getByRole('button', { name: /^Sign in/ })).toBeVisible()
  await expect(page.getByText('the quiet room')).toHaveCount(0)
  expect(await page.content()).not.toContain('the quiet room')
  await page.goForward().catch(() => null)
  await expect(page.getByText('the quiet room')).toHaveCount(0)
  expect(kept).toEqual([])
})

test('S88 a person deletes their account after typing who they are, and is out; their words stay', async ({
  openWindow,
  owner,
  desk,
  quiet,
}) => {
  // What is read while the account goes is refused.
  quiet.expect(/status of (401|404|422)/)
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'farewell' })
  const page = await openWindow(await desk.member('Otto Lind', roomId))
  const said = await page.request.get(`${desk.url}/api/v1/me`)
  const { email } = (await said.json()).user
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}`)
  const writer = page.getByLabel('Message to the room')
  await writer.fill('Goodbye, all.')
  await writer.press('Enter')
  await expect(page.getByText('Goodbye, all.').first()).toBeVisible()
  await page.goto(`${desk.url}/w/${desk.workspaceId}/you`)
  await page.getByRole('button', { name: 'Delete the account…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  const act = dialog.getByRole('button', { name: 'Delete it for good' })
  await dialog.getByLabel('Your e-mail').fill(email)
  await dialog.getByRole('textbox', { name: 'Your password' }).fill('not this one at all')
  await act.click()
  await expect(dialog.getByText('This is not your password.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(password)
  await act.click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms`)
  await expect(page.getByRole('button', { name: /^Sign in/ })).toBeVisible()
  await owner.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}`)
  await expect(owner.getByText('Goodbye, all.').first()).toBeVisible()
  await owner.goto(`${desk.url}/w/${desk.workspaceId}/settings/members`)
  await expect(owner.getByText(email)).toHaveCount(0)
})

test('S88 the owner whom a workspace cannot do without is told so', async ({ owner, desk, quiet }) => {
  quiet.expect(/status of (409)/)
  await owner.goto(`${desk.url}/w/${desk.workspaceId}/you`)
  await owner.getByRole('button', { name: 'Delete the account…' }).click()
  const dialog = owner.getByRole('dialog', { name: 'Delete your account?' })
  await dialog.getByLabel('Your e-mail').fill('ana@northwind.example')
  await dialog.getByRole('textbox', { name: 'Your password' }).fill('a plain long sentence')
  await dialog.getByRole('button', { name: 'Delete it for good' }).click()
  await expect(dialog.getByRole('alert').filter({ hasText: 'Make somebody else owner first' })).toBeVisible()
})
