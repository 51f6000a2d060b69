import { randomBytes, randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { put } from '../testing/insert.ts'
import { makeAgent, makeMember } from '../testing/rows.ts'
import { Browser, openSite, type Site, testSecret } from '../testing/site.ts'
import { createAuth } from './auth.ts'
import { cookieSecret } from './cookies.ts'
import { ensureOwner } from './first-owner.ts'
import { deriveAttemptToken, hashToken, newToken, tokenKey } from './tokens.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site.close())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('an owner from the environment is made once, with a workspace and a personal token', async () => {
  const owner = { email: 'owner@example.org', password: 'operator chose this', token: `mst_pat_${'k'.repeat(40)}` }
  expect(await ensureOwner(site.pool, owner)).toBe(true)
  expect(await ensureOwner(site.pool, { ...owner, password: 'another one' })).toBe(false)
  expect(await site.auth.callerOf(bearer(owner.token))).toMatchObject({ kind: 'member', via: 'token' })
  expect((await new Browser(site).signIn(owner.email, owner.password)).status).toBe(200)
})

test('a personal token stops with its expiry, its revocation and its member', async () => {
  const member = await makeMember(site.pool)
  const give = async (fields: { expiresAt?: number; revokedAt?: number } = {}) => {
    const token = newToken('mst_pat_')
    await put(site.pool, 'personal_token', {
      id: randomUUID(),
      workspaceId: member.workspaceId,
      memberId: member.id,
      name: 'script',
      tokenHash: hashToken(token),
      hint: token.slice(-4),
      scopes: [],
      expiresAt: null,
      revokedAt: null,
      createdAt: Date.now(),
      ...fields,
    })
    return token
  }
  const token = await give()
  const { userId, workspaceId } = member
  expect(await site.auth.callerOf(bearer(token))).toMatchObject({ userId, workspaceId, via: 'token' })
  expect(await site.auth.callerOf(bearer(await give({ expiresAt: Date.now() - 1 })))).toBeNull()
  expect(await site.auth.callerOf(bearer(await give({ revokedAt: Date.now() })))).toBeNull()
  await site.pool.query(`UPDATE member SET status = 'removed' WHERE id = $1`, [member.id])
  site.auth.forgetUser(userId)
  expect(await site.auth.callerOf(bearer(token))).toBeNull()
})

test('an agent calls with its own token or with that of one attempt, until it is disabled', async () => {
  const token = newToken('mst_agt_')
  const agent = await makeAgent(site.pool, { tokenHash: hashToken(token) })
  const caller = { kind: 'agent', agentId: agent.id, workspaceId: agent.workspaceId }
  expect(await site.auth.callerOf(bearer(token))).toEqual({ ...caller, attemptId: null })
  const attemptId = randomUUID()
  const forAttempt = deriveAttemptToken(attemptId, tokenKey(testSecret, 'attempt'))
  expect(await site.auth.callerOf(bearer(forAttempt))).toBeNull()
  await site.pool.query(
    `INSERT INTO attempt (id, "roomId", "goalId", "taskId", number, "participantId", "agentId", status, "offeredAt", checklist, corrections)
     VALUES ($1, 'r', 'g', 't', 1, 'p', $2, 'working', now(), '[]', 0)`,
    [attemptId, agent.id],
  )
  expect(await site.auth.callerOf(bearer(forAttempt))).toEqual({ ...caller, attemptId })
  const forged = deriveAttemptToken(attemptId, tokenKey('another server with another secret', 'attempt'))
  expect(await site.auth.callerOf(bearer(forged))).toBeNull()
  await site.pool.query(`UPDATE agent SET status = 'disabled' WHERE id = $1`, [agent.id])
  site.auth.forgetTokens()
  expect(await site.auth.callerOf(bearer(token))).toBeNull()
  expect(await site.auth.callerOf(bearer(forAttempt))).toBeNull()
})

test('S07 a session cookie that we did not make, or that was altered or is old, is nobody', async () => {
  const member = await makeMember(site.pool)
  const sid = await site.auth.sessions.start(member.userId, null, false)
  const stranger = await makeMember(site.pool)
  const cookieOf = async (token: object, secret = cookieSecret(testSecret), maxAge = 60) => ({
    cookie: `muster.session=${await encode({ token: { ...token }, secret, maxAge })}`,
  })
  const honest = await cookieOf({ sub: member.userId, sid })
  expect(await site.auth.callerOf(honest)).toMatchObject({ userId: member.userId, via: 'session' })
  const none = [{ alg: 'none' }, { sub: member.userId, sid, exp: 9e9 }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const bad = [
    await cookieOf({ sub: member.userId, sid }, cookieSecret('another installation of the same product')),
    await cookieOf({ sub: stranger.userId, sid }),
    await cookieOf({ sub: member.userId, sid }, cookieSecret(testSecret), -60),
    await cookieOf({ sub: member.userId, sid: 'guessed' }),
    await cookieOf({ sub: { id: member.userId }, sid: [sid] }),
    { cookie: `muster.session=${none}.` },
    { cookie: `${honest.cookie}x` },
  ]
  for (const headers of bad) expect(await site.auth.callerOf(headers), headers.cookie).toBeNull()
})

test('S08 malformed credentials of a hundred kinds are nobody, and the next request is answered', async () => {
  const odd = [
    '',
    ' ',
    'Bearer',
    'Bearer ',
    'Bearer  x',
    'bearer mst_pat_',
    'Basic eDp5',
    'Bearer null',
    'Bearer undefined',
    'Bearer [object Object]',
    `Bearer mst_pat_${'x'.repeat(100_000)}`,
    'Bearer mst_att_',
    'Bearer mst_att_x_y',
    `Bearer mst_att_${randomUUID()}_`,
    `Bearer mst_att_${randomUUID()}_${'a'.repeat(43)}`,
    'Bearer %00',
    'Bearer %E0%A4%A',
    'Bearer {"not":""}',
    'Bearer mst_agt_\u0000',
    'Bearer a b c',
    'muster.session=',
    'muster.session',
    '=',
    ';;;',
    'muster.session=%E0%A4%A',
    'muster.session=eyJhbGciOiJub25lIn0..',
    `muster.session=${'a.'.repeat(400)}`,
    'muster.session=a.b.c.d.e',
    '__proto__=x',
    'constructor=x',
    'muster.session=; muster.session=x',
    `muster.session=${'x'.repeat(9000)}`,
  ]
  const random = Array.from({ length: 100 - odd.length }, (_, n) =>
    randomBytes(n + 1).toString(n % 2 ? 'latin1' : 'base64'),
  )
  for (const text of [...odd, ...random]) {
    expect(await site.auth.callerOf({ authorization: text }), text.slice(0, 40)).toBeNull()
    expect(await site.auth.callerOf({ cookie: text }), text.slice(0, 40)).toBeNull()
    const sendable = /^[\x20-\x7e]*$/.test(text) && text.length < 9000
    if (!sendable) continue
    for (const name of ['authorization', 'cookie']) {
      expect((await fetch(`${site.url}/api/v1/me`, { headers: { [name]: text } })).status, text.slice(0, 40)).toBe(401)
    }
  }
  expect(site.errors).toEqual([])
})

test('S09 sign-in is not set up without a secret', () => {
  const settings = { url: site.url, github: null, google: null, oidc: null }
  expect(() => createAuth(site.pool, { ...settings, secret: '' })).toThrow('no secret')
})
