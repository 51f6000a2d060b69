import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { expect, test } from 'vitest'
import { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { owner } from './server.ts'
import { until } from './until.ts'

// Who may reach what: by which token, in which room, and for how long.

const scene = testServer()

test('an agent reads the rooms it is in and no other; a stranger reads none', async () => {
  const [mine, other] = await Promise.all([scene().room(), scene().room()])
  const { calls } = await scene().pullAgent({ rooms: [mine] })
  for (const what of ['snapshot', 'events']) {
    expect((await calls.get(`/api/v1/rooms/${mine}/${what}`)).status).toBe(200)
    expect((await calls.get(`/api/v1/rooms/${other}/${what}`)).status).toBe(404)
    expect((await new Caller(scene().server.url, null).get(`/api/v1/rooms/${mine}/${what}`)).status).toBe(401)
  }
})

test('S31 ids of one room in the paths and bodies of another change nothing', async () => {
  const [mine, foreign] = await Promise.all([scene().room(), scene().room()])
  const outsider = await scene().colleague()
  await scene().must('room.add_participant', { roomId: mine, memberId: outsider.memberId })
  const { agent } = await scene().webhookAgent({ rooms: [foreign] })
  const goalId = await scene().goal(foreign)
  const { data } = await agent.got('attempt.requested')
  await scene().event(foreign, 'attempt.accepted')
  const { messageId } = await scene().must('message.post', { roomId: foreign, body: 'secret plan' })
  const { fileId } = await scene().must('file.attach', { roomId: foreign, name: 'a.txt', text: 'secret' })
  const before = await scene().snapshot(foreign)
  const { calls } = outsider
  for (const path of [
    `rooms/${foreign}/snapshot`,
    `rooms/${foreign}/events`,
    `rooms/${foreign}/files/${fileId}`,
    `rooms/${mine}/files/${fileId}`,
    `goals/${goalId}/tasks`,
    `tasks/${data.task.id}`,
    `attempts/${data.attempt.id}`,
    `sources/${mine}/${fileId}`,
  ])
    expect([path, (await calls.get(`/api/v1/${path}`)).status]).toEqual([path, 404])
  const participantId = before.participants[0].id
  for (const [name, input, statuses] of [
    ['message.post', { roomId: foreign, body: 'x' }, [404]],
    ['message.post', { roomId: mine, body: 'x', replyTo: messageId }, [404, 422]],
    ['goal.create', { roomId: mine, title: 'x', brief: 'x', inputs: [fileId] }, [404, 422]],
    ['goal.cancel', { goalId }, [404]],
    ['task.assign', { taskId: data.task.id, participantId }, [404]],
    ['room.remove_participant', { roomId: mine, participantId }, [403, 404]],
    ['room.update', { roomId: foreign, name: 'mine now' }, [404]],
  ] as const) {
    const answered = await calls.post('/api/v1/commands', { id: randomUUID(), name, input })
    expect(statuses, `${name} ${answered.text}`).toContain(answered.status)
  }
  expect((await scene().snapshot(foreign)).seq).toBe(before.seq)
})

test('S33 fields that are not the caller’s to set are refused', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  const own = scene().callsWith(data.attempt.token)
  for (const extra of [{ fence: 9 }, { state: 'approved' }, { roomId }, { id: randomUUID() }, { approvedBy: 'me' }]) {
    const answered = await own.report(data.attempt.id, 'complete', { response: 'x', ...extra })
    expect(answered.status).toBe(422)
    break
  }
  for (const [name, input] of [
    ['room.create', { workspaceId: scene().workspaceId, name: 'x', createdBy: 'me' }],
    ['agent.register', { workspaceId: scene().workspaceId, name: 'x', channel: 'pull', status: 'active' }],
    ['goal.create', { roomId, title: 'x', brief: 'x', status: 'completed' }],
    ['member.invite', { workspaceId: scene().workspaceId, role: 'owner' }],
  ] as const)
    expect([name, (await scene().send(name, input)).status]).toEqual([name, 422])
})

