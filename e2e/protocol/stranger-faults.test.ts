import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'

// Named after the rows of reliability.md (c): what agents and strangers try that no call is there for.

const scene = testServer()

test('S26 headers by which frameworks and proxies speak of a caller make nobody of whoever has no credentials', async () => {
  const { url } = scene().server
  const me = (await scene().person.get('/api/v1/me')).json.member.id
  for (const headers of [
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { 'x-user-id': me, 'x-member-id': me, 'x-forwarded-user': 'ana@northwind.example' },
    { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': '127.0.0.1', 'x-real-ip': '127.0.0.1' },
    { 'next-resume': '1', 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz' },
  ] as Record<string, string>[])
    for (const path of ['/api/v1/me', `/api/v1/workspaces/${scene().workspaceId}/snapshot`])
      expect((await fetch(url + path, { headers })).status, JSON.stringify(headers)).toBe(401)
})

test('S68 an agent that brings its own checks is told that there is no such thing; only ours are kept', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { attempt } = (await agent.got('attempt.requested')).data
  const calls = scene().callsWith(attempt.token)
  const own = { response: 'TODO', checks: [{ name: 'placeholder', passed: true }] }
  const refused = await calls.report(attempt.id, 'complete', own)
  expect(refused.status).toBe(422)
  expect(
    (await scene().snapshot(roomId)).deliverables.flatMap(({ versions }: { versions: unknown[] }) => versions),
  ).toEqual([])
  expect((await calls.report(attempt.id, 'complete', { response: 'The bridge opened in 1887.' })).status).toBe(200)
  await scene().event(roomId, 'deliverable.ready')
  const [finished] = (await scene().events(roomId)).filter(({ type }) => type === 'check.finished')
  expect(finished.actor.kind).toBe('coordinator')
})

test('S69 nothing that was said, handed in or written down can be changed or deleted by a call', async () => {
  const roomId = await scene().room()
  const { agent, token } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { attempt } = (await agent.got('attempt.requested')).data
  const before = await scene().events(roomId)
  const { url } = scene().server
  for (const path of [`rooms/${roomId}/events`, `rooms/${roomId}/snapshot`, `attempts/${attempt.id}`])
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      for (const bearer of [token, attempt.token]) {
        const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
        const answer = await fetch(`${url}/api/v1/${path}`, { method, headers, body: '{}' })
        expect([answer.status, `${method} ${path}`]).toEqual([405, `${method} ${path}`])
      }
  expect((await scene().events(roomId)).slice(0, before.length)).toEqual(before)
})

test('S70 an agent that tries ids learns nothing: what is not its own looks like what is not there', async () => {
  const [mine, foreign] = await Promise.all([scene().room(), scene().room()])
  const one = await scene().webhookAgent({ rooms: [mine] })
  const other = await scene().webhookAgent({ rooms: [foreign] })
  await scene().goal(foreign)
  const { attempt, task } = (await other.agent.got('attempt.requested')).data
  const answers = async (attemptId: string, taskId: string, roomId: string) => {
    const said = [
      await one.calls.get(`/api/v1/attempts/${attemptId}`),
      await one.calls.get(`/api/v1/tasks/${taskId}`),
      await one.calls.get(`/api/v1/rooms/${roomId}/events`),
      await one.calls.report(attemptId, 'heartbeat', {}),
      await one.calls.report(attemptId, 'complete', { response: 'mine' }),
    ]
    return said.map(({ status, json }) => [status, json.code, json.detail])
  }
  const real = await answers(attempt.id, task.id, foreign)
  expect(real).toEqual(await answers(randomUUID(), randomUUID(), randomUUID()))
  for (const [status] of real) expect([403, 404]).toContain(status)
})
