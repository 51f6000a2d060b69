import { createHash } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import type { Received } from './agent.ts'
import { testServer } from './scene.ts'
import { randomName, serverSecret } from './server.ts'
import { pass, until } from './until.ts'

const scene = testServer()
const keys = (value: object): string[] => Object.keys(value).sort()
const gap = (one: Received | undefined, other: Received | undefined): number => (other?.at ?? 0) - (one?.at ?? 0)

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

test.concurrent.each([
  ['a 2xx that says declined', { status: 200, json: { status: 'declined', reason: 'too cold' } }],
  ['409', { status: 409, json: { reason: 'too cold' } }],
  ['422', { status: 422, json: { detail: 'too cold' } }],
] as const)('F17 %s declines: another is asked at once and it does not count as a failure', async (_, answer) => {
  const roomId = await scene().room()
  let asked = 0
  const script = () => (++asked === 1 ? answer : ({ status: 200, json: { status: 'accepted' } } as const))
  const pair = [
    await scene().webhookAgent({ rooms: [roomId], script }),
    await scene().webhookAgent({ rooms: [roomId], script }),
  ]
  await scene().goal(roomId, { clocks: { attemptsPerTask: 1 } })
  const accepted = await scene().event(roomId, 'attempt.accepted')
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data).toMatchObject({ class: 'declined', reason: 'too cold' })
  const [taker] = pair.filter(({ agentId }) => agentId === accepted.actor.id)
  const { data } = (await (taker ?? pair[0])?.agent.got('attempt.requested')) ?? {}
  expect(data.history).toEqual([{ attempt: 1, outcome: 'declined', reason: 'too cold' }])
  expect(data.attempt.number).toBe(2)
  const offered = await scene().event(
    roomId,
    'attempt.offered',
    ({ data: offer }) => offer.attemptId === data.attempt.id,
  )
  expect(offered.at).toBe(failed.at)
  for (const { agentId, agent } of pair) {
    expect((await scene().agentRow(agentId)).failures).toBe(0)
    expect(agent.of('attempt.requested')).toHaveLength(1)
  }
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

test.concurrent('F23 a redirect is a failure and is not followed', async () => {
  const roomId = await scene().room()
  const elsewhere = await scene().webhookAgent()
  const { agent, agentId } = await scene().webhookAgent({
    rooms: [roomId],
    script: () => ({ status: 307, headers: { location: elsewhere.agent.url } }),
  })
  await scene().goal(roomId, { clocks: { acceptSeconds: 5 } })
  await agent.got('attempt.requested')
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data.class).toBe('unreachable')
  expect(elsewhere.agent.of('attempt.requested')).toEqual([])
  const [kept] = (await scene().person.get(`/api/v1/agents/${agentId}/deliveries?type=attempt.requested`)).json
  expect(kept).toMatchObject({ status: 307, errorClass: 'http', reason: expect.stringMatching(/redirect/i) })
})

test.concurrent('F22 410 disables the agent and its tasks go to somebody else; a passing ping brings it back', async () => {
  const roomId = await scene().room()
  const gone = await scene().webhookAgent({ rooms: [roomId], script: () => ({ status: 410 }) })
  await scene().goal(roomId)
  await gone.agent.got('attempt.requested')
  await until(async () => (await scene().agentRow(gone.agentId)).status === 'disabled', { what: 'it is disabled' })
  const other = await scene().webhookAgent({ rooms: [roomId] })
  const { data } = await other.agent.got('attempt.requested')
  expect(data.attempt.number).toBe(2)
  expect((await scene().send('agent.resume', { agentId: gone.agentId })).status).toBe(409)
  gone.agent.answers(() => ({ status: 200 }))
  expect(await scene().must('agent.verify', { agentId: gone.agentId })).toEqual({ status: 'active' })
})

test.concurrent('F19 429 with Retry-After is throttled, not failed: nothing is sent before it is over, others are preferred', async () => {
  const roomId = await scene().room()
  let quiet = true
  const busy = await scene().webhookAgent({
    rooms: [roomId],
    script: () =>
      quiet ? { status: 429, headers: { 'retry-after': '3' } } : { status: 200, json: { status: 'accepted' } },
  })
  await scene().goal(roomId, { clocks: { attemptsPerTask: 1 } })
  const first = await busy.agent.got('attempt.requested')
  quiet = false
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data).toMatchObject({ class: 'throttled' })
  const second = await busy.agent.got('attempt.requested', 2)
  expect(gap(first, second)).toBeGreaterThanOrEqual(2500)
  await scene().event(roomId, 'attempt.accepted')
  expect((await scene().agentRow(busy.agentId)).failures).toBe(0)
})

