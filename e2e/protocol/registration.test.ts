import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { WebhookAgent } from './agent.ts'
import { testServer } from './scene.ts'
import { randomName } from './server.ts'

const scene = testServer()
const register = (url: string, more: object = {}) =>
  scene().must('agent.register', {
    workspaceId: scene().workspaceId,
    name: randomName('agent'),
    channel: 'webhook',
    url,
    skills: [],
    ...more,
  })

test.concurrent('registration answers agentId, unverified, a token and a secret; verifying sends one signed ping', async () => {
  const agent = await WebhookAgent.open()
  const registered = await register(agent.url, { name: 'ferry', skills: ['Writing', 'writing'] })
  expect(registered).toMatchObject({
    agentId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    status: 'unverified',
    token: expect.stringMatching(/^mst_agt_\S{40,}$/),
    secret: expect.stringMatching(/^whsec_/),
  })
  expect(Buffer.from(registered.secret.slice(6), 'base64')).toHaveLength(32)
  expect(agent.received).toEqual([])
  agent.secrets = [registered.secret]
  expect(await scene().must('agent.verify', { agentId: registered.agentId })).toEqual({ status: 'active' })
  const ping = await agent.got('agent.ping')
  expect(agent.received).toHaveLength(1)
  expect(ping.forged).toBeNull()
  expect(Object.keys(JSON.parse(ping.raw))).toEqual(['type', 'timestamp', 'data'])
  expect(ping.data).toEqual({ challenge: expect.any(String) })
  expect(await scene().agentRow(registered.agentId)).toMatchObject({ status: 'active', skills: ['writing'] })
  await agent.close()
})

test.concurrent.each([
  ['another challenge', { status: 200, json: { challenge: 'another' } }],
  ['no body', { status: 200 }],
  ['an error', { status: 500, json: { challenge: 'x' } }],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
] as const)('a ping that is answered with %s leaves the agent unverified, with the reason', async (_, answer) => {
  const agent = await WebhookAgent.open(() => answer)
  agent.answersPings = true
  const { agentId } = await register(agent.url)
  const verdict = await scene().must('agent.verify', { agentId })
  expect(verdict).toEqual({ status: 'unverified', reason: expect.stringMatching(/\w{3,}/) })
  await agent.close()
})

test.concurrent('a ping that is not answered within 10 s leaves the agent unverified', async () => {
  const agent = await WebhookAgent.open(() => 'silence')
  agent.answersPings = true
  const { agentId } = await register(agent.url)
  const since = performance.now()
  expect(await scene().must('agent.verify', { agentId })).toMatchObject({ status: 'unverified' })
  expect(performance.now() - since).toBeLessThan(30_000)
  await agent.close()
})

test.concurrent('an address that egress refuses gets no request, and the verdict says blocked', async () => {
  const { agentId } = await register('http://10.20.30.40/hook')
  expect(await scene().must('agent.verify', { agentId })).toMatchObject({ status: 'unverified' })
  const [kept] = (await scene().person.get(`/api/v1/agents/${agentId}/deliveries`)).json
  expect(kept).toMatchObject({ type: 'agent.ping', errorClass: 'blocked', status: null })
})

test.concurrent('register_many registers up to 1000 at once, each with its own token and secret', async () => {
  const agents = Array.from({ length: 300 }, (_, i) => ({
    name: `swarm-${i}`,
    channel: 'webhook',
    url: 'http://127.0.0.1:9/hook',
    skills: ['research'],
    maxConcurrency: 3,
    labels: { squad: 'one' },
  }))
  const { agents: made } = await scene().must('agent.register_many', { workspaceId: scene().workspaceId, agents })
  expect(made).toHaveLength(300)
  expect(new Set(made.map((one: { token: string }) => one.token)).size).toBe(300)
  expect(new Set(made.map((one: { secret: string }) => one.secret)).size).toBe(300)
  for (const one of made) expect(one).toMatchObject({ agentId: expect.any(String), status: 'unverified' })
})

test.concurrent('maxConcurrency is 1 when not given, and 0 and 1001 are refused', async () => {
  const { agentId } = await register('http://127.0.0.1:9/hook')
  expect((await scene().agentRow(agentId)).maxConcurrency).toBe(1)
  for (const maxConcurrency of [0, 1001]) {
    const answered = await scene().send('agent.register', {
      workspaceId: scene().workspaceId,
      name: randomName('agent'),
      channel: 'webhook',
      url: 'http://127.0.0.1:9/hook',
      skills: [],
      maxConcurrency,
    })
    expect(answered.status).toBe(422)
    expect(answered.json).toMatchObject({ code: 'invalid', errors: [{ path: 'input.maxConcurrency' }] })
  }
})

