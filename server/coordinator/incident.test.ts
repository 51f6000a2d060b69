import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import { scripts } from '../testing/scripts.ts'

const second = 1000
const minute = 60 * second
const tasks = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `t${i + 1}`, title: `Task ${i + 1}`, skills: ['writing'] }))

/** So many agents, each with a task of its own, all of whom fall silent at once. */
async function silentCrowd(count: number) {
  const scene = await Scenario.open()
  for (let i = 0; i < count; i++) await scene.agent({ name: `Agent ${i + 1}`, script: 'vanishing' })
  await scene.goal({ plan: { tasks: tasks(count) } })
  await scene.clock.pass(second)
  return scene
}
const offeredAfter = (scene: Scenario, at: number) => scene.rows('attempt').filter((one) => one.offeredAt > at)

test('F26 a hundred agents that fail at once are one incident with one line, and their work is handed out again spread over time', async () => {
  const scene = await silentCrowd(100)
  for (const agent of scene.agents.values()) agent.script = scripts.honest
  const before = scene.said().length
  await scene.clock.pass(90 * second)
  const failedAt = scene.rows('attempt')[0]?.endedAt ?? 0
  expect(scene.rows('attempt').filter((one) => one.failure === 'lost')).toHaveLength(100)
  expect(scene.rows('incident')).toMatchObject([{ class: 'lost', attempts: 100, closedAt: null }])
  expect(scene.rows('incident')[0]?.agents).toHaveLength(100)
  expect(scene.said().slice(before)).toEqual([
    expect.stringMatching(/^100 agents stopped answering at once; .*I wait 30 s before I hand their work on/),
  ])
  expect(offeredAfter(scene, failedAt)).toEqual([])
  await scene.clock.pass(29 * second)
  expect(offeredAfter(scene, failedAt)).toEqual([])
  await scene.clock.pass(90 * second)
  const again = offeredAfter(scene, failedAt).map((one) => Math.floor((one.offeredAt - failedAt) / second))
  expect(again).toHaveLength(100)
  expect(Math.min(...again)).toBeGreaterThanOrEqual(30)
  const bySecond = again.map((at) => again.filter((one) => one === at).length)
  expect(Math.max(...bySecond)).toBeLessThan(15)
  expect(scene.rows('incident')[0]?.closedAt).not.toBeNull()
  const lines = scene.said().slice(before)
  expect(lines.filter((line) => /at once/.test(line))).toHaveLength(2)
  expect(lines.filter((line) => /takes over|handed to others/.test(line))).toEqual([])
  expect(examine(scene)).toEqual([])
})

test('F26 those beside a mass failure go on as if nothing had happened', async () => {
  const scene = await silentCrowd(20)
  const cy = await scene.agent({ name: 'Cy', skills: ['editing'] })
  await scene.clock.pass(89 * second)
  await scene.goal({ title: 'Other', plan: { tasks: [{ key: 'other', title: 'Other', skills: ['editing'] }] } })
  await scene.clock.pass(25 * second)
  expect(scene.rows('incident')).toHaveLength(1)
  expect(scene.task('other').status).toBe('in_review')
  expect(cy.inbox).not.toEqual([])
})

test('a few failures, or many of one agent, are no incident', async () => {
  const few = await silentCrowd(4)
  await few.clock.pass(2 * minute)
  expect(few.rows('incident')).toEqual([])
  const one = await Scenario.open()
  await one.agent({ name: 'Bo', script: 'vanishing', places: 9 })
  await one.goal({ plan: { tasks: tasks(9) } })
  await one.clock.pass(2 * minute)
  expect(one.rows('attempt').filter((attempt) => attempt.failure === 'lost').length).toBeGreaterThanOrEqual(9)
  expect(one.rows('incident')).toEqual([])
})

test('an incident that goes on stays one, and ends a minute after its last failure', async () => {
  const scene = await silentCrowd(6)
  for (let i = 0; i < 3; i++) await scene.agent({ name: `Late ${i + 1}`, script: 'vanishing' })
  await scene.clock.pass(30 * second)
  await scene.goal({ title: 'More', plan: { tasks: tasks(3).map((task) => ({ ...task, key: `m${task.key}` })) } })
  await scene.clock.pass(second)
  for (const agent of scene.agents.values()) agent.script = scripts.honest
  await scene.clock.pass(100 * second)
  const [incident, ...others] = scene.rows('incident')
  expect(others).toEqual([])
  expect(incident?.attempts).toBe(9)
  expect(incident?.agents).toHaveLength(9)
  await scene.clock.pass(2 * minute)
  expect(scene.rows('incident')[0]?.closedAt).toBeGreaterThanOrEqual((incident?.lastAt ?? 0) + minute)
  expect(scene.events('incident.closed')).toHaveLength(1)
})

