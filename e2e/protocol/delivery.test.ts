import { createHash } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { pass, until } from './until.ts'

const scene = testServer()
const keys = (value: object): string[] => Object.keys(value).sort()

test.concurrent('attempt.requested has exactly the fields of the contract, signed, under 20 kB', async () => {
  const roomId = await scene().room('Bridges')
  const { agent } = await scene().webhookAgent({ rooms: [roomId], skills: ['writing'] })
  const goalId = await scene().goal(roomId, {
    title: 'A page',
    acceptance: ['names one bridge'],
    inputs: [{ name: 'notes.md', mediaType: 'text/markdown', text: 'The bridge opened in 1887.' }],
    plan: {
      tasks: [
        {
          key: 'page',
          title: 'Write the page',
          brief: 'Write a page.',
          skills: ['writing'],
          output: { kind: 'document', mediaType: 'text/markdown', sections: ['Opening'] },
          checks: [{ name: 'sections', required: true }],
        },
      ],
      deliverable: 'page',
    },
  })
  const message = await agent.got('attempt.requested')
  const { headers, data, raw } = message
  expect(message.forged).toBeNull()
  expect(Object.keys(JSON.parse(raw))).toEqual(['type', 'timestamp', 'data'])
  expect(Math.abs(Date.parse(message.timestamp) - Date.now())).toBeLessThan(10_000)
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^Muster\/\d+\.\d+\.\d+$/),
    'webhook-id': expect.stringMatching(/^evt_[^.]+$/),
    'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
    'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/=]{44}$/),
    'idempotency-key': headers['webhook-id'],
    traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
  })
  expect(Buffer.byteLength(raw)).toBeLessThan(20_000)

  expect(keys(data)).toEqual(['attempt', 'callback', 'goal', 'history', 'room', 'task'])
  expect(data.room).toEqual({ id: roomId, name: 'Bridges', rules: '' })
  expect(data.goal).toEqual({ id: goalId, title: 'A page', acceptance: ['names one bridge'] })
  expect(keys(data.task)).toEqual(['brief', 'checks', 'dueAt', 'id', 'inputs', 'key', 'output', 'skills', 'title'])
  expect(data.task).toMatchObject({
    id: expect.any(String),
    key: 'page',
    title: 'Write the page',
    brief: 'Write a page.',
    skills: ['writing'],
    output: { kind: 'document', mediaType: 'text/markdown', sections: ['Opening'] },
    checks: [{ name: 'sections', required: true }],
  })
  expect(Date.parse(data.task.dueAt)).toBeGreaterThan(Date.parse(message.timestamp))
  expect(keys(data.attempt)).toEqual([
    'acceptBy',
    'deadline',
    'heartbeatSeconds',
    'id',
    'leaseSeconds',
    'number',
    'token',
  ])
  expect(data.attempt).toMatchObject({
    number: 1,
    token: expect.stringMatching(/^mst_att_/),
    heartbeatSeconds: 30,
    leaseSeconds: 90,
  })
  expect(Date.parse(data.attempt.acceptBy) - Date.parse(message.timestamp)).toBe(60_000)
  expect(Date.parse(data.attempt.deadline) - Date.parse(message.timestamp)).toBe(1_800_000)
  expect(data.history).toEqual([])
  expect(data.callback).toEqual({ base: scene().server.url })
  expect(data.task.inputs).toHaveLength(1)
  const [input] = data.task.inputs
  expect(input).toEqual({
    id: expect.any(String),
    name: 'notes.md',
    mediaType: 'text/markdown',
    text: 'The bridge opened in 1887.',
    sha256: createHash('sha256').update('The bridge opened in 1887.').digest('hex'),
    origin: 'person',
    author: expect.any(String),
    trust: expect.any(String),
  })
})

test.concurrent('S64 only the untouched message with the agent’s own secret passes an independent verifier', async () => {
  const roomId = await scene().room()
  const { agent, secret } = await scene().webhookAgent({ rooms: [roomId] })
  const { secret: another } = await scene().webhookAgent()
  await scene().goal(roomId)
  const { raw, headers: all } = await agent.got('attempt.requested')
  const headers = all as Record<string, string>
  const verify =
    (secret: string, body: string, more: Record<string, string> = {}) =>
    () =>
      new Webhook(secret).verify(body, { ...headers, ...more })
  expect(verify(secret, raw)).not.toThrow()
  expect(
    verify(secret, raw, { 'webhook-signature': `v1,${'A'.repeat(43)}= ${headers['webhook-signature']}` }),
  ).not.toThrow()
  expect(verify(another, raw)).toThrow()
  expect(verify(secret, raw.replace('Write', 'write'))).toThrow()
  expect(verify(secret, raw, { 'webhook-id': `${headers['webhook-id']}x` })).toThrow()
  for (const shift of [-301, 301])
    expect(verify(secret, raw, { 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + shift) })).toThrow()
})