test.concurrent('a pull agent has a token and no secret, and verifying it makes it active', async () => {
  const { workspaceId } = scene()
  const made = await scene().must('agent.register', { workspaceId, name: randomName('p'), channel: 'pull', skills: [] })
  expect(made).toEqual({
    agentId: expect.any(String),
    name: expect.any(String),
    status: 'unverified',
    token: expect.stringMatching(/^mst_agt_/),
  })
  expect(await scene().must('agent.verify', { agentId: made.agentId })).toEqual({ status: 'active' })
})

test.concurrent('S63 an unverified endpoint receives nothing but the challenge', async () => {
  const agent = await WebhookAgent.open()
  const { agentId } = await register(agent.url, { name: 'newcomer' })
  const roomId = await scene().room()
  await scene().must('room.add_participant', { roomId, agentId })
  await scene().goal(roomId)
  await scene().must('message.post', { roomId, body: '@newcomer hello' })
  const other = await scene().webhookAgent({ rooms: [roomId] })
  await other.agent.got('attempt.requested')
  expect(agent.received).toEqual([])
  await scene().must('agent.verify', { agentId })
  expect(agent.received.map((one) => one.type)).toEqual(['agent.ping'])
  await agent.close()
})

test.concurrent('S79 a secret is in the answer to its creation and nowhere else', async () => {
  const roomId = await scene().room()
  const { agentId, secret, token } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { workspaceId, person } = scene()
  const [delivery] = (await person.get(`/api/v1/agents/${agentId}/deliveries`)).json
  for (const path of [
    `/api/v1/workspaces/${workspaceId}/snapshot`,
    `/api/v1/workspaces/${workspaceId}/events`,
    `/api/v1/rooms/${roomId}/snapshot`,
    `/api/v1/rooms/${roomId}/events`,
    `/api/v1/agents/${agentId}/deliveries`,
    `/api/v1/deliveries/${delivery.id}`,
  ]) {
    const { status, text } = await person.get(path)
    expect(status, path).toBe(200)
    expect(text).not.toContain(secret)
    expect(text).not.toContain(secret.slice(6))
    expect(text).not.toContain(token)
    expect(text).not.toContain('mst_att_')
  }
})

test.concurrent('after a rotation both secrets sign for 24 h, the new one first; with revoke only the new one', async () => {
  const { agentId, agent, secret } = await scene().webhookAgent()
  const { secret: fresh } = await scene().must('agent.rotate_secret', { agentId })
  expect(fresh).toMatch(/^whsec_/)
  expect(fresh).not.toBe(secret)
  await scene().must('agent.verify', { agentId })
  const both = await agent.got('agent.ping', 2)
  const entries = String(both.headers['webhook-signature']).split(' ')
  expect(entries).toHaveLength(2)
  const headers = both.headers as Record<string, string>
  const one = (entry = '') => ({ ...headers, 'webhook-signature': entry })
  expect(() => new Webhook(fresh).verify(both.raw, one(entries[0]))).not.toThrow()
  expect(() => new Webhook(secret).verify(both.raw, one(entries[1]))).not.toThrow()
  expect(() => new Webhook(secret).verify(both.raw, one(entries[0]))).toThrow()
  const { secret: last } = await scene().must('agent.rotate_secret', { agentId, revoke: true })
  await scene().must('agent.verify', { agentId })
  const alone = await agent.got('agent.ping', 3)
  expect(String(alone.headers['webhook-signature']).split(' ')).toHaveLength(1)
  expect(() => new Webhook(last).verify(alone.raw, alone.headers as Record<string, string>)).not.toThrow()
})

test.concurrent('a new address means a new secret and a new proof', async () => {
  const { agentId, secret } = await scene().webhookAgent()
  const elsewhere = await WebhookAgent.open()
  const changed = await scene().must('agent.update', { agentId, url: elsewhere.url })
  expect(changed).toEqual({ status: 'unverified', secret: expect.stringMatching(/^whsec_/) })
  expect(changed.secret).not.toBe(secret)
  await elsewhere.close()
})

test.concurrent('the same registration id again gives the same token and secret, and one agent', async () => {
  const id = randomUUID()
  const name = randomName('once')
  const input = { workspaceId: scene().workspaceId, name, channel: 'webhook', url: 'http://127.0.0.1:9/', skills: [] }
  const [first, again] = [
    await scene().send('agent.register', input, id),
    await scene().send('agent.register', input, id),
  ]
  expect(again.json).toEqual(first.json)
  const { agents } = (await scene().person.get(`/api/v1/workspaces/${scene().workspaceId}/snapshot`)).json
  expect(agents.filter((agent: { name: string }) => agent.name === name)).toHaveLength(1)
})