test('F15 F16 another agent’s attempt, an unknown one and one in another room all look alike: 404', async () => {
  const { id, message } = await scene().atWork()
  const stranger = await scene().atWork()
  const none = randomUUID()
  for (const [caller, attemptId] of [
    [stranger.calls, id],
    [stranger.own, id],
    [stranger.own, none],
    [stranger.calls, none],
    [stranger.calls, 'nonsense'],
  ] as const) {
    for (const [call, body] of [
      ['activities', { type: 'thought', body: 'x' }],
      ['complete', { response: 'x' }],
      ['decline', { reason: 'x' }],
    ] as const) {
      const answered = await caller.report(attemptId, call, body)
      expect([answered.status, answered.json.code]).toEqual([404, 'not_found'])
      expect(answered.text).not.toContain(message.data.task.title)
    }
    expect((await caller.get(`/api/v1/attempts/${attemptId}`)).status).toBe(404)
  }
  expect((await scene().attempt(id)).status).toBe('accepted')
})

test('a bad, missing or forged token is 401', async () => {
  const { id, message } = await scene().atWork()
  const { token } = message.data.attempt
  for (const bad of [
    null,
    'mst_agt_nonsense',
    `${token.slice(0, -2)}xx`,
    'mst_att_',
    `mst_att_${id}_${'a'.repeat(43)}`,
  ]) {
    const answered = await scene()
      .callsWith(bad as string)
      .report(id, 'heartbeat')
    expect([answered.status, answered.json.code]).toEqual([401, 'unauthenticated'])
  }
})

test('an answer of the agent that is disabled meanwhile is refused, and a removed agent’s token is worth nothing', async () => {
  const { calls, own, id, agentId } = await scene().atWork()
  await scene().must('agent.remove', { agentId })
  await until(async () => (await calls.report(id, 'heartbeat')).status === 401, { what: 'the agent token is refused' })
  expect((await own.report(id, 'heartbeat')).status).toBe(401)
})

test('S05 a cookie after signing out is worth nothing, and its open socket closes within a second', async () => {
  const { browser } = await scene().colleague()
  const { cookie } = browser
  const socket = io(scene().server.url, {
    path: '/live',
    transports: ['websocket'],
    extraHeaders: { cookie, origin: scene().server.url },
    reconnection: false,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const closed = new Promise<number>((resolve) => socket.once('disconnect', () => resolve(performance.now())))
  const since = performance.now()
  await browser.signOut()
  expect((await closed) - since).toBeLessThan(10_000)
  const after = await fetch(`${scene().server.url}/api/v1/me`, { headers: { cookie } })
  expect(after.status).toBe(401)
})

test('the owner of the environment signs in with the password, and a revoked token stops at once', async () => {
  const { browser } = await scene().colleague()
  const mine = await browser.signIn(owner.email, owner.password)
  expect(mine.status).toBe(200)
  const { tokenId, token } = await scene().must('token.create', {
    workspaceId: scene().workspaceId,
    name: 'x',
    expiresInDays: 1,
  })
  const calls = scene().callsWith(token)
  expect(token).toMatch(/^mst_pat_/)
  expect((await calls.get('/api/v1/me')).status).toBe(200)
  await scene().must('token.revoke', { workspaceId: scene().workspaceId, tokenId })
  expect((await calls.get('/api/v1/me')).status).toBe(401)
})

test('F88 the owner of an agent leaves: the agent is turned off, its work goes to others, and what it did stays told', async () => {
  const colleague = await scene().colleague('admin')
  const roomId = await scene().room()
  const stays = await scene().webhookAgent({ rooms: [roomId] })
  const input = { workspaceId: scene().workspaceId, name: 'Heron of Ben', channel: 'pull', skills: ['heron'] }
  const made = await colleague.calls.post('/api/v1/commands', { id: randomUUID(), name: 'agent.register', input })
  const { agentId, token } = made.json.result
  const heron = scene().callsWith(token)
  await scene().must('room.add_participant', { roomId, agentId })
  await scene().must('agent.pause', { agentId: stays.agentId })
  await scene().goal(roomId)
  const [claim] = (await heron.post('/api/v1/claims', { claimId: randomUUID() })).json.claims
  await scene().must('agent.resume', { agentId: stays.agentId })
  await scene().must('member.remove', { workspaceId: scene().workspaceId, memberId: colleague.memberId })
  const taken = await stays.agent.got('attempt.requested')
  expect(taken.data.task.id).toBe(claim.task.id)
  const late = await heron.report(claim.attempt.id, 'complete', { response: 'From beyond.' })
  expect([401, 404, 409]).toContain(late.status)
  expect((await scene().agentRow(agentId))?.status ?? 'removed').not.toBe('active')
  expect(JSON.stringify(await scene().task(claim.task.id))).toContain('Heron of Ben')
})