test.concurrent('inputs that do not fit travel as links that open the same bytes, and the message stays under 20 kB', async () => {
  const roomId = await scene().room()
  const { agent, calls } = await scene().webhookAgent({ rooms: [roomId] })
  const text = 'é'.repeat(30_000)
  await scene().goal(roomId, { inputs: [{ name: 'long.txt', mediaType: 'text/plain', text }] })
  const { raw, data } = await agent.got('attempt.requested')
  expect(Buffer.byteLength(raw)).toBeLessThan(20_000)
  const [input] = data.task.inputs
  expect(input.text).toBeUndefined()
  const bytes = await (await fetch(input.url)).arrayBuffer()
  expect(createHash('sha256').update(Buffer.from(bytes)).digest('hex')).toBe(input.sha256)
  expect(Buffer.from(bytes).toString('utf8')).toBe(text)
  const foreign = await fetch(`${input.url.slice(0, -3)}abc`)
  expect(foreign.status).toBe(404)
  expect((await calls.get(`/api/v1/attempts/${data.attempt.id}`)).json.task.inputs[0].sha256).toBe(input.sha256)
})

test.concurrent('many inputs, a long brief and long acceptance still make a message under 20 kB, with everything reachable', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  const inputs = Array.from({ length: 100 }, (_, i) => ({
    name: `note ${i}.txt`,
    mediaType: 'text/plain',
    text: `${i} ${'ö'.repeat(1500)}`,
  }))
  const brief = `Begin. ${'word '.repeat(3900)} End.`
  const acceptance = Array.from({ length: 40 }, (_, i) => `${i} ${'must '.repeat(150)}`)
  await scene().goal(roomId, {
    inputs,
    acceptance,
    plan: { tasks: [{ key: 'one', title: 'Read it all', brief, skills: [] }] },
  })
  const { raw, data } = await agent.got('attempt.requested')
  expect(Buffer.byteLength(raw)).toBeLessThan(20_000)
  const whole = (await scene().callsWith(data.attempt.token).get(`/api/v1/attempts/${data.attempt.id}`)).json
  expect(whole.task.brief).toBe(brief.trim())
  expect(whole.goal.acceptance).toHaveLength(40)
  expect(whole.task.inputs).toHaveLength(100)
  const [manifest] = data.task.inputs
  const listed = await fetch(manifest.url)
  const bytes = Buffer.from(await listed.arrayBuffer())
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(manifest.sha256)
  expect(JSON.parse(bytes.toString('utf8'))).toHaveLength(100)
})

test.concurrent('an answer may take 5 s: all that counts is that it ends within 10 s', async () => {
  const roomId = await scene().room()
  const { agent, agentId } = await scene().webhookAgent({
    rooms: [roomId],
    script: async () => {
      await pass(5000)
      return { status: 200, json: { status: 'accepted' } }
    },
  })
  await scene().goal(roomId)
  await agent.got('attempt.requested')
  await scene().event(roomId, 'attempt.accepted')
  expect(agent.of('attempt.requested')).toHaveLength(1)
  expect((await scene().agentRow(agentId)).failures).toBe(0)
})

test.concurrent('any 2xx is delivered, never done: an empty body leaves the attempt offered until the agent speaks', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId], script: () => ({ status: 204 }) })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  await until(async () => (await scene().attempt(data.attempt.id)).clocks.deliveredAt, { what: 'it is delivered' })
  expect((await scene().attempt(data.attempt.id)).status).toBe('offered')
  const own = scene().callsWith(data.attempt.token)
  expect((await own.report(data.attempt.id, 'activities', { type: 'thought', body: 'reading' })).status).toBe(200)
  expect((await scene().attempt(data.attempt.id)).status).toBe('working')
})

test.concurrent('a 2xx that says accepted takes the task up', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  const event = await scene().event(roomId, 'attempt.accepted')
  expect(event).toMatchObject({ actor: { kind: 'agent' }, data: { attemptId: data.attempt.id } })
  expect((await scene().attempt(data.attempt.id)).status).toBe('accepted')
})

test.concurrent('a 2xx that says completed is the whole result, for agents that need no second call', async () => {
  const roomId = await scene().room()
  await scene().webhookAgent({
    rooms: [roomId],
    script: ({ data }) => ({
      status: 200,
      json: {
        status: 'completed',
        response: 'Here it is.',
        artifacts: [
          {
            name: 'bridge.md',
            parts: [{ text: '# Bridges\n\nThe bridge opened in 1887.', mediaType: 'text/markdown' }],
          },
        ],
        sources: [{ claim: 'opened', inputId: data.task.inputs[0].id, quote: 'The bridge opened in 1887.' }],
        usage: { tokens: 12, costUsd: 0.01 },
      },
    }),
  })
  await scene().goal(roomId, { inputs: [{ name: 'notes.md', text: 'The bridge opened in 1887.' }] })
  await scene().event(roomId, 'deliverable.ready')
  const { deliverables } = await scene().snapshot(roomId)
  expect(deliverables[0].versions).toHaveLength(1)
  expect(deliverables[0].versions[0]).toMatchObject({ number: 1, status: 'in_review' })
})

test.concurrent('a completed answer of the wrong shape leaves the attempt open for one correction by its callback', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({
    rooms: [roomId],
    script: () => ({ status: 200, json: { status: 'completed', response: 7, strange: true } }),
  })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  await scene().event(roomId, 'attempt.progressed', (event) => Array.isArray(event.data.invalid))
  const answered = await scene()
    .callsWith(data.attempt.token)
    .report(data.attempt.id, 'complete', { response: 'A bridge.' })
  expect(answered.status).toBe(200)
})
