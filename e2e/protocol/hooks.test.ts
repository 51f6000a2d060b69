import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { randomName } from './server.ts'

const scene = testServer()
type Made = { hookId: string; url: string; secret: string }

async function makeHook(more: object = {}, as = scene().person): Promise<Made & { roomId: string }> {
  const roomId = await scene().room()
  const { workspaceId } = scene()
  const goal = { title: 'A report', brief: '- look\n- write' }
  const input = { workspaceId, roomId, name: randomName('hook'), playbook: 'checklist', goal, ...more }
  const { status, json } = await as.post('/api/v1/commands', { id: randomUUID(), name: 'hook.create', input })
  if (status !== 200) throw new Error(`hook.create was answered ${status}: ${JSON.stringify(json)}`)
  return { roomId, ...json.result }
}
const stranger = () => new Caller(scene().server.url, null)

/** The headers that another system sends, by the library of the standard. */
function headersFor({ secret }: { secret: string }, body: string, id = `msg_${randomUUID()}`, at = new Date()) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
}
const call = (hook: Made, body: object = {}, id?: string) => {
  const text = JSON.stringify(body)
  return stranger().post(hook.url, text, headersFor(hook, text, id))
}

test('a call that is signed starts a goal with its inputs and is answered 202 with it', async () => {
  const hook = await makeHook()
  expect(hook.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1\/hooks\/mst_hook_[\w-]{40,}$/)
  expect(hook.secret).toMatch(/^whsec_/)
  const answered = await call(hook, {
    inputs: [{ name: 'issue.md', mediaType: 'text/markdown', text: '# It is broken' }],
  })
  expect(answered.status, answered.text).toBe(202)
  expect(answered.json).toEqual({ goalId: expect.any(String) })
  const { goals, tasks } = await scene().snapshot(hook.roomId)
  expect(goals).toMatchObject([
    { id: answered.json.goalId, title: 'A report', inputs: [{ name: 'issue.md', mediaType: 'text/markdown' }] },
  ])
  expect(tasks).toHaveLength(3)
  const { hooks } = (await scene().person.get(`/api/v1/workspaces/${scene().workspaceId}/snapshot`)).json
  const shown = hooks.find((one: { id: string }) => one.id === hook.hookId)
  expect(shown).toMatchObject({ lastUsedAt: expect.any(Number), hint: hook.url.slice(-4), revokedAt: null })
})

test('parameters of the call fill the texts of a saved playbook; one that is missing or unknown is 422 and named', async () => {
  const { workspaceId } = scene()
  const source = await scene().room()
  const plan = { tasks: [{ key: 'one', title: 'On Bergen', brief: 'What Bergen did.', skills: [] }] }
  const { goalId } = await scene().must('goal.create', { roomId: source, title: 'G', brief: 'B', plan })
  const parameters = [{ name: 'city', replaces: 'Bergen' }]
  const name = randomName('cities')
  await scene().must('playbook.save', { workspaceId, goalId, name, parameters })
  const hook = await makeHook({ playbook: name, goal: { title: 'Report on {{city}}', brief: 'Go.' } })
  for (const [given, path] of [
    [{}, 'parameters.city'],
    [{ city: 'Oslo', town: 'x' }, 'parameters.town'],
  ] as const) {
    const refused = await call(hook, { parameters: given })
    expect(refused.status).toBe(422)
    expect(refused.json.errors).toEqual([{ path, message: expect.any(String) }])
  }
  const hostile = "Oslo {{city}} $& </task> '); DROP TABLE goal; --"
  expect((await call(hook, { parameters: { city: hostile } })).status).toBe(202)
  const { goals, tasks } = await scene().snapshot(hook.roomId)
  expect(goals.map((goal: { title: string }) => goal.title)).toEqual([`Report on ${hostile}`])
  expect(tasks).toMatchObject([{ title: `On ${hostile}`, brief: `What ${hostile} did.` }])
})

test('the same webhook-id again, also ten times at once, is answered with the same goal; with another body it is 409', async () => {
  const hook = await makeHook()
  const id = `msg_${randomUUID()}`
  const answers = await Promise.all(Array.from({ length: 10 }, () => call(hook, {}, id)))
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.json.goalId}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(202)
  const other = await call(hook, { inputs: [{ name: 'a.txt', text: 'more' }] }, id)
  expect(other.status).toBe(409)
  expect(other.json.code).toBe('idempotency_mismatch')
  const second = await makeHook()
  expect((await call(second, {}, id)).json.goalId).not.toBe(answers[0]?.json.goalId)
  expect((await scene().snapshot(hook.roomId)).goals).toHaveLength(1)
})

test('S64 unsigned, wrong secret, old, future, altered, another hook’s signature: 401 and no goal; one good among several: 202', async () => {
  const hook = await makeHook()
  const other = await makeHook()
  const body = '{"inputs":[]}'
  const right = headersFor(hook, body)
  const seconds = (shift: number) => new Date(Date.now() + shift * 1000)
  const forged: Record<string, Record<string, string>> = {
    unsigned: {},
    'no signature': { ...right, 'webhook-signature': '' },
    'wrong secret': headersFor({ secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }, body),
    'another hook': headersFor(other, body),
    old: headersFor(hook, body, undefined, seconds(-302)),
    future: headersFor(hook, body, undefined, seconds(302)),
    'another time': { ...right, 'webhook-timestamp': String(Number(right['webhook-timestamp']) - 1) },
    'another id': { ...right, 'webhook-id': 'msg_other' },
    'id with a full stop': headersFor(hook, body, 'msg.1'),
  }
  for (const [name, headers] of Object.entries(forged)) {
    const answered = await stranger().post(hook.url, body, headers)
    expect(answered.status, name).toBe(401)
    expect(answered.json, name).toMatchObject({ code: 'unauthenticated' })
  }
  expect((await stranger().post(hook.url, `${body} `, right)).status).toBe(401)
  expect((await scene().snapshot(hook.roomId)).goals).toEqual([])
  const several = `v1a,AAAA ${headersFor(other, body, right['webhook-id'])['webhook-signature']} ${right['webhook-signature']}`
  expect((await stranger().post(hook.url, body, { ...right, 'webhook-signature': several })).status).toBe(202)
  expect((await scene().snapshot(hook.roomId)).goals).toHaveLength(1)
})

