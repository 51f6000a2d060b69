import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'

// A server at which people may give 100 commands a minute, and bring 4,000 things an hour with them.

const scene = testServer({ MUSTER_PACE: 100 })

test('S75 messages, tasks and agents that one person makes without end are throttled in words, and others go on', async () => {
  const ben = await scene().colleague()
  const roomId = await scene().room()
  await scene().must('room.add_participant', { roomId, memberId: ben.memberId })
  const heron = await scene().pullAgent({ rooms: [roomId] })
  const tasks = Array.from({ length: 5000 }, (_, n) => ({ key: `t${n}`, title: `T${n}`, brief: 'x', skills: [] }))
  const goal = (plan: object) => scene().send('goal.create', { roomId, title: 'G', brief: 'B', plan })
  const tooMany = await goal({ tasks })
  expect([tooMany.status, tooMany.json.code]).toEqual([429, 'throttled'])
  expect(tooMany.json.detail).toMatch(/4000 tasks, items and agents an hour/)
  expect((await goal({ tasks: tasks.slice(0, 2000) })).status).toBe(200)
  const agents = Array.from({ length: 1000 }, (_, n) => ({ name: `Crane ${n}`, channel: 'pull' }))
  const crowd = () => scene().send('agent.register_many', { workspaceId: scene().workspaceId, agents })
  expect((await crowd()).status).toBe(200)
  const again = agents.slice(1).map(({ channel }, n) => ({ name: `Heron ${n}`, channel }))
  expect((await scene().send('agent.register_many', { workspaceId: scene().workspaceId, agents: again })).status).toBe(
    200,
  )
  expect((await goal({ tasks: tasks.slice(0, 2) })).status).toBe(429)

  const say = (as: typeof ben.calls, body: string) =>
    as.post('/api/v1/commands', { id: randomUUID(), name: 'message.post', input: { roomId, body } })
  const said = await Promise.all(Array.from({ length: 300 }, (_, n) => say(scene().person, `word ${n}`)))
  const refused = said.filter(({ status }) => status !== 200)
  expect(refused.length).toBeGreaterThanOrEqual(200)
  for (const { status, json, headers } of refused) {
    expect([status, json.code]).toEqual([429, 'throttled'])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  }
  const file = await scene().person.put(`/api/v1/rooms/${roomId}/files?name=a.txt`, 'words')
  expect(file.status).toBe(429)
  // The door by which agents speak is no way around, and has the same pace for each of them.
  const speak = (as: typeof ben.calls, body: string) => as.post(`/api/v1/rooms/${roomId}/messages`, { body })
  expect((await speak(scene().person, 'word again')).status).toBe(429)
  const spoken = await Promise.all(Array.from({ length: 150 }, (_, n) => speak(heron.calls, `note ${n}`)))
  expect(spoken.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(50)
  expect((await say(ben.calls, 'I am still here')).status).toBe(200)
  const { messages } = await scene().snapshot(roomId)
  expect(messages.filter(({ body }: { body: string }) => /^word/.test(body)).length).toBe(300 - refused.length)
})
