import { expect, test } from 'vitest'
import { goalCommands } from '../contract/commands/goal.ts'
import { missedName } from '../domain/matching/record.ts'
import { scoreParts } from '../domain/matching/score.ts'
import { examine } from '../testing/examine.ts'
import { type Person, Scenario } from '../testing/scenario.ts'

const minute = 60_000
const list = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `t${i}`, title: `Part ${i}`, skills: ['writing'] }))
const names = (scene: Scenario) => new Map(scene.rows('agent', scene.workspaceId).map((one) => [one.id, one.name]))
/** Hand-outs by name. */
function counts(scene: Scenario): Record<string, number> {
  const all = names(scene)
  const sums: Record<string, number> = {}
  for (const attempt of scene.rows('attempt')) {
    const name = all.get(attempt.agentId ?? '') ?? ''
    sums[name] = (sums[name] ?? 0) + 1
  }
  return sums
}

test('a hand-out keeps the winner and the runners-up with every part of their scores, reasons and who was left out', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada' })
  await scene.agent({ name: 'Bo', places: 2 })
  await scene.agent({ name: 'Pat', channel: 'pull' })
  await scene.goal()
  const match = scene.attempts()[0]?.match
  expect(match?.scores.map((one) => one.parts?.length)).toEqual([scoreParts.length, scoreParts.length])
  for (const part of match?.scores[0]?.parts ?? []) expect(part).toBeGreaterThanOrEqual(0)
  expect(match?.scores[0]?.reasons).toContain('no record yet')
  expect(match?.excluded).toEqual([expect.objectContaining({ name: 'Pat', why: 'takes its work itself when it asks' })])
  expect(JSON.stringify(match?.scores[0]?.parts).length).toBeLessThan(40)
})

test('I17 places are counted over all rooms: who is busy in one gets nothing in the other', async () => {
  const scene = await Scenario.open()
  const other = await scene.room('Second')
  await scene.agent({ name: 'Ada', places: 2, script: 'beating' })
  await scene.goal({ plan: { tasks: list(3) } })
  await scene.goal({ roomId: other, plan: { tasks: list(3) } })
  await scene.clock.pass(minute)
  const open = [...scene.rows('attempt'), ...scene.rows('attempt', other)]
  expect(open).toHaveLength(2)
  expect(examine(scene)).toEqual([])
})

test('a network that fails is no mark against the work: it shows as availability', async () => {
  const scene = await Scenario.open()
  const ada = await scene.agent({ name: 'Ada', script: 'dead' })
  await scene.goal()
  await scene.clock.pass(3 * minute)
  const track = (skill: string) => scene.disk.tracks.get(`${ada.id} ${skill}`)
  expect(track('writing')?.badWeight ?? 0).toBe(0)
  expect(track(missedName('writing'))?.badWeight).toBeGreaterThanOrEqual(1)
})

test('what a person sends back counts against its maker as a failed check would', async () => {
  const scene = await Scenario.open()
  const ada = await scene.agent({ name: 'Ada' })
  await scene.goal({ plan: { tasks: list(1), deliverable: 't0' } })
  await scene.clock.pass(minute)
  const [version] = scene.rows('version')
  const ana = scene.people[0] as Person
  const track = () => scene.disk.tracks.get(`${ada.id} writing`)
  expect(track()).toMatchObject({ goodWeight: 1, badWeight: 0 })
  await ana.must('deliverable.request_changes', {
    deliverableId: version?.deliverableId ?? '',
    versionId: version?.id ?? '',
    sha256: version?.sha256 ?? '',
    summary: 'Say more.',
  })
  expect(track()?.badWeight).toBeCloseTo(1, 6)
})

test('a goal may weigh otherwise: where only cost counts the cheaper one is chosen, by default the better one', async () => {
  for (const weights of [undefined, { record: 0, load: 0, speed: 0, health: 0, cost: 1, fairness: 0 }]) {
    const scene = await Scenario.open()
    const good = await scene.agent({ name: 'Good' })
    const cheap = await scene.agent({ name: 'Cheap' })
    const agents = scene.disk.lane(scene.workspaceId).tables.agent
    for (const [agent, costUsdPerTask] of [
      [good, 2],
      [cheap, 0.1],
    ] as const) {
      const row = agents.get(agent.id)
      if (row) agents.put(agent.id, { ...row, price: { costUsdPerTask } })
    }
    const track = { accepted: 40, failed: 0, totalMs: 1, goodWeight: 40, badWeight: 0, decayedAt: scene.clock.now }
    scene.disk.tracks.set(`${good.id} writing`, track)
    scene.disk.tracks.set(`${cheap.id} writing`, { ...track, goodWeight: 20, badWeight: 20 })
    scene.disk.lane(scene.workspaceId).stamp += 1
    const fresh = scene.boot()
    for (const process of scene.processes) if (process !== fresh) process.crash()
    await scene.goal(weights ? { matching: { weights } } : {})
    expect(counts(scene)).toEqual(weights ? { Cheap: 1 } : { Good: 1 })
  }
})

test('weights that are negative or all nothing are refused, and so is a window of a quarter of an hour', () => {
  const create = (matching: unknown) => goalCommands['goal.create'].shape.matching.safeParse(matching).success
  expect(create({ weights: { record: 1, cost: 0 } })).toBe(true)
  expect(create({ weights: { record: -1 } })).toBe(false)
  expect(create({ weights: { record: 0, load: 0, speed: 0, health: 0, cost: 0, fairness: 0 } })).toBe(false)
  expect(create({ bidSeconds: 900 })).toBe(false)
  expect(create({ bidSeconds: 1 })).toBe(true)
})

test('equal agents share a long list within bounds', async () => {
  const scene = await Scenario.open()
  for (const name of ['Ada', 'Bo', 'Cy', 'Dee']) await scene.agent({ name, places: 2 })
  await scene.goal({ plan: { tasks: list(80) } })
  await scene.clock.pass(20 * minute)
  const shares = Object.values(counts(scene))
  expect(shares).toHaveLength(4)
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(15)
  expect(Math.max(...shares)).toBeLessThanOrEqual(25)
})

test('a failure counts once against the record it was made under, and what was never reached does not', async () => {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: 'vanishing' })
  await scene.agent({ name: 'Cy' })
  await scene.goal()
  await scene.clock.pass(5 * 60_000)
  expect(scene.attempts()[0]?.failure).toBe('lost')
  expect(scene.disk.tracks.get(`${bo.id} writing`)).toMatchObject({ accepted: 0, failed: 1, badWeight: 1 })
  const other = await Scenario.open()
  const dead = await other.agent({ name: 'Bo', script: 'dead' })
  await other.agent({ name: 'Cy' })
  await other.goal()
  await other.clock.pass(5 * 60_000)
  expect(other.attempts()[0]?.failure).toBe('unreachable')
  expect(other.disk.tracks.get(`${dead.id} writing`)?.failed ?? 0).toBe(0)
})