/** A stall of our own: nobody sweeps, commits or answers for so long, while the clocks of the world run on. */
async function stalled(ms: number) {
  let until = 0
  const at = () => (until > scene.clock.now ? scene.clock.wait(until - scene.clock.now) : undefined)
  const scene = new Scenario({ random: () => 0.5, at })
  await scene.furnish()
  const bo = await scene.agent({ name: 'Bo', script: 'vanishing' })
  await scene.goal({ clocks: { leaseSeconds: 10 } })
  await scene.clock.pass(second)
  const leaseUntil = scene.attempts()[0]?.leaseUntil ?? 0
  await scene.clock.pass(leaseUntil - scene.clock.now - 500)
  until = scene.clock.now + ms
  await scene.clock.pass(ms)
  return { scene, bo }
}

/** Nobody is there from 10 s after a hand-out until 5 s before its lease, 90 s long, ends. */
async function absent() {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: 'vanishing' })
  await scene.goal()
  await scene.clock.pass(10 * second)
  scene.process.crash()
  await scene.clock.pass((scene.attempts()[0]?.leaseUntil ?? 0) - 5 * second - scene.clock.now)
  scene.boot()
  await scene.clock.pass(20 * second)
  return { scene, bo }
}

test('F74 who could tell nobody of their life while no process was there is heard before the task goes to somebody else', async () => {
  const { scene, bo } = await absent()
  expect(scene.attempts()).toMatchObject([{ status: 'accepted', failure: null }])
  expect(scene.events('watch.excused').map(({ data }) => data)).toMatchObject([
    { attempts: 1, reason: expect.stringMatching(/there for only 5 s/) },
  ])
  expect(await bo.heartbeat(scene.attempts()[0]?.id ?? '')).toMatchObject({ ok: true })
  await scene.clock.pass(80 * second)
  expect(scene.attempts()).toMatchObject([{ status: 'accepted' }])
})

test('F74 half a minute after a process began silence is silence', async () => {
  const { scene } = await absent()
  await scene.clock.pass(12 * second)
  expect(scene.attempts()[0]).toMatchObject({ failure: 'lost' })
  expect(scene.events('watch.excused')).toHaveLength(1)
})

test('F74 what was handed out since the process began is excused by no start', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Bo', script: 'vanishing' })
  scene.process.crash()
  scene.boot()
  await scene.goal({ clocks: { leaseSeconds: 10 } })
  await scene.clock.pass(12 * second)
  expect(scene.attempts()[0]).toMatchObject({ failure: 'lost' })
  expect(scene.events('watch.excused')).toEqual([])
})

test('F74 what ran out while we were stopped ourselves is not blamed on anybody: a sign of life right after saves the attempt', async () => {
  const { scene, bo } = await stalled(5 * second)
  await scene.clock.pass(second)
  expect(scene.attempts()).toMatchObject([{ status: 'accepted', failure: null }])
  expect(scene.events('watch.excused')[0]?.data).toMatchObject({ attempts: 1 })
  expect(scene.said().join(' ')).not.toMatch(/went silent/)
  expect(await bo.heartbeat(scene.attempts()[0]?.id ?? '')).toMatchObject({ ok: true })
  await scene.clock.pass(8 * second)
  expect(scene.attempts()).toMatchObject([{ status: 'accepted' }])
  expect([...scene.disk.tracks.values()].filter((track) => track.badWeight > 0)).toEqual([])
})

test('F74 after the one round of grace silence is silence', async () => {
  const { scene } = await stalled(5 * second)
  await scene.clock.pass(8 * second)
  expect(scene.attempts()[0]).toMatchObject({ failure: 'lost' })
  expect(scene.events('watch.excused')).toHaveLength(1)
})

test('F74 a short delay of ours excuses nothing', async () => {
  const { scene } = await stalled(1500)
  await scene.clock.pass(2 * second)
  expect(scene.attempts()[0]).toMatchObject({ failure: 'lost' })
  expect(scene.events('watch.excused')).toEqual([])
})
