import { expect, test } from 'vitest'
import { outcomes, staffed, told } from '../testing/scenario-looks.ts'
import { onRequest, scripts } from '../testing/scripts.ts'

// Named after the rows of reliability.md (b), as far as they are about what is noticed.

const second = 1000
const minute = 60 * second

const accepted = { status: 202, body: { status: 'accepted' } }

test('an agent that repeats itself without getting on loses the task; one that varies, or gets on, does not', async () => {
  const saying = (body: (step: number) => string, progress: (step: number) => number | undefined) =>
    onRequest((job, agent) => {
      for (let step = 1; step <= 20; step++)
        agent.later(step * 40 * second, () => {
          const at = progress(step)
          void agent.post(job.attempt.id, {
            type: 'action',
            body: body(step),
            ...(at === undefined ? {} : { progress: at }),
          })
        })
      return accepted
    })
  const watched = async (script: ReturnType<typeof saying>) => {
    const { scene } = await staffed([{ name: 'Bo', script }])
    await scene.clock.pass(12 * minute)
    return outcomes(scene)[0]
  }
  const never = () => undefined
  expect(await watched(saying(() => 'Reading  the map', never))).toBe('looping')
  expect(await watched(saying((step) => ['Reading', 'Thinking'][step % 2] ?? '', never))).toBe('looping')
  expect(await watched(saying((step) => ['Reading', 'Thinking', 'Writing'][step % 3] ?? '', never))).toBe('looping')
  expect(await watched(saying((step) => `Reading page ${step}`, never))).toBe('working')
  expect(
    await watched(
      saying(
        () => 'Reading the map',
        (step) => step / 30,
      ),
    ),
  ).toBe('working')
})

test('the same draft saved over and over is a loop, a draft that grows is none; heartbeats and fleeting words do not count', async () => {
  const { scene } = await staffed([{ name: 'Bo', script: 'vanishing' }, { name: 'Cy' }])
  await scene.clock.pass(second)
  const [bo] = scene.agents.values()
  const id = scene.attempts()[0]?.id ?? ''
  for (let i = 0; i < 9; i++) await bo?.heartbeat(id)
  for (let i = 0; i < 9; i++) await bo?.post(id, { type: 'thought', body: 'hm', ephemeral: true })
  for (let i = 0; i < 9; i++) await bo?.save(id, 'draft', { parts: [{ text: `line ${i}` }], append: true })
  expect(outcomes(scene)).toEqual(['working'])
  // A burst is a matter for the rate limit, and other drafts with the same bytes are other drafts.
  for (let i = 0; i < 12; i++) await bo?.post(id, { type: 'thought', body: 'again' })
  for (let i = 0; i < 6; i++) await bo?.save(id, `empty ${i}`, { parts: [{ text: 'the same' }] })
  expect(outcomes(scene)).toEqual(['working'])
  for (let i = 0; i < 5; i++) {
    await bo?.save(id, 'draft', { parts: [{ text: 'the same' }] })
    await scene.clock.pass(16 * second)
  }
  expect(outcomes(scene)[0]).toBe('looping')
  await scene.clock.pass(minute)
  expect(bo?.inbox.map((message) => message.type)).toContain('attempt.revoked')
  expect(told(scene)).toMatch(/Bo went round in circles; Cy takes over/)
  expect(scene.task().guidance[0]?.text).toMatch(/the same step 5 times in a row/)
})

test('F21 bursts of 503: tries grow apart, the breaker opens after five failures, one probe closes it', async () => {
  const tasks = [1, 2, 3].map((n) => ({ key: `t${n}`, title: `Task ${n}`, skills: ['writing'] }))
  const { scene } = await staffed([{ name: 'Bo', script: 'failing', places: 3 }], { plan: { tasks } })
  await scene.clock.pass(40 * second)
  const state = () => scene.rows('agent', scene.workspaceId)[0]?.breaker
  expect(state()?.openUntil).toBeGreaterThan(scene.clock.now)
  const before = scene.sent.length
  const bo = [...scene.agents.values()][0]
  if (bo) bo.script = scripts.honest
  await scene.clock.pass(15 * second)
  expect(scene.sent.length - before).toBeLessThanOrEqual(6)
  await scene.clock.pass(10 * minute)
  expect(state()).toMatchObject({ failures: 0 })
  expect(scene.rows('task').every((task) => task.status === 'done' || task.status === 'in_review')).toBe(true)
})

test('F24 an agent that flaps each minute is shut out for longer each time, is given less, and starves nobody', async () => {
  const tasks = Array.from({ length: 60 }, (_, i) => ({ key: `t${i}`, title: `Task ${i}`, skills: ['writing'] }))
  const { scene } = await staffed(
    [
      { name: 'Bo', script: 'flapping', places: 2 },
      { name: 'Cy', places: 2 },
    ],
    { plan: { tasks } },
  )
  await scene.clock.pass(30 * minute)
  const doneBy = (name: string) => {
    const agent = [...scene.agents.values()].find((one) => one.name === name)
    return scene.rows('attempt').filter((one) => one.agentId === agent?.id && one.status === 'approved').length
  }
  const bo = scene.rows('agent', scene.workspaceId).find((one) => one.name === 'Bo')
  expect(bo?.breaker.openMs).toBeGreaterThan(minute)
  expect(doneBy('Bo')).toBeLessThan(doneBy('Cy'))
  const left = scene.rows('task').filter((task) => task.status !== 'done' && task.status !== 'in_review')
  expect(left.map((task) => `${task.status} ${task.reason}`)).toEqual([])
})
