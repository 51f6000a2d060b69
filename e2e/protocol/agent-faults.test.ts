import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { manyTasks } from '../faults/ground.ts'
import { WebhookAgent } from './agent.ts'
import { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { randomName } from './server.ts'
import { pass, until } from './until.ts'

const scene = testServer()
const accepted = { status: 200, json: { status: 'accepted' } }

test.concurrent('F27 two agents registered with one URL: each message bears its own agent’s signature alone, and neither speaks for the other', async () => {
  const roomIds = await Promise.all([scene().room(), scene().room()])
  const agent = await WebhookAgent.open(() => accepted)
  scene().agents.push(agent)
  const twins = []
  for (const roomId of roomIds) {
    const input = { workspaceId: scene().workspaceId, name: randomName('twin'), channel: 'webhook', url: agent.url }
    const made = await scene().must('agent.register', { ...input, skills: [], maxConcurrency: 1 })
    expect(await scene().must('agent.verify', { agentId: made.agentId })).toMatchObject({ status: 'active' })
    await scene().must('room.add_participant', { roomId, agentId: made.agentId })
    twins.push({ ...made, calls: new Caller(scene().server.url, made.token) })
  }
  const [one, other] = twins
  expect(one.secret).not.toBe(other.secret)
  // The endpoint kept the first secret only: what is meant for the second agent is a forgery to it.
  agent.secrets = [one.secret]
  await scene().goal(roomIds[0] ?? '')
  const first = await agent.got('attempt.requested')
  await scene().goal(roomIds[1] ?? '')
  const second = await agent.got('attempt.requested', 2)
  expect([first.forged, second.forged === null]).toEqual([null, false])
  for (const [calls, id] of [
    [one.calls, second.data.attempt.id],
    [other.calls, first.data.attempt.id],
  ]) {
    const crossed = await calls.report(id, 'complete', { response: 'Not mine.' })
    expect([crossed.status, crossed.json.code]).toEqual([404, 'not_found'])
  }
  expect((await one.calls.report(first.data.attempt.id, 'complete', { response: 'A bridge.' })).status).toBe(200)
  expect((await scene().snapshot(roomIds[1] ?? '')).deliverables[0]?.versions ?? []).toEqual([])
})

test.concurrent('F28 a pull agent that loses the answer to its claim asks again with the same claim id: the same lease, one attempt', async () => {
  const roomId = await scene().room()
  const { token, calls } = await scene().pullAgent({ rooms: [roomId], maxConcurrency: 3 })
  const claim = { claimId: randomUUID(), max: 2, waitSeconds: 20 }
  const lost = new AbortController()
  const waiting = fetch(`${scene().server.url}/api/v1/claims`, {
    method: 'POST',
    signal: lost.signal,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(claim),
  })
  // The headers are here, so the claim is committed; the body is never read.
  await scene().goal(roomId, { plan: manyTasks(2) })
  const answer = await waiting
  lost.abort()
  await answer.text().catch(() => 'lost')
  const again = await calls.post('/api/v1/claims', claim)
  const once = again.json.claims
  expect(once.length).toBeGreaterThan(0)
  expect((await calls.post('/api/v1/claims', claim)).json.claims).toEqual(once)
  const offers = (await scene().events(roomId)).filter(({ type }) => type === 'attempt.accepted')
  expect(offers).toHaveLength(once.length)
  for (const { task, attempt } of once) {
    expect((await scene().task(task.id)).attempts).toHaveLength(1)
    expect((await scene().callsWith(attempt.token).report(attempt.id, 'heartbeat')).status).toBe(200)
  }
})

test.concurrent('F29 a pull agent that claims a thousand tasks gets as many as it may hold, and is told when to ask again', async () => {
  const roomId = await scene().room()
  const { calls } = await scene().pullAgent({ rooms: [roomId], maxConcurrency: 3 })
  await scene().goal(roomId, { plan: manyTasks(60) })
  const all = await calls.post('/api/v1/claims', { claimId: randomUUID(), max: 1000 })
  expect([all.status, all.json.code]).toEqual([422, 'invalid'])
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => calls.post('/api/v1/claims', { claimId: randomUUID(), max: 50 })),
  )
  expect(answers.flatMap(({ json }) => json?.claims ?? [])).toHaveLength(3)
  const empty = answers.filter(({ status }) => status === 204)
  expect(empty.length).toBeGreaterThanOrEqual(17)
  for (const one of empty) expect(Number(one.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  const counts = (await scene().snapshot(roomId)).tasks.filter(({ status }: { status: string }) => status === 'ready')
  expect(counts).toHaveLength(57)
})

test.concurrent('F30 an agent whose clock is ten minutes off refuses what it takes for stale: its words are kept for the owner, and with the right time the same message is taken', async () => {
  const roomId = await scene().room()
  let ahead = true
  const skewed = { status: 401, text: 'webhook-timestamp is 600 s away from my clock' }
  const { agent, calls } = await scene().webhookAgent({
    rooms: [roomId],
    script: ({ type }) => (type === 'attempt.requested' && ahead ? skewed : accepted),
  })
  await scene().goal(roomId)
  const { data, headers } = await agent.got('attempt.requested')
  // Its calls carry no time of their own that could be wrong; a Date header of the future changes nothing.
  const future = { date: new Date(Date.now() + 600_000).toUTCString() }
  expect((await calls.get(`/api/v1/attempts/${data.attempt.id}`, future)).status).toBe(200)
  const kept = await until(async () => (await scene().attempt(data.attempt.id)).deliveries[0], {
    what: 'the refusal is kept',
  })
  expect(kept.reason).toContain('401')
  expect((await scene().person.get(`/api/v1/deliveries/${kept.id}`)).json.responseBody).toBe(skewed.text)
  ahead = false
  const again = await agent.got('attempt.requested', 2)
  expect(again.headers['webhook-id']).toBe(headers['webhook-id'])
  await scene().event(roomId, 'attempt.accepted')
  const done = await calls.report(data.attempt.id, 'complete', { response: 'A bridge.' }, future)
  expect(done.status).toBe(200)
  expect((await scene().task(data.task.id)).attempts).toHaveLength(1)
})

test.concurrent('F43 an agent that spams progress is throttled with the time to wait; the room sees one a second, and others are answered as ever', async () => {
  const [loudRoom, calmRoom] = await Promise.all([scene().room(), scene().room()])
  const loud = await scene().webhookAgent({ rooms: [loudRoom] })
  const calm = await scene().webhookAgent({ rooms: [calmRoom] })
  await Promise.all([scene().goal(loudRoom), scene().goal(calmRoom)])
  const spam = (await loud.agent.got('attempt.requested')).data.attempt
  const quiet = (await calm.agent.got('attempt.requested')).data.attempt
  const since = performance.now()
  const storm = Array.from({ length: 1000 }, (_, i) =>
    scene()
      .callsWith(spam.token)
      .report(spam.id, 'activities', { type: 'thought', body: `word ${i}`, progress: i / 1000 }),
  )
  const beside = performance.now()
  expect((await scene().callsWith(quiet.token).report(quiet.id, 'heartbeat')).status).toBe(200)
  expect(performance.now() - beside).toBeLessThan(30_000)
  const answers = await Promise.all(storm)
  const seconds = (performance.now() - since) / 1000
  const throttled = answers.filter(({ status }) => status === 429)
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(60 * (1 + Math.ceil(seconds / 60)))
  expect(throttled.length).toBeGreaterThanOrEqual(800)
  for (const one of throttled.slice(0, 5)) {
    expect(one.json.code).toBe('throttled')
    expect(Number(one.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  }
  const shown = (await scene().events(loudRoom)).filter(({ type }) => type === 'attempt.progressed')
  expect(shown.length).toBeLessThanOrEqual(Math.ceil(seconds) + 2)
  await pass(50)
  expect(await scene().attempt(quiet.id)).toMatchObject({ status: 'accepted' })
  expect((await scene().callsWith(spam.token).report(spam.id, 'complete', { response: 'A bridge.' })).status).toBe(200)
})

test.concurrent('F50 an agent that tries to approve its own work or another’s by the API is refused, and nothing is decided', async () => {
  const roomId = await scene().room()
  const complete = { status: 200, json: { status: 'completed', response: 'The bridge opened in 1887.' } }
  const maker = await scene().webhookAgent({
    rooms: [roomId],
    script: ({ type }) => (type === 'attempt.requested' ? complete : { status: 200 }),
  })
  const peer = await scene().pullAgent({ rooms: [roomId], skills: ['judging'] })
  await scene().goal(roomId)
  await scene().event(roomId, 'deliverable.ready')
  const request = maker.agent.of('attempt.requested')[0]
  const [deliverable] = (await scene().snapshot(roomId)).deliverables
  const [version] = deliverable.versions
  const named = { deliverableId: deliverable.id, versionId: version.id, sha256: version.sha256 }
  const before = await scene().events(roomId)
  for (const token of [maker.token, peer.token, request?.data.attempt.token]) {
    for (const [name, input] of [
      ['deliverable.approve', named],
      ['deliverable.reject', { ...named, reason: 'mine is better' }],
      ['deliverable.roll_back', { ...named, reason: 'mine is better' }],
    ] as const) {
      const answered = await scene().callsWith(token).post('/api/v1/commands', { id: randomUUID(), name, input })
      expect([answered.status, answered.json.code]).toEqual([403, 'forbidden'])
    }
  }
  expect(await scene().events(roomId)).toEqual(before)
  expect((await scene().snapshot(roomId)).deliverables[0]).toMatchObject({ status: 'in_review' })
})