test.concurrent('503 with Retry-After as a date throttles too, and another agent takes the task at once', async () => {
  const roomId = await scene().room()
  const busy = await scene().webhookAgent({
    rooms: [roomId],
    script: () => ({ status: 503, headers: { 'retry-after': new Date(Date.now() + 120_000).toUTCString() } }),
  })
  const { agent: other, agentId } = await scene().webhookAgent({ skills: [] })
  await scene().goal(roomId)
  await busy.agent.got('attempt.requested')
  await scene().event(roomId, 'attempt.failed', ({ data }) => data.class === 'throttled')
  await scene().must('room.add_participant', { roomId, agentId })
  await other.got('attempt.requested')
  expect(busy.agent.of('attempt.requested')).toHaveLength(1)
  const row = await scene().agentRow(busy.agentId)
  expect(row.throttledUntil - Date.now()).toBeGreaterThan(60_000)
})

test.concurrent('F01 an address that fails is tried at 0, 2 and 8 s under one id, never past acceptBy, then the task goes on', async () => {
  const roomId = await scene().room()
  const { agent, agentId } = await scene().webhookAgent({ rooms: [roomId], script: () => ({ status: 500 }) })
  await scene().goal(roomId, { clocks: { acceptSeconds: 20, attemptsPerTask: 1 } })
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data).toMatchObject({ class: 'unreachable' })
  const tries = agent.of('attempt.requested')
  expect(tries).toHaveLength(3)
  expect(gap(tries[0], tries[1])).toBeGreaterThanOrEqual(1500)
  expect(gap(tries[0], tries[1])).toBeLessThan(7500)
  // Both are counted from when the first set out, which a busy machine notes a little later.
  expect(gap(tries[0], tries[2])).toBeGreaterThanOrEqual(7500)
  expect(gap(tries[0], tries[2])).toBeLessThan(20_000)
  expect(new Set(tries.map((one) => one.headers['webhook-id'])).size).toBe(1)
  expect(new Set(tries.map((one) => one.headers['idempotency-key'])).size).toBe(1)
  expect(new Set(tries.map((one) => one.raw)).size).toBe(1)
  expect(new Set(tries.map((one) => one.data.attempt.number)).size).toBe(1)
  for (const one of tries) expect(one.forged).toBeNull()
  expect(new Set(tries.map((one) => one.headers['webhook-timestamp'])).size).toBe(3)
  await scene().event(roomId, 'task.needs_human')
  expect((await scene().agentRow(agentId)).failures).toBe(3)
  const kept = (await scene().person.get(`/api/v1/agents/${agentId}/deliveries?type=attempt.requested`)).json
  expect(kept.map((one: { tryNumber: number }) => one.tryNumber)).toEqual([3, 2, 1])
})

test.concurrent('F02 an agent that takes the delivery and never acknowledges loses it after acceptSeconds; a late word gets superseded', async () => {
  const roomId = await scene().room()
  const mute = await scene().webhookAgent({ rooms: [roomId], script: () => ({ status: 200 }) })
  await scene().goal(roomId, { clocks: { acceptSeconds: 3 } })
  const { data } = await mute.agent.got('attempt.requested')
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data.class).toBe('no_ack')
  expect(failed.at).toBeGreaterThanOrEqual(Date.parse(data.attempt.acceptBy))
  const late = await scene()
    .callsWith(data.attempt.token)
    .report(data.attempt.id, 'activities', { type: 'thought', body: 'hm' })
  expect(late.status).toBe(409)
  expect(late.json.code).toBe('superseded')
  await mute.agent.got('attempt.revoked')
})

test.concurrent('five failures in a row open the breaker for 60 s; twenty do not disable it within the hour', async () => {
  const roomId = await scene().room()
  const broken = await scene().webhookAgent({ rooms: [roomId], maxConcurrency: 5, script: () => ({ status: 500 }) })
  const tasks = Array.from({ length: 5 }, (_, i) => ({ key: `t${i}`, title: `T ${i}`, brief: 'x', skills: [] }))
  await scene().goal(roomId, { plan: { tasks }, clocks: { acceptSeconds: 10 } })
  await until(() => broken.agent.of('attempt.requested').length >= 5, { what: 'five were sent' })
  const row = await until(
    async () => {
      const now = await scene().agentRow(broken.agentId)
      return now.breakerOpenUntil ? now : null
    },
    { what: 'the breaker opens' },
  )
  expect(row.breakerOpenUntil - Date.now()).toBeGreaterThan(30_000)
  expect(row.breakerOpenUntil - Date.now()).toBeLessThanOrEqual(60_000)
  expect(row.status).toBe('active')
})

