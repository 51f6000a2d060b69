import { expect } from '@playwright/test'
import { test, tookHold } from './fixtures.ts'
import { type Product, startProduct } from './product.ts'
import { Provider } from './protocol/provider.ts'

test('somebody invited as a member brings an agent of theirs as they join', async ({ openWindow, desk }) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'guests' })
  const { url = '' } = await desk.command('member.invite', { workspaceId: desk.workspaceId, role: 'member', roomId })
  const page = await openWindow()
  await page.goto(url)
  await page.getByLabel('Your name').fill('Gil Haas')
  await page.getByLabel('E-mail').fill('gil@northwind.example')
  await page.getByRole('textbox', { name: 'Password' }).fill('another plain sentence')
  await page.getByLabel('Bring an agent of mine').check()
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Add an agent' })).toBeVisible()
  await tookHold(page)
  await page.getByLabel('Name', { exact: true }).fill('gil-helper')
  await page.getByText('Pull', { exact: false }).first().click()
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByText('Waiting for its first call')).toBeVisible()

  // A viewer is not offered what a viewer may not do.
  const look = await desk.command('member.invite', { workspaceId: desk.workspaceId, role: 'viewer' })
  const other = await openWindow()
  await other.goto(look.url ?? '')
  await expect(other.getByRole('button', { name: 'Join' })).toBeVisible()
  await expect(other.getByLabel('Bring an agent of mine')).toHaveCount(0)
})

test('a password that is too short is said beside its field, and nothing that was typed is lost', async ({
  openWindow,
  desk,
  quiet,
}) => {
  quiet.expect(/422|400/)
  const { url = '' } = await desk.command('member.invite', { workspaceId: desk.workspaceId, role: 'member' })
  const page = await openWindow()
  await page.goto(url)
  await page.getByLabel('Your name').fill('Ida Short')
  await page.getByLabel('E-mail').fill('ida@northwind.example')
  const password = page.getByRole('textbox', { name: 'Password' })
  await password.fill('brief')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Use at least 8 characters' })).toBeVisible()
  await expect(password).toBeFocused()
  await expect(password).toHaveAccessibleDescription(/Use at least 8 characters/)
  await expect(page.getByLabel('E-mail')).toHaveValue('ida@northwind.example')
  await password.fill('a plain long sentence')
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Waits for you' })).toBeVisible()
})

test.describe('with an OpenID Connect provider', () => {
  let provider: Provider
  let product: Product
  const email = 'ana@northwind.example'
  const token = `mst_pat_${'oidc'.repeat(10)}`
  test.beforeAll(async () => {
    test.setTimeout(600_000)
    provider = await Provider.open()
    product = await startProduct({
      ...provider.settings,
      MUSTER_CREW: 'off',
      MUSTER_OWNER_EMAIL: email,
      MUSTER_OWNER_TOKEN: token,
    })
  })
  test.afterAll(async () => {
    await product?.stop()
    await provider?.close()
  })

  async function ask<T>(path: string, body?: unknown): Promise<T> {
    const answer = await fetch(product.url + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return (await answer.json()) as T
  }
  async function invite(more: Record<string, unknown>): Promise<{ workspaceId: string; url: string }> {
    const { workspaces } = await ask<{ workspaces: { id: string }[] }>('/api/v1/me')
    const workspaceId = workspaces[0]?.id ?? ''
    const input = { workspaceId, role: 'viewer', ...more }
    const command = { id: crypto.randomUUID(), name: 'member.invite', input }
    const { result } = await ask<{ result: { url: string } }>('/api/v1/commands', command)
    return { workspaceId, url: result.url }
  }

  test('an invited person comes in by it where they were invited to, and anybody else reads why not', async ({
    openWindow,
  }) => {
    const { workspaceId } = await invite({ email: 'bo@northwind.example' })
    const page = await openWindow()
    const by = async () => {
      await tookHold(page)
      await page.getByRole('button', { name: 'Sign in with 127.0.0.1' }).click()
    }

    provider.person = { sub: '1', name: 'Bo', email: 'bo@northwind.example', email_verified: false }
    await page.goto(`${product.url}/sign-in`)
    await by()
    await expect(page.getByText('The other place did not confirm your e-mail address')).toBeVisible()
    provider.person = { sub: '2', name: 'Eve', email: 'eve@northwind.example', email_verified: true }
    await by()
    await expect(page.getByText('No account and no open invitation has this e-mail.')).toBeVisible()
    provider.lie = 'cancelled'
    await by()
    await expect(page.getByText('Signing in at the other place was not finished.')).toBeVisible()
    provider.lie = 'none'

    provider.person = { sub: '1', name: 'Bo', email: 'bo@northwind.example', email_verified: true }
    await by()
    await expect(page).toHaveURL(`${product.url}/w/${workspaceId}/inbox`)
    await expect(page.getByText('You look on here')).toBeVisible()
  })

  test('the page of an invitation offers it too, and brings who accepts by it in', async ({ openWindow }) => {
    const { workspaceId, url } = await invite({ role: 'member' })
    provider.person = { sub: '3', name: 'Cleo', email: 'cleo@northwind.example', email_verified: true }
    const page = await openWindow()
    await page.goto(url)
    await page.getByRole('button', { name: 'Join with 127.0.0.1' }).click()
    await expect(page).toHaveURL(`${product.url}/w/${workspaceId}/inbox`)
    await expect(page.getByText('Nothing waits for you')).toBeVisible()
  })
})
