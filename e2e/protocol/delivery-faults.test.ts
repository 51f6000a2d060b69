import { expect, test } from 'vitest'
import type { Received } from './agent.ts'
import { testServer } from './scene.ts'
import { serverSecret } from './server.ts'
import { pass, until } from './until.ts'

// An agent that fails, asks for quiet, cannot be reached, goes silent or takes too long.

const scene = testServer()
const gap = (one: Received | undefined, other: Received | undefined): number => (other?.at ?? 0) - (one?.at ?? 0)

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

test.concurrent('a lease is renewed by every call, and lapses without one', async () => {
  const { own, id, roomId } = await scene().atWork({ clocks: { leaseSeconds: 5 } })
  for (let i = 0; i < 4; i++) {
    await pass(1800)
    expect((await own.report(id, 'heartbeat')).status).toBe(200)
  }
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data.class).toBe('lost')
  const quiet = failed.at - (await scene().attempt(id)).clocks.leaseUntil
  expect(quiet).toBeGreaterThanOrEqual(0)
  expect(quiet).toBeLessThan(10_000)
})

test.concurrent('F03 F05 alive but without progress: asked once, then taken away; progress each second is not disturbed', async () => {
  const clocks = { progressSeconds: 5, leaseSeconds: 60 }
  const [idle, busy] = await Promise.all([scene().atWork({ clocks }), scene().atWork({ clocks })])
  let step = 0
  const beating = setInterval(() => {
    step += 1
    void idle.own.report(idle.id, 'heartbeat')
    void busy.own.report(busy.id, 'activities', { type: 'thought', body: `page ${step}`, progress: step / 100 })
  }, 1000)
  try {
    const nudge = await idle.agent.got('attempt.prompted')
    expect(nudge.data.attempt).toBe(idle.id)
    const failed = await scene().event(idle.roomId, 'attempt.failed')
    expect(failed.data.class).toBe('stalled')
    await pass(1500)
    expect(busy.agent.of('attempt.prompted')).toEqual([])
    expect((await scene().attempt(busy.id)).status).toBe('working')
  } finally {
    clearInterval(beating)
  }
})

test.concurrent('an attempt over its deadline is timed_out although it is alive', async () => {
  const { own, id, roomId } = await scene().atWork({ clocks: { attemptSeconds: 2, leaseSeconds: 60 } })
  await own.report(id, 'activities', { type: 'thought', body: 'still on it' })
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data.class).toBe('timed_out')
})
