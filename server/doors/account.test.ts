import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashToken } from '../auth/tokens.ts'
import { refuse } from '../contract/problems.ts'
import { Browser, openSite, type Site, setupToken } from '../testing/site.ts'
import type { AccountDeps } from './account.ts'

let site: Site
let accepted: Parameters<AccountDeps['run']>[2][]
let acceptance: Awaited<ReturnType<AccountDeps['run']>>
beforeAll(async () => {
  site = await openSite({
    run: async (_actor, _name, input) => {
      accepted.push(input)
      return acceptance
    },
  })
})
afterAll(() => site.close())
beforeEach(async () => {
  accepted = []
  acceptance = { ok: true, seq: 1, result: {} }
  await site.pool.query('TRUNCATE "user", session, member, workspace, lane, invite, personal_token, room')
})

const setup = {
  setupToken,
  workspaceName: 'Northwind',
  name: 'Ana',
  email: 'Ana@Northwind.example',
  password: 'a bridge of paper',
}

async function invite(workspaceId: string, fields: { email?: string; expiresAt?: number; usesLeft?: number } = {}) {
  const token = `inv_${randomUUID()}`
  await site.pool.query(
    `INSERT INTO invite (id, "workspaceId", role, email, "tokenHash", "invitedBy", "expiresAt", "usesLeft", "createdAt")
     VALUES ($1, $2, 'member', $3, $4, 'somebody', $5, $6, now())`,
    [
      randomUUID(),
      workspaceId,
      fields.email ?? null,
      hashToken(token),
      new Date(fields.expiresAt ?? Date.now() + 3_600_000),
      fields.usesLeft ?? 1,
    ],
  )
  return token
}

