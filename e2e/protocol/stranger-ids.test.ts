import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { owner } from './server.ts'
import { type Heard, say } from './stranger.ts'

// "The same id again gives the first answer again. Same id, other body: 409 idempotency_mismatch."

const scene = testServer()
const person = (body: unknown) => say(scene().server.url, 'POST', '/api/v1/commands', { token: owner.token, body })
const post = (id: string, roomId: string, body: string) => person({ id, name: 'message.post', input: { roomId, body } })
const words = async (roomId: string) =>
  (await scene().snapshot(roomId)).messages.map((one: { body: string }) => one.body)

async function attempt() {
  const roomId = await scene().room()
  const { calls, token } = await scene().pullAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { claims } = (await calls.post('/api/v1/claims', { claimId: randomUUID() })).json
  const { id, token: own } = claims[0].attempt
  const report = (call: string, body: unknown, key: string, as = token): Promise<Heard> =>
    say(scene().server.url, /^(plan|artifacts)/.test(call) ? 'PUT' : 'POST', `/api/v1/attempts/${id}/${call}`, {
      ...{ token: as, body, headers: { 'Idempotency-Key': key } },
    })
  return { roomId, own, report }
}

test('a client-made UUID is any UUID: of whatever version, in either case, and two spellings are one id', async () => {
  const roomId = await scene().room()
  const odd = [
    '11111111-1111-1111-1111-111111111111',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '12345678-1234-0234-c234-123456789012',
  ]
  for (const id of odd) expect((await post(id, roomId, id)).status).toBe(200)
  const id = randomUUID()
  const first = await post(id.toUpperCase(), roomId.toUpperCase(), 'spelt')
  expect(first.status).toBe(200)
  expect((await post(id, roomId, 'spelt')).json).toEqual(first.json)
  expect(await words(roomId)).toEqual([...odd, 'spelt'])
  for (const not of ['', 'x', '11111111111111111111111111111111', `{${id}}`, `${id} `, 7, null])
    expect((await person({ id: not, name: 'message.post', input: { roomId, body: 'no' } })).json.errors[0].path).toBe(
      'id',
    )
  expect((await post(randomUUID(), '11111111-1111-1111-1111-111111111111', 'x')).status).toBe(404)
  const path = `/api/v1/rooms/${roomId.toUpperCase()}/snapshot`
  expect((await say(scene().server.url, 'GET', path, { token: owner.token })).status).toBe(200)
})

test('two bodies under one id at once: one has its effect, the other is told of the mismatch', async () => {
  const roomId = await scene().room()
  const id = randomUUID()
  const heard = await Promise.all(['one', 'two', 'one', 'two', 'one'].map((body) => post(id, roomId, body)))
  const said = await words(roomId)
  expect(said).toHaveLength(1)
  for (const [at, { status, json }] of heard.entries()) {
    const same = (at % 2 === 0 ? 'one' : 'two') === said[0]
    expect([status, json.code]).toEqual(same ? [200, undefined] : [409, 'idempotency_mismatch'])
  }
  const other = await person({ id, name: 'room.update', input: { roomId, name: 'another command' } })
  expect(other.json.code).toBe('idempotency_mismatch')
})

test('a refusal is an answer too: the same id again is refused the same way, also when it would succeed by now', async () => {
  const roomId = await scene().room()
  const input = { workspaceId: scene().workspaceId, name: `twin ${randomUUID()}`, channel: 'pull', skills: [] }
  const { agentId } = await scene().must('agent.register', input)
  const id = randomUUID()
  const again = () => person({ id, name: 'agent.register', input })
  const refused = await again()
  expect(refused.json.code).toBe('conflict')
  await scene().must('agent.remove', { agentId })
  expect((await again()).json).toEqual(refused.json)
  expect((await person({ id: randomUUID(), name: 'agent.register', input })).status).toBe(200)
  expect(await words(roomId)).toEqual([])
})

test('every POST and PUT of an attempt may carry Idempotency-Key: ten at once have one effect and one answer, by either token', async () => {
  const { roomId, own, report } = await attempt()
  const key = 'a key with spaces, "quotes" and é'
  const calls: [string, unknown][] = [
    ['activities', { type: 'thought', body: 'once' }],
    ['plan', [{ content: 'look', status: 'pending' }]],
    ['artifacts/draft', { name: 'd', parts: [{ text: 'draft' }], append: true }],
    ['actions', { tool: 'search', arguments: { q: 1 }, reason: 'to know' }],
    ['complete', { response: 'The bridge is old.' }],
  ]
  for (const [call, body] of calls) {
    const named = `${key} ${call}`.replace('é', 'e')
    const heard = await Promise.all(
      Array.from({ length: 10 }, (_, n) => report(call, body, named, n % 2 ? own : undefined)),
    )
    const late = await report(call, body, named)
    for (const { status, json } of [...heard, late]) expect([call, status, json]).toEqual([call, 200, heard[0]?.json])
  }
  const { tasks, actions } = await scene().snapshot(roomId)
  expect(actions).toHaveLength(1)
  const { attempts } = await scene().task(tasks[0].id)
  expect(attempts).toHaveLength(1)
  const { activities } = await scene().attempt(attempts[0].id)
  expect(activities.filter((one: { body: string }) => one.body === 'once')).toHaveLength(1)
})

test('the order of fields is no other body; a key that cannot be kept is refused', async () => {
  const { report } = await attempt()
  const first = await report('activities', '{"type":"thought","body":"x"}', 'k')
  expect((await report('activities', '{ "body" : "x", "type" : "thought" }', 'k')).json).toEqual(first.json)
  expect((await report('activities', { type: 'thought', body: 'y' }, 'k')).json.code).toBe('idempotency_mismatch')
  expect((await report('heartbeat', {}, 'k'.repeat(200))).status).toBe(200)
  expect((await report('heartbeat', {}, 'k'.repeat(201))).json).toMatchObject({ code: 'invalid', status: 422 })
})
