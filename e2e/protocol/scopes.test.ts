import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { randomName } from './server.ts'

const scene = testServer()
const send = (calls: Caller, name: string, input: unknown) =>
  calls.post('/api/v1/commands', { id: randomUUID(), name, input })
async function token(...scopes: string[]): Promise<Caller> {
  const { workspaceId } = scene()
  const made = await scene().must('token.create', { workspaceId, name: randomName('token'), scopes })
  return scene().callsWith(made.token)
}

test('a token reads and does what its scopes name; for all else it is 403 with the scope that is missing', async () => {
  const { workspaceId } = scene()
  const roomId = await scene().room()
  const reader = await token('read')
  const paths = ['/me', `/rooms/${roomId}/snapshot`, `/rooms/${roomId}/events`, `/workspaces/${workspaceId}/snapshot`]
  for (const path of paths) expect((await reader.get(`/api/v1${path}`)).status, path).toBe(200)
  const commands: [string, object, string][] = [
    ['message.post', { roomId, body: 'Hello.' }, 'message.post'],
    ['goal.create', { roomId, title: 'T', brief: 'B' }, 'goal.create'],
    ['room.create', { workspaceId, name: 'Another' }, 'room.create'],
    ['token.create', { workspaceId, name: 'more' }, 'token.create'],
    ['agent.register', { workspaceId, name: randomName('a'), channel: 'pull', skills: [] }, 'agent.register'],
    [
      'hook.create',
      { workspaceId, roomId, name: 'h', playbook: 'checklist', goal: { title: 'T', brief: 'B' } },
      'hook.change',
    ],
  ]
  for (const [name, input, scope] of commands) {
    const refused = await send(reader, name, input)
    expect(refused.status, name).toBe(403)
    expect(refused.json, name).toMatchObject({ code: 'forbidden', detail: expect.stringContaining(`"${scope}"`) })
  }
  const upload = await reader.put(`/api/v1/rooms/${roomId}/files?name=a.txt`, 'text', { 'content-type': 'text/plain' })
  expect(upload.status).toBe(403)
  expect(upload.json.detail).toContain('"file.attach"')
  const { agentId } = await scene().webhookAgent()
  const [delivery] = (await scene().person.get(`/api/v1/agents/${agentId}/deliveries`)).json
  expect((await send(reader, 'delivery.replay', { deliveryId: delivery.id })).json.detail).toContain(
    '"delivery.replay"',
  )
})

test('a token for one act does that act and does not even read', async () => {
  const { workspaceId } = scene()
  const roomId = await scene().room()
  const poster = await token('message.post')
  expect((await send(poster, 'message.post', { roomId, body: 'The build is green.' })).status).toBe(200)
  for (const [path, scope] of [
    ['/me', 'workspace.read'],
    [`/rooms/${roomId}/snapshot`, 'room.read'],
    [`/rooms/${roomId}/events`, 'room.read'],
    [`/rooms/${randomUUID()}/snapshot`, 'room.read'],
    [`/tasks/${randomUUID()}`, 'room.read'],
    [`/workspaces/${workspaceId}/snapshot`, 'workspace.read'],
    [`/agents/${randomUUID()}/deliveries`, 'delivery.read'],
  ]) {
    const refused = await poster.get(`/api/v1${path}`)
    expect(refused.status, path).toBe(403)
    expect(refused.json.detail, path).toContain(`"${scope}"`)
  }
})

test('groups: work makes goals and approves nothing, review approves and makes none, admin does neither', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  const [worker, reviewer, admin] = [await token('work'), await token('review'), await token('admin')]
  const plan = { tasks: [{ key: 'one', title: 'Write it', skills: [] }], deliverable: 'one' }
  const goal = { roomId, title: 'T', brief: 'B', autonomy: 'run', plan }
  for (const calls of [reviewer, admin]) expect((await send(calls, 'goal.create', goal)).status).toBe(403)
  expect((await send(worker, 'goal.create', goal)).status).toBe(200)
  const { data } = await agent.got('attempt.requested')
  await scene()
    .callsWith(data.attempt.token)
    .report(data.attempt.id, 'complete', { response: 'The bridge was built in 1902 and painted twice.' })
  await scene().event(roomId, 'deliverable.ready')
  const [deliverable] = (await scene().snapshot(roomId)).deliverables
  const [version] = deliverable.versions
  const named = { deliverableId: deliverable.id, versionId: version.id, sha256: version.sha256 }
  for (const calls of [worker, admin]) {
    const refused = await send(calls, 'deliverable.approve', named)
    expect(refused.status).toBe(403)
    expect(refused.json.detail).toContain('"review"')
  }
  expect((await send(reviewer, 'deliverable.approve', named)).status).toBe(200)
  expect((await send(admin, 'room.update', { roomId, name: 'Renamed' })).status).toBe(200)
})

test('a limited token makes no wider one; a scope that does not exist is 422; none means all that the member may', async () => {
  const { workspaceId } = scene()
  const admin = await token('admin')
  expect((await send(admin, 'token.create', { workspaceId, name: 'x' })).status).toBe(403)
  const wider = await send(admin, 'token.create', { workspaceId, name: 'x', scopes: ['work'] })
  expect(wider.json.errors).toEqual([{ path: 'scopes', message: expect.any(String) }])
  expect((await send(admin, 'token.create', { workspaceId, name: 'x', scopes: ['room.create'] })).status).toBe(200)
  const odd = await scene().send('token.create', { workspaceId, name: 'x', scopes: ['everything'] })
  expect(odd.status).toBe(422)
  expect(odd.json.errors[0].path).toBe('input.scopes.0')
  const all = await token()
  expect((await send(all, 'room.create', { workspaceId, name: randomName('room') })).status).toBe(200)
  const { tokens } = (await scene().person.get(`/api/v1/workspaces/${workspaceId}/snapshot`)).json
  expect(tokens.map((one: { scopes: string[] }) => one.scopes.join())).toEqual(expect.arrayContaining(['admin', '']))
})

test('S38 the scopes of a token are its own: the id of a full token’s command gives a limited one nothing', async () => {
  const { workspaceId } = scene()
  const reader = await token('read')
  const id = randomUUID()
  const input = { workspaceId, name: randomName('agent'), channel: 'pull', skills: [] }
  const first = await scene().send('agent.register', input, id)
  expect(first.json.result.token).toMatch(/^mst_agt_/)
  const repeated = await reader.post('/api/v1/commands', { id, name: 'agent.register', input })
  expect(repeated.status).toBe(403)
  expect(repeated.text).not.toContain(first.json.result.token)
  expect((await scene().send('agent.register', input, id)).json).toEqual(first.json)
})
