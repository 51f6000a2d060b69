import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Browser } from '../../server/testing/site.ts'
import { type Lie, Provider } from './provider.ts'
import { Scene } from './scene.ts'
import { owner, randomName } from './server.ts'
import { until } from './until.ts'

let provider: Provider
let scene: Scene
beforeAll(async () => {
  provider = await Provider.open()
  scene = await Scene.open(provider.settings)
})
afterAll(async () => {
  await scene?.close()
  await provider?.close()
})
beforeEach(() => {
  provider.lie = 'none'
  provider.tells = 'in the token'
})

type Role = 'admin' | 'member' | 'viewer'
const newEmail = () => `${randomName('person')}@northwind.example`
const invite = (more: { role?: Role; email?: string; roomId?: string; uses?: number } = {}) =>
  scene.must('member.invite', { workspaceId: scene.workspaceId, role: 'member', ...more })
/** Says who is in front of the provider. */
function stands(email: unknown, more: Record<string, unknown> = {}) {
  provider.person = { sub: randomUUID(), name: 'Bo Lindqvist', email, email_verified: true, ...more }
}

/** Goes to the provider and comes back; answers the path where the browser ends up. */
async function signIn(browser: Browser, to = '/'): Promise<string> {
  const answer = await browser.form('/api/auth/signin/oidc', { callbackUrl: to, keep: 'true' })
  const { url } = (await answer.json()) as { url: string }
  if (!url.startsWith(provider.issuer)) return pathOf(url)
  const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
  return pathOf(await landing(browser, back))
}
async function landing(browser: Browser, address: string): Promise<string> {
  const { headers } = await browser.ask(address.replace(browser.site.url, ''))
  const next = headers.get('location') ?? ''
  return next.includes('/api/auth/') ? landing(browser, next) : next
}
/** An address on our site as its path, without where to go afterwards. */
const pathOf = (address: string) => address.replace(scene.server.url, '').replace(/callbackUrl=[^&]*&/, '')

type Me = { user: { email: string; name: string }; workspaces: { id: string; role: Role; rooms: { id: string }[] }[] }
async function me(browser: Browser): Promise<Me | null> {
  const answer = await browser.ask('/api/v1/me')
  return answer.status === 200 ? ((await answer.json()) as Me) : null
}

test.each(['in the token', 'when asked'] as const)(
  'an invited person signs in by an OpenID Connect provider that names the e-mail %s, and is in the room as what they were invited as',
  async (tells) => {
    provider.tells = tells
    const roomId = await scene.room()
    const email = newEmail()
    await invite({ role: 'viewer', email: email.toUpperCase(), roomId })
    stands(email)
    const browser = new Browser(scene.server)
    expect(await signIn(browser)).toBe(`/w/${scene.workspaceId}/rooms/${roomId}`)
    expect(await me(browser)).toMatchObject({
      user: { email, name: 'Bo Lindqvist' },
      workspaces: [{ id: scene.workspaceId, role: 'viewer' }],
    })
    await until(async () => (await me(browser))?.workspaces[0]?.rooms[0]?.id === roomId, {
      what: 'they are in the room',
    })

    // The invitation was for once, the account stays: the next time leads to where they wanted to go.
    const again = new Browser(scene.server)
    expect(await signIn(again, '/w/here/inbox')).toBe('/w/here/inbox')
    expect((await me(again))?.user.email).toBe(email)
  },
)

test('somebody with the link of an invitation that is for anybody gets in by it, and nobody else', async () => {
  const { token } = await invite({ role: 'member' })
  stands(newEmail())
  const browser = new Browser(scene.server)
  expect(await signIn(browser, `/join/${token}`)).toBe(`/w/${scene.workspaceId}/inbox`)
  expect((await me(browser))?.workspaces).toMatchObject([{ role: 'member' }])
  stands(newEmail())
  const late = new Browser(scene.server)
  expect(await signIn(late, `/join/${token}`)).toBe('/sign-in?error=not_invited')
  expect(await me(late)).toBeNull()
})

test('whoever belongs somewhere already is signed in, and joins elsewhere only by the button', async () => {
  const { token } = await invite({ role: 'viewer' })
  stands(owner.email)
  const browser = new Browser(scene.server)
  expect(await signIn(browser, `/join/${token}`)).toBe(`/join/${token}`)
  expect((await me(browser))?.workspaces).toMatchObject([{ role: 'owner' }])
  expect((await (await browser.ask(`/api/v1/invites/${token}`)).json()) as unknown).toMatchObject({ state: 'open' })
})

test('nobody gets in without an invitation, or with one that was taken back, and no account is made', async () => {
  const email = newEmail()
  stands(email)
  expect(await signIn(new Browser(scene.server))).toBe('/sign-in?error=not_invited')
  const { inviteId } = await invite({ email })
  await scene.must('invite.revoke', { workspaceId: scene.workspaceId, inviteId })
  expect(await signIn(new Browser(scene.server))).toBe('/sign-in?error=not_invited')
  // With a password they would be new here too.
  const { token } = await invite({ email })
  const person = { token, name: 'Bo', email, password: 'a kettle by the window' }
  expect((await new Browser(scene.server).post('/api/v1/join', person)).status).toBe(200)
})

