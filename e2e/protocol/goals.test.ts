import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { randomName } from './server.ts'

// What a person asks for, and how they step in while it is done.

const scene = testServer()

test('goal.create takes every field, and the plan waits for a signature unless autonomy is run', async () => {
  const roomId = await scene().room()
  await scene().pullAgent({ rooms: [roomId], skills: ['research', 'writing'] })
  const { fileId } = await scene().must('file.attach', { roomId, name: 'notes.md', text: 'The bridge opened in 1887.' })
  const created = await scene().must('goal.create', {
    roomId,
    title: 'A brief',
    brief: 'Write a brief.',
    acceptance: ['cites its sources'],
    inputs: [fileId, { name: 'more.txt', mediaType: 'text/plain', text: 'more' }],
    plan: {
      tasks: [
        { key: 'find', title: 'Find', brief: 'find', skills: ['research'] },
        {
          key: 'write',
          title: 'Write',
          brief: 'write',
          skills: ['writing'],
          needs: ['find'],
          output: { kind: 'document', mediaType: 'text/markdown', sections: ['Answer'] },
          checks: [{ name: 'sections', required: true }],
          answers: 1,
        },
      ],
      deliverable: 'write',
    },
    deliverable: { kind: 'report', name: 'The brief' },
    limits: { tokens: 1000, costUsd: 2, wallSeconds: 600, steps: 50 },
    clocks: {
      acceptSeconds: 1,
      leaseSeconds: 1,
      progressSeconds: 1,
      attemptSeconds: 1,
      attemptsPerAgent: 1,
      attemptsPerTask: 1,
    },
    autonomy: 'plan_first',
    requiredApprovals: 2,
  })
  expect(created).toMatchObject({ goalId: expect.any(String), status: 'awaiting_plan_approval', problems: [] })
  const { goals, deliverables } = await scene().snapshot(roomId)
  expect(goals[0]).toMatchObject({ requiredApprovals: 2, limits: { tokens: 1000 }, autonomy: 'plan_first' })
  expect(deliverables[0]).toMatchObject({ name: 'The brief', kind: 'report' })
  expect(await scene().must('plan.approve', { goalId: created.goalId })).toEqual({ status: 'running' })
  expect((await scene().send('plan.approve', { goalId: created.goalId })).status).toBe(409)
})

test('the clocks of a goal are told to the agent and have a lower bound of 1 s', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId, { clocks: { acceptSeconds: 5, leaseSeconds: 12, attemptSeconds: 100 } })
  const { data, timestamp } = await agent.got('attempt.requested')
  expect(data.attempt).toMatchObject({ leaseSeconds: 12, heartbeatSeconds: 4 })
  expect(Date.parse(data.attempt.acceptBy) - Date.parse(timestamp)).toBe(5000)
  expect(Date.parse(data.attempt.deadline) - Date.parse(timestamp)).toBe(100_000)
  const goal = { roomId, title: 'x', brief: 'x' }
  for (const clocks of [
    { acceptSeconds: 0.9 },
    { leaseSeconds: 0 },
    { attemptSeconds: 86_401 },
    { attemptsPerTask: 0 },
  ]) {
    const answered = await scene().send('goal.create', { ...goal, clocks })
    const [name] = Object.keys(clocks)
    expect([answered.status, answered.json.errors[0].path]).toEqual([422, `input.clocks.${name}`])
  }
})

test('for-each of 50 items makes 50 tasks and a merge, and runs through', async () => {
  const roomId = await scene().room()
  await scene().webhookAgent({
    rooms: [roomId],
    maxConcurrency: 60,
    script: ({ data }) => ({ status: 200, json: { status: 'completed', response: `Done: ${data.task.title}.` } }),
  })
  const items = Array.from({ length: 50 }, (_, i) => (i % 2 ? `bridge ${i}` : { name: `bridge ${i}`, span: i }))
  const goalId = await scene().goal(roomId, {
    plan: undefined,
    playbook: 'for-each',
    items,
    brief: 'Describe each bridge.',
  })
  const { tasks } = await scene().snapshot(roomId)
  expect(tasks.filter((task: { goalId: string }) => task.goalId === goalId)).toHaveLength(51)
  await scene().event(roomId, 'deliverable.ready')
  const done = (await scene().snapshot(roomId)).goals[0].counts
  expect(done).toEqual({ done: 50, in_review: 1 })
})

test.each(['research-brief', 'data-summary', 'checklist'])('the playbook %s makes a plan', async (playbook) => {
  const roomId = await scene().room()
  const skills = ['research', 'outline', 'writing', 'critique', 'editing', 'data-analysis']
  await scene().pullAgent({ rooms: [roomId], skills, maxConcurrency: 20 })
  const inputs = [{ name: 'trips.csv', mediaType: 'text/csv', text: 'day,trips\nMon,3\n' }]
  const created = await scene().must('goal.create', { roomId, title: 'T', brief: '- one\n- two', playbook, inputs })
  expect(created).toMatchObject({ status: 'awaiting_plan_approval', problems: [] })
  expect((await scene().snapshot(roomId)).tasks.length).toBeGreaterThan(1)
})