test.concurrent('F25 with all agents down tasks stay ready with a reason and burn no attempts; work resumes by itself', async () => {
  const roomId = await scene().room()
  const gone = await scene().webhookAgent({ rooms: [roomId] })
  await scene().must('agent.pause', { agentId: gone.agentId })
  await scene().goal(roomId)
  await pass(1500)
  const [task] = (await scene().snapshot(roomId)).tasks
  expect(task).toMatchObject({ status: 'ready', attempts: 0, reason: expect.stringContaining('paused') })
  await scene().must('agent.resume', { agentId: gone.agentId })
  await gone.agent.got('attempt.requested')
})

test.concurrent('a person answers a question and the agent is prompted; messages that name it reach it', async () => {
  const roomId = await scene().room()
  const name = randomName('scribe')
  const { agent } = await scene().webhookAgent({ rooms: [roomId], name })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  const own = scene().callsWith(data.attempt.token)
  const asked = await own.report(data.attempt.id, 'activities', {
    type: 'elicitation',
    body: 'Which bridge?',
    options: ['north', 'south'],
  })
  expect(asked.status).toBe(200)
  const [handoff] = (await scene().snapshot(roomId)).handoffs
  expect(handoff).toMatchObject({ kind: 'question', options: ['north', 'south'], status: 'open' })
  expect((await scene().snapshot(roomId)).tasks[0].status).toBe('waiting_input')
  await scene().must('handoff.answer', { handoffId: handoff.id, body: 'please', option: 'south' })
  const prompted = await agent.got('attempt.prompted')
  expect(keys(prompted.data)).toEqual(['activity', 'attempt'])
  expect(prompted.data).toMatchObject({ attempt: data.attempt.id, activity: { body: 'south: please' } })
  expect(prompted.forged).toBeNull()
  const beat = await own.report(data.attempt.id, 'heartbeat', {})
  expect(beat.json.prompts).toEqual([expect.objectContaining({ body: 'south: please' })])
  await scene().must('message.post', { roomId, body: `@${name} well done` })
  const mentioned = await agent.got('room.mentioned')
  expect(keys(mentioned.data)).toEqual(['message', 'room'])
  expect(mentioned.data).toMatchObject({ room: { id: roomId }, message: { body: `@${name} well done` } })
})

test.concurrent('a cancelled goal asks the agent to stop, with the reason', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  const goalId = await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  await scene().must('goal.cancel', { goalId, reason: 'no longer wanted' })
  const cancelled = await agent.got('attempt.cancel_requested')
  expect(cancelled.data).toEqual({ attempt: data.attempt.id, reason: 'no longer wanted' })
})

test.concurrent('every try is kept with request, answer and error class, and can be sent again under the same id', async () => {
  const roomId = await scene().room()
  const { agent, agentId } = await scene().webhookAgent({
    rooms: [roomId],
    script: () => ({ status: 200, headers: { 'x-own': 'yes' }, text: 'y'.repeat(10_000) }),
  })
  await scene().goal(roomId)
  const first = await agent.got('attempt.requested')
  const kept = await until(
    async () => (await scene().person.get(`/api/v1/agents/${agentId}/deliveries?type=attempt.requested`)).json[0],
    { what: 'the try is kept' },
  )
  const whole = (await scene().person.get(`/api/v1/deliveries/${kept.id}`)).json
  expect(whole).toMatchObject({ status: 200, errorClass: null, tryNumber: 1, responseHeaders: { 'x-own': 'yes' } })
  expect(whole.responseBody).toHaveLength(8192)
  expect(whole.requestHeaders['webhook-id']).toBe(first.headers['webhook-id'])
  expect(whole.durationMs).toBeGreaterThanOrEqual(0)
  await scene().must('delivery.replay', { deliveryId: kept.id })
  const again = await agent.got('attempt.requested', 2)
  expect(again.headers['webhook-id']).toBe(first.headers['webhook-id'])
  expect(again.raw).toBe(first.raw)
  expect(again.forged).toBeNull()
  expect(first.raw).not.toContain(serverSecret)
})

test.concurrent('what cannot be reached is kept as connect, what is cut as connect or http, what is silent as timeout', async () => {
  const { agentId, agent } = await scene().webhookAgent()
  await agent.close()
  await scene().must('agent.verify', { agentId })
  const [kept] = (await scene().person.get(`/api/v1/agents/${agentId}/deliveries?status=failed`)).json
  expect(kept).toMatchObject({ errorClass: 'connect', status: null })
})