test('the first visitor with the setup link becomes the owner, and nobody after them', async () => {
  const browser = new Browser(site)
  expect((await browser.post('/api/v1/setup', { ...setup, setupToken: 'guessed' })).status).toBe(403)
  // The page asks before it shows its form.
  expect(['guessed', '', setupToken].map(site.auth.setup.opens)).toEqual([false, false, true])
  const racing = await Promise.all([1, 2, 3].map(() => browser.post('/api/v1/setup', setup)))
  expect(racing.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  expect((await browser.signIn('ana@northwind.example', setup.password)).status).toBe(200)
  const me = (await (await browser.ask('/api/v1/me')).json()) as Record<string, unknown>
  expect(me).toMatchObject({
    user: { name: 'Ana', email: 'ana@northwind.example' },
    member: { role: 'owner' },
    workspaces: [{ name: 'Northwind', role: 'owner', rooms: [] }],
  })
})

test('S04 a session planted before signing in is not the one that is signed in', async () => {
  const { email, password } = await site.owner()
  const [thief, victim] = [new Browser(site), new Browser(site)]
  await thief.signIn(email, password)
  const planted = thief.cookies.get('muster.session') ?? ''
  victim.cookies.set('muster.session', planted)
  await victim.signIn(email, password)
  expect(victim.cookies.get('muster.session')).not.toBe(planted)
  expect((await thief.ask('/api/v1/me')).status).toBe(401)
})

test('S05 the cookie is worth nothing after signing out, in another tab too', async () => {
  const { email, password } = await site.owner()
  const [tab, other] = [new Browser(site), new Browser(site)]
  await tab.signIn(email, password)
  for (const [name, value] of tab.cookies) other.cookies.set(name, value)
  expect((await other.ask('/api/v1/me')).status).toBe(200)
  await tab.signOut()
  expect(tab.cookies.has('muster.session')).toBe(false)
  expect((await other.ask('/api/v1/me')).status).toBe(401)
})

test('S06 a changed password ends every other session, and so does a disabled account', async () => {
  const { email, password } = await site.owner()
  const [here, there] = [new Browser(site), new Browser(site)]
  await here.signIn(email, password)
  await there.signIn(email, password)
  const change = (current: string, next: string) => here.post('/api/v1/password', { current, password: next })
  expect((await change('not it at all', 'a kite of copper')).status).toBe(422)
  expect((await change(password, 'password123')).status).toBe(422)
  expect(await (await change(password, 'a kite of copper')).json()).toEqual({ ended: 1 })
  expect((await there.ask('/api/v1/me')).status).toBe(401)
  expect((await here.ask('/api/v1/me')).status).toBe(200)
  expect((await there.signIn(email, password)).status).toBe(401)
  await site.pool.query('UPDATE "user" SET "disabledAt" = now()')
  const { rows } = await site.pool.query<{ id: string }>('SELECT id FROM "user"')
  site.auth.forgetUser(rows[0]?.id ?? '')
  expect((await here.ask('/api/v1/me')).status).toBe(401)
})

test('a person sees their sessions and ends one of them', async () => {
  const { email, password } = await site.owner()
  const [here, there] = [new Browser(site), new Browser(site)]
  await here.signIn(email, password, { keep: 'true' })
  await there.signIn(email, password)
  type Listed = { sessions: { id: string; current: boolean; expiresAt: number }[] }
  const { sessions } = (await (await here.ask('/api/v1/sessions')).json()) as Listed
  expect(sessions.map(({ current }) => current).sort()).toEqual([false, true])
  const hours = sessions.map(({ expiresAt }) => Math.round((expiresAt - Date.now()) / 3_600_000))
  expect(hours.sort((a, b) => a - b)).toEqual([12, 30 * 24])
  const other = sessions.find(({ current }) => !current)
  expect((await here.ask(`/api/v1/sessions/${other?.id}`, { method: 'DELETE' })).status).toBe(200)
  expect((await there.ask('/api/v1/me')).status).toBe(401)
  expect((await here.ask(`/api/v1/sessions/${other?.id}`, { method: 'DELETE' })).status).toBe(404)
})

test('S11 signing in never sends the browser to another site', async () => {
  const { email, password } = await site.owner()
  for (const callbackUrl of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    const answer = await new Browser(site).signIn(email, password, { callbackUrl })
    const { url = site.url } = answer.ok ? ((await answer.json()) as { url: string }) : {}
    expect(new URL(url).origin, callbackUrl).toBe(site.url)
  }
  const home = await new Browser(site).signIn(email, password, { callbackUrl: '/w/1/inbox' })
  expect(await home.json()).toEqual({ url: `${site.url}/w/1/inbox` })
})

test('S12 short, endless and common passwords are refused; spaces and emoji are kept exactly as typed', async () => {
  const browser = new Browser(site)
  const tried = async (password: string) => (await browser.post('/api/v1/setup', { ...setup, password })).status
  expect(await tried('7 chars')).toBe(422)
  expect(await tried('Password1')).toBe(422)
  const startedAt = performance.now()
  expect(await tried('x'.repeat(10_000))).toBe(422)
  expect(performance.now() - startedAt).toBeLessThan(5000)
  const typed = '  two spaces, 🦔 and ñ  '
  expect(await tried(typed)).toBe(201)
  expect((await browser.signIn(setup.email, typed.trim())).status).toBe(401)
  expect((await browser.signIn(setup.email, typed)).status).toBe(200)
})

test('S15 looking at an invitation changes nothing; accepting it makes a user and runs the command', async () => {
  const { workspaceId } = await site.owner()
  const token = await invite(workspaceId)
  const ben = new Browser(site)
  for (const _ of [1, 2]) {
    expect(await (await ben.ask(`/api/v1/invites/${token}`)).json()).toMatchObject({
      workspaceName: 'Northwind',
      state: 'open',
    })
  }
  const person = { token, name: 'Ben', email: 'ben@northwind.example', password: 'nine brown hens' }
  expect((await ben.post('/api/v1/join', person)).status).toBe(200)
  expect(accepted).toMatchObject([{ workspaceId, name: 'Ben', email: 'ben@northwind.example' }])
  expect((await ben.signIn(person.email, person.password)).status).toBe(200)
})

test('S15 expired, used, guessed invitations and those for another e-mail are refused', async () => {
  const { workspaceId, email, password } = await site.owner()
  const ben = new Browser(site)
  const join = async (token: string) =>
    (
      await ben.post('/api/v1/join', {
        token,
        name: 'Ben',
        email: 'ben@northwind.example',
        password: 'nine brown hens',
      })
    ).status
  expect(await join(await invite(workspaceId, { expiresAt: Date.now() - 1 }))).toBe(409)
  expect(await join(await invite(workspaceId, { usesLeft: 0 }))).toBe(409)
  expect(await join('inv_00000000-0000-4000-8000-000000000000')).toBe(404)
  expect(await join(await invite(workspaceId, { email: 'eve@northwind.example' }))).toBe(403)
  acceptance = refuse('conflict', 'somebody was quicker')
  expect(await join(await invite(workspaceId))).toBe(409)
  expect((await site.pool.query('SELECT 1 FROM "user"')).rowCount).toBe(1)
  const ana = new Browser(site)
  await ana.signIn(email, password)
  acceptance = { ok: true, seq: 2, result: {} }
  accepted = []
  expect((await ana.post('/api/v1/join', { token: await invite(workspaceId) })).status).toBe(200)
  expect(accepted).toMatchObject([{ name: 'Ana', email }])
})

test('S17 S18 state changes need our own Origin', async () => {
  for (const origin of [
    'null',
    'https://evil.example',
    `${site.url}.evil.example`,
    site.url.replace('http:', 'https:'),
    'http://127.0.0.1:1',
  ]) {
    const answer = await fetch(`${site.url}/api/v1/setup`, {
      method: 'POST',
      headers: { origin, 'content-type': 'text/plain' },
      body: '{}',
    })
    expect(answer.status, origin).toBe(403)
  }
  expect((await fetch(`${site.url}/api/v1/setup`, { method: 'POST', body: '{}' })).status).toBe(403)
  expect((await fetch(`${site.url}/api/auth/signout`, { method: 'POST' })).status).toBe(403)
})