test('an unknown and a revoked address look the same, and say nothing of signatures', async () => {
  const hook = await makeHook()
  await scene().must('hook.revoke', { hookId: hook.hookId })
  const revoked = await call(hook)
  const unknown = await call({ ...hook, url: `${hook.url.slice(0, -4)}zzzz` })
  expect(revoked.status).toBe(404)
  expect(unknown.status).toBe(404)
  expect(unknown.text).toBe(revoked.text)
  expect((await stranger().post(`${scene().server.url}/api/v1/hooks/x`, '{}')).text).toBe(revoked.text)
  expect((await scene().snapshot(hook.roomId)).goals).toEqual([])
})

test('a body over 256 KiB is 413, one that is no JSON 415 or 422, a wrong field 422 with its place', async () => {
  const hook = await makeHook()
  const send = (body: string, type = 'application/json') =>
    stranger().post(hook.url, body, { ...headersFor(hook, body), 'content-type': type })
  expect((await send(JSON.stringify({ inputs: [{ name: 'a', text: 'x'.repeat(263_000) }] }))).status).toBe(413)
  expect((await send('{}', 'text/plain')).status).toBe(415)
  expect((await send('{')).status).toBe(422)
  const wrong = await send('{"inputs":[{"name":"a"}],"roomId":"x"}')
  expect(wrong.status).toBe(422)
  expect(wrong.json.errors.map((error: { path: string }) => error.path)).toContain('inputs.0.text')
  expect((await send('')).status).toBe(202)
})

test('a hook does what its maker may: who lost the right there starts nothing by it, and makes none', async () => {
  const ben = await scene().colleague()
  const roomId = await scene().room()
  await scene().must('room.add_participant', { roomId, memberId: ben.memberId })
  const hook = await makeHook({ roomId }, ben.calls)
  expect((await call(hook)).status).toBe(202)
  await scene().must('member.set_role', { workspaceId: scene().workspaceId, memberId: ben.memberId, role: 'viewer' })
  const refused = await call(hook)
  expect(refused.status).toBe(403)
  expect(refused.json.detail).toContain('may no longer start goals')
  await expect(makeHook({ roomId }, ben.calls)).rejects.toThrow('403')
  expect((await scene().snapshot(roomId)).goals).toHaveLength(1)
})

test('S79 the address and the secret of a hook are in the answer to its creation and nowhere else', async () => {
  const id = randomUUID()
  const roomId = await scene().room()
  const { workspaceId, person } = scene()
  const goal = { title: 'A report', brief: 'Go.' }
  const input = { workspaceId, roomId, name: 'once', playbook: 'checklist', goal }
  const first = await scene().send('hook.create', input, id)
  const { url, secret } = first.json.result
  expect((await scene().send('hook.create', input, id)).json).toEqual(first.json)
  for (const path of ['snapshot', 'events']) {
    const { text } = await person.get(`/api/v1/workspaces/${workspaceId}/${path}`)
    for (const hidden of [url.split('/').at(-1), secret, secret.slice(6)]) expect(text).not.toContain(hidden)
  }
  const client = new pg.Client({ connectionString: scene().database.url })
  await client.connect()
  for (const table of ['hook', 'receipt', 'event']) {
    const { rows } = await client.query(`select to_jsonb(t)::text as row from ${table} t`)
    for (const hidden of [url.split('/').at(-1), secret]) expect(JSON.stringify(rows), table).not.toContain(hidden)
  }
  await client.end()
})

test('more than 60 calls a minute of one hook are throttled, and the others go on', async () => {
  const hook = await makeHook()
  const id = `msg_${randomUUID()}`
  const since = performance.now()
  const answers = []
  do answers.push(await call(hook, {}, id))
  while (answers.at(-1)?.status === 202)
  const minutes = (performance.now() - since) / 60_000
  // The minute slides: what lay a while back counts by what is left of it.
  expect(answers.length).toBeGreaterThanOrEqual(60)
  expect(answers.length).toBeLessThanOrEqual(61 + Math.ceil(60 * minutes))
  const last = answers.at(-1)
  expect(last?.status).toBe(429)
  expect(last?.json.code).toBe('throttled')
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await call(await makeHook())).status).toBe(202)
})

test('openapi.json tells of the hook, its body and its answer', async () => {
  const { json } = await stranger().get('/api/v1/openapi.json')
  const { post } = json.paths['/api/v1/hooks/{token}']
  expect(Object.keys(post.requestBody.content['application/json'].schema.properties)).toEqual(['parameters', 'inputs'])
  expect(post.responses['202'].content['application/json'].schema.required).toEqual(['goalId'])
  expect(post.security).toEqual([])
})
