import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { named, outcomes, staffed } from '../testing/scenario-looks.ts'

// Named after the rows of reliability.md (b), as far as they are about what follows a failure.

const second = 1000
const minute = 60 * second
const hour = 60 * minute

test('F06 a task that nobody finishes in the time it may take goes to a person, tries or not, and its drafts stay', async () => {
  const { scene, ana } = await staffed([{ script: 'endless' }, { script: 'endless' }], {
    clocks: { taskSeconds: 3000, attemptsPerTask: 50, attemptsPerAgent: 10 },
  })
  await scene.clock.pass(49 * minute)
  expect(scene.task().status).toBe('running')
  await scene.clock.pass(90 * second)
  expect(scene.task()).toMatchObject({ status: 'needs_human', doerId: null })
  expect(outcomes(scene)).toEqual(['timed_out', 'timed_out'])
  const [handoff] = scene.rows('handoff')
  expect(handoff?.body).toMatch(/50 min after it was first handed out[\s\S]*its draft is kept/)
  expect(examine(scene)).toEqual([])
  // Whoever answers gives it its time anew.
  await ana.must('handoff.answer', { handoffId: handoff?.id ?? '', body: 'Go on, it may be short.' })
  await scene.clock.pass(20 * minute)
  expect(scene.task().status).toBe('running')
  expect(scene.task().deadlineAt).toBeGreaterThan(scene.clock.now)
})

test('F18 a question that nobody answers in the time a task may take is handed over', async () => {
  const { scene } = await staffed([{ script: 'asking' }])
  await scene.clock.pass(239 * minute)
  expect(scene.task().status).toBe('waiting_input')
  await scene.clock.pass(2 * minute)
  expect(scene.task().status).toBe('needs_human')
  expect(scene.rows('handoff').filter((one) => one.status === 'open')).toMatchObject([{ kind: 'needs_human' }])
  expect(examine(scene)).toEqual([])
})

test('F20 quiet for a week, for less than nothing or for rubbish is taken as an hour, as none and as none', async () => {
  for (const [after, atMostMs] of [
    ['604800', hour],
    ['-5', 30 * second],
    ['soon', 30 * second],
  ] as const) {
    const { scene } = await staffed([
      { name: 'Bo', script: () => ({ status: 429, headers: { 'retry-after': after } }) },
      { name: 'Cy' },
    ])
    await scene.clock.pass(minute)
    expect(outcomes(scene)).toEqual(['throttled', 'approved'])
    const quiet = scene.attempts()[0]
    expect((quiet?.retryAt ?? 0) - (quiet?.endedAt ?? 0), after).toBeLessThanOrEqual(atMostMs)
    expect(scene.task().attemptCount).toBe(1)
  }
})

test('two different workers that fail alike bring a person both errors side by side', async () => {
  const schema = { type: 'object', properties: { value: { type: 'integer' } }, required: ['value'] }
  const { scene } = await staffed(
    [
      { name: 'Bo', script: 'shapeless' },
      { name: 'Cy', script: 'shapeless' },
      { name: 'Di', script: 'honest' },
    ],
    { plan: { tasks: [{ key: 'only', title: 'Count', skills: ['writing'], output: { schema } }] } },
  )
  await scene.clock.pass(2 * minute)
  expect(outcomes(scene)).toEqual(['invalid_output', 'invalid_output'])
  expect(scene.rows('handoff')[0]?.body).toMatch(/same way[\s\S]*Bo:\n.*wrong shape[\s\S]*Cy:\n.*wrong shape/)
})

test('F39 bytes that were sent back already count as a round', async () => {
  const { scene, ana } = await staffed([
    { name: 'Bo', script: 'stubborn' },
    { name: 'Cy', script: 'stubborn' },
  ])
  await scene.clock.pass(30 * second)
  await ana.must('deliverable.request_changes', { ...named(scene), summary: 'Measure it.' })
  expect(scene.rows('deliverable')[0]?.rounds).toBe(1)
  await scene.clock.pass(7 * second)
  expect(scene.rows('deliverable')[0]?.rounds).toBe(2)
})

test('F40 the same bytes again and again, and the third round is a person’s', async () => {
  const { scene, ana } = await staffed([{ name: 'Bo', script: 'stubborn' }], {
    clocks: { attemptsPerAgent: 10, attemptsPerTask: 20 },
  })
  await scene.clock.pass(30 * second)
  await ana.must('deliverable.request_changes', { ...named(scene), summary: 'Measure it.' })
  await scene.clock.pass(5 * minute)
  expect(scene.task().status).toBe('needs_human')
  expect(scene.task().reason).toMatch(/3 times, the last time with the bytes/)
  expect(scene.attempts()).toHaveLength(3)
})

test('F41 two agents that hand a task to each other: after ten hand-offs it is a person’s', async () => {
  const { scene } = await staffed(
    [
      { name: 'Bo', script: 'erring' },
      { name: 'Cy', script: 'erring' },
    ],
    { clocks: { attemptsPerAgent: 10, attemptsPerTask: 50 } },
  )
  await scene.clock.pass(hour)
  const doers = scene.attempts().map((one) => one.participantId)
  const handOffs = doers.filter((doer, i) => i > 0 && doer !== doers[i - 1]).length
  expect(handOffs).toBe(10)
  expect(scene.task().status).toBe('needs_human')
  expect(scene.task().reason).toMatch(/from one worker to another 10 times/)
})

test('a goal recovers as its author says, and says why each time', async () => {
  const { scene } = await staffed([{ name: 'Bo', script: 'vanishing' }, { name: 'Cy' }], {
    policy: { recovery: { lost: { action: 'ask_person' } } },
  })
  await scene.clock.pass(2 * minute)
  expect(scene.task().status).toBe('needs_human')
  expect(outcomes(scene)).toEqual(['lost'])
  expect(scene.task().reason).toMatch(/went silent/)

  const patient = await staffed([{ name: 'Bo', script: 'erring' }, { name: 'Cy' }], {
    policy: { recovery: { errored: { action: 'wait', delaySeconds: 120, rewrite: false } } },
  })
  await patient.scene.clock.pass(2 * minute)
  expect(outcomes(patient.scene)).toEqual(['errored'])
  expect(patient.scene.events('task.ready').at(-1)?.data).toMatchObject({ action: 'wait', delayMs: 120_000 })
  expect(patient.scene.task().guidance).toEqual([])
  await patient.scene.clock.pass(30 * second)
  expect(outcomes(patient.scene)).toEqual(['errored', 'approved'])
})

test('a policy that could never settle is refused when it is saved, with the loop shown', async () => {
  const { scene, ana, goalId } = await staffed([{ script: 'vanishing' }])
  const endless = { errored: { counts: false } }
  const refused = await ana.do('goal.set_policy', { goalId, recovery: endless })
  expect(refused).toMatchObject({
    ok: false,
    code: 'invalid',
    detail: expect.stringMatching(/errored → retry → errored → …/),
  })
  const fields = { roomId: scene.roomId, title: 'More', brief: 'Say hello.' }
  expect(await ana.do('goal.create', { ...fields, policy: { recovery: endless } })).toMatchObject({ ok: false })
  expect(scene.rows('goal')).toMatchObject([{ recovery: {} }])
  await ana.must('goal.set_policy', { goalId, recovery: { errored: { action: 'ask_person' } }, stale: 'keep' })
  expect(scene.rows('goal')).toMatchObject([{ recovery: { errored: { action: 'ask_person' } }, stalePolicy: 'keep' }])
})