test.each([
  [
    'a circle',
    [
      { key: 'a', title: 'A', needs: ['b'] },
      { key: 'b', title: 'B', needs: ['a'] },
    ],
  ],
  ['a need that is not there', [{ key: 'a', title: 'A', needs: ['z'] }]],
  [
    'a key twice',
    [
      { key: 'a', title: 'A' },
      { key: 'a', title: 'B' },
    ],
  ],
])('a plan with %s is refused with 422', async (_, tasks) => {
  const roomId = await scene().room()
  const answered = await scene().send('goal.create', { roomId, title: 'x', brief: 'x', plan: { tasks } })
  expect([answered.status, answered.json.code]).toEqual([422, 'invalid'])
  expect((await scene().snapshot(roomId)).goals).toEqual([])
})

test('F85 a task is reassigned by hand while its agent submits: the fence decides, and exactly one result stands', async () => {
  for (let round = 0; round < 3; round++) {
    const roomId = await scene().room()
    const first = await scene().webhookAgent({ rooms: [roomId] })
    await scene().goal(roomId)
    const { data } = await first.agent.got('attempt.requested')
    await scene().event(roomId, 'attempt.accepted')
    const second = await scene().webhookAgent({ rooms: [roomId] })
    const own = scene().callsWith(data.attempt.token)
    const [assigned, completed] = await Promise.all([
      scene().send('task.assign', { taskId: data.task.id, participantId: second.agentId }),
      own.report(data.attempt.id, 'complete', { response: 'The bridge is old.' }),
    ])
    const { deliverables, tasks } = await scene().snapshot(roomId)
    if (completed.status === 200) {
      expect(assigned.status).toBe(409)
      expect(deliverables[0].versions).toHaveLength(1)
    } else {
      expect([assigned.status, completed.status, completed.json.code]).toEqual([200, 409, 'superseded'])
      expect(deliverables[0].versions).toEqual([])
      expect(tasks[0].assigneeId).toBe(tasks[0].doer)
      const next = await second.agent.got('attempt.requested')
      expect(next.data.attempt.number).toBe(2)
      await first.agent.got('attempt.revoked')
    }
  }
})

test('F90 a person takes a task over: the agent loses it at once, drafts stay, the person’s result is checked, giving back starts anew', async () => {
  const { agent, id, own, message } = await scene().atWork()
  const { data } = message
  await own.report(id, 'artifacts/draft', { name: 'Draft', parts: [{ text: 'half a page' }] })
  await own.report(id, 'activities', { type: 'elicitation', body: 'Which bridge?' })
  const taskId = data.task.id
  const { attemptId } = await scene().must('task.take_over', { taskId })
  expect((await own.report(id, 'heartbeat')).json.code).toBe('superseded')
  await agent.got('attempt.revoked')
  const { dossier, attempts } = await scene().task(taskId)
  expect(attempts).toHaveLength(2)
  expect(dossier.brief).toMatch(/bridges/)
  expect(dossier.partial).toEqual([expect.objectContaining({ name: 'Draft' })])
  expect(dossier.tried).toEqual([expect.objectContaining({ attempt: 1, outcome: 'superseded' })])
  await scene().must('task.give_back', { taskId })
  const next = await agent.got('attempt.requested', 2)
  expect(next.data.attempt.number).toBe(3)
  await scene().must('task.take_over', { taskId })
  const { versionId } = await scene().must('task.submit', { taskId, response: 'The bridge is old.' })
  const version = (await scene().person.get(`/api/v1/versions/${versionId}`)).json
  expect(version.version.status).toBe('in_review')
  expect(version.checks.length).toBeGreaterThan(0)
  expect((await scene().attempt(attemptId)).memberId).not.toBeNull()
})

test('a person answers a question and the agent is prompted; messages that name it reach it', async () => {
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
  expect(Object.keys(prompted.data).sort()).toEqual(['activity', 'attempt'])
  expect(prompted.data).toMatchObject({ attempt: data.attempt.id, activity: { body: 'south: please' } })
  expect(prompted.forged).toBeNull()
  const beat = await own.report(data.attempt.id, 'heartbeat', {})
  expect(beat.json.prompts).toEqual([expect.objectContaining({ body: 'south: please' })])
  await scene().must('message.post', { roomId, body: `@${name} well done` })
  const mentioned = await agent.got('room.mentioned')
  expect(Object.keys(mentioned.data).sort()).toEqual(['message', 'room'])
  expect(mentioned.data).toMatchObject({ room: { id: roomId }, message: { body: `@${name} well done` } })
})

test('a cancelled goal asks the agent to stop, with the reason', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  const goalId = await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  await scene().must('goal.cancel', { goalId, reason: 'no longer wanted' })
  const cancelled = await agent.got('attempt.cancel_requested')
  expect(cancelled.data).toEqual({ attempt: data.attempt.id, reason: 'no longer wanted' })
})