test.each([[false], ['true'], [1], [undefined]])(
  'an e-mail that the provider does not confirm (%o) opens no account, not even an existing one',
  async (verified) => {
    for (const email of [owner.email, newEmail()]) {
      await invite({ email })
      stands(email, { email_verified: verified })
      const browser = new Browser(scene.server)
      expect(await signIn(browser)).toBe('/sign-in?error=not_verified')
      expect(await me(browser)).toBeNull()
    }
  },
)

test('an account made with an e-mail that nobody confirmed is not opened by the provider until its password was given there', async () => {
  const email = newEmail()
  const join = async (token: string, as: string, browser = new Browser(scene.server)) => {
    const person = { token, name: 'Bo', email: as, password: 'a kettle by the window' }
    expect((await browser.post('/api/v1/join', person)).status).toBe(200)
  }
  // Somebody who holds a link for anybody takes the e-mail of another person and waits for them.
  await join((await invite()).token ?? '', email)
  stands(email)
  const victim = new Browser(scene.server)
  expect(await signIn(victim)).toBe('/sign-in?error=not_confirmed')
  expect(await me(victim)).toBeNull()

  // Who knows the password and is vouched for by the provider owns both; from then on either opens the account.
  const own = new Browser(scene.server)
  await own.signIn(email, 'a kettle by the window')
  expect(await signIn(own, '/w/here/inbox')).toBe('/w/here/inbox')
  expect(await signIn(new Browser(scene.server), '/w/here/inbox')).toBe('/w/here/inbox')

  // An invitation that names the e-mail says whose it is.
  const named = newEmail()
  await join((await invite({ email: named })).token ?? '', named)
  stands(named)
  expect(await signIn(new Browser(scene.server), '/w/here/inbox')).toBe('/w/here/inbox')
})

test('S10 another spelling of a mailbox is the same person; what only looks like it is nobody', async () => {
  const [name, domain] = owner.email.split('@')
  stands(` ${owner.email.toUpperCase()} `)
  const browser = new Browser(scene.server)
  await signIn(browser)
  expect((await me(browser))?.user.email).toBe(owner.email)
  const others = [
    `"${name}"@${domain}`,
    `${owner.email},eve@evil.example`,
    `${name}＠${domain}`,
    owner.email.replace('a', 'а'),
    `${name}@${domain}.`,
    [owner.email],
    { value: owner.email },
    undefined,
  ]
  for (const other of others) {
    stands(other)
    const stranger = new Browser(scene.server)
    expect([other, await signIn(stranger)]).toEqual([other, '/sign-in?error=not_invited'])
    expect(await me(stranger)).toBeNull()
  }
})

test.each<[Lie, string]>([
  ['other key', 'OAuthCallback'],
  ['no signature', 'OAuthCallback'],
  ['other nonce', 'OAuthCallback'],
  ['other audience', 'OAuthCallback'],
  ['cancelled', 'Callback'],
])('S07 an answer of the provider with the fault “%s” signs nobody in', async (lie, error) => {
  stands(owner.email)
  provider.lie = lie
  const browser = new Browser(scene.server)
  expect(await signIn(browser)).toBe(`/sign-in?error=${error}`)
  expect(await me(browser)).toBeNull()
})

test('an answer that was meant for another browser, or comes twice, signs nobody in', async () => {
  stands(owner.email)
  const [victim, thief] = [new Browser(scene.server), new Browser(scene.server)]
  const { url } = (await (await thief.form('/api/auth/signin/oidc', { callbackUrl: '/' })).json()) as { url: string }
  const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? ''
  expect(pathOf(await landing(victim, back))).toBe('/sign-in?error=OAuthCallback')
  expect(await me(victim)).toBeNull()
  expect(pathOf(await landing(thief, back))).toBe('/')
  expect(pathOf(await landing(thief, back))).toMatch(/^\/sign-in\?error=/)
})

test('S11 no provider sends the browser to another site afterwards', async () => {
  stands(owner.email)
  for (const to of ['https://evil.example/', '//evil.example', '/\\evil.example', '/api/v1/me']) {
    expect([to, await signIn(new Browser(scene.server), to)]).toEqual([to, '/'])
  }
})

test('a provider that cannot be reached leads back to the sign-in page', async () => {
  const gone = await Provider.open()
  await gone.close()
  const other = await Scene.open(gone.settings)
  try {
    const answer = await new Browser(other.server).form('/api/auth/signin/oidc', { callbackUrl: '/' })
    const { url } = (await answer.json()) as { url: string }
    const end = await landing(new Browser(other.server), url)
    expect(pathOf(end.replace(other.server.url, ''))).toBe('/sign-in?error=OAuthSignin')
  } finally {
    await other.close()
  }
})
