import { expect, test } from 'vitest'
import type { Change, LogEvent } from '../contract/events.ts'
import type { Matching } from '../domain/goal.ts'
import type { ShadowChange, ShadowMark, ShadowRows } from '../store/reads/shadow.ts'
import { Scenario } from '../testing/scenario.ts'
import { calm } from '../testing/weather.ts'
import { shadowOf } from './shadow.ts'

const minute = 60_000

/** What the tables of a memory disk say of a goal, as `readShadow` reads it from Postgres. */
function rowsOf(scene: Scenario, goalId: string): ShadowRows {
  const goal = scene.rows('goal').find((one) => one.id === goalId)
  if (!goal) throw new Error('no such goal')
  const tasks = scene.rows('task').filter((task) => task.goalId === goalId)
  const all = scene.rooms.flatMap((room) => scene.rows('attempt', room))
  const allTasks = new Map(scene.rooms.flatMap((room) => scene.rows('task', room)).map((task) => [task.id, task]))
  const versions = scene.rooms.flatMap((room) => scene.rows('version', room))
  const reviews = scene.rooms.flatMap((room) => scene.rows('review', room))
  const events = scene.events()
  const changes = (list: readonly LogEvent[], collection: string): (ShadowChange & { type: string })[] =>
    list.flatMap(({ seq, at, type, changes }) =>
      changes
        .filter((one): one is Extract<Change, { set: object }> => one.in === collection && 'set' in one)
        .map(({ id, set }) => ({ seq, at, type, id, set })),
    )
  const marks = new Map<string, ShadowMark>()
  for (const { id, seq, set } of changes(events, 'attempts')) {
    const mark = marks.get(id) ?? { id, startSeq: null, endSeq: null }
    if ('offeredAt' in set) mark.startSeq ??= seq
    if (typeof set.endedAt === 'number') mark.endSeq ??= seq
    marks.set(id, mark)
  }
  return {
    goal,
    tasks,
    makers: versions.map(({ id, createdBy }) => ({ id, createdBy })),
    participants: scene
      .rows('participant')
      .filter((one) => one.kind === 'agent')
      .map(({ id, subjectId, joinedAt, status }) => ({ id, agentId: subjectId, joinedAt, status })),
    attempts: all
      .filter((one) => one.agentId !== null)
      .map((one) => ({
        ...one,
        skills: allTasks.get(one.taskId)?.skills ?? [],
        scored: (one.match?.scores.length ?? 0) > 0,
        sentBackAt: reviews
          .filter((review) => review.verdict !== 'approved')
          .filter((review) => versions.find((version) => version.id === review.versionId)?.attemptId === one.id)
          .map((review) => review.createdAt),
      })),
    marks: [...marks.values()],
    comings: changes(events, 'participants').filter((one) => one.type.startsWith('participant.')),
    agents: changes(scene.disk.lane(scene.workspaceId).events, 'agents'),
    notes: events
      .filter(({ type }) => /^task\.(bid|retried|assigned)$/.test(type))
      .map(({ seq, at, type, data }) => ({
        ...{ seq, at, type, taskId: String(data.taskId) },
        participantId: typeof data.participantId === 'string' ? data.participantId : null,
        fit: typeof data.fit === 'number' ? data.fit : null,
      })),
  }
}

/** A run of many hand-outs: chains of work for agents of every kind, some of which fail. */
async function run(matching?: Matching) {
  // Messages take a while, so that no two lanes do something in the same millisecond.
  const scene = new Scenario({ ...calm, travel: () => 3 })
  const { clock } = scene
  await clock.until(scene.furnish())
  const kinds = ['honest', 'honest', 'erring', 'vanishing', 'declining', 'dead', 'slow', 'throttling'] as const
  for (const [i, script] of kinds.entries())
    await clock.until(
      scene.agent({ name: `${script} ${i}`, script, places: 1 + (i % 3), skills: ['writing', 'editing'] }),
    )
  const tasks = Array.from({ length: 120 }, (_, i) => ({
    key: `t${i}`,
    title: `Part ${i}`,
    skills: [i % 3 === 0 ? 'editing' : 'writing'],
    ...(i >= 20 ? { needs: [`t${i - 20}`] } : {}),
  }))
  const goalId = await clock.until(scene.goal({ plan: { tasks }, ...(matching ? { matching } : {}) }))
  await clock.pass(240 * minute)
  return { scene, goalId }
}

test('with the weights that were used, the replay agrees with what happened in at least 99 of 100 hand-outs', async () => {
  for (const matching of [undefined, { weights: { record: 1, cost: 0, fairness: 0.5 } }]) {
    const { scene, goalId } = await run(matching)
    const report = shadowOf(rowsOf(scene, goalId), undefined)
    expect(report.handOuts).toBeGreaterThan(150)
    const wrong = report.tasks.filter((line) => !line.same)
    expect(wrong.length / report.handOuts, JSON.stringify(wrong.slice(0, 3), null, 1)).toBeLessThanOrEqual(0.01)
    expect(report.rebuilt).toBeGreaterThanOrEqual(0.99)
  }
})

test('other weights would have chosen otherwise, by the same facts every time, with what is to be expected of it', async () => {
  const { scene, goalId } = await run()
  const rows = rowsOf(scene, goalId)
  const weights = { record: 0, load: 0, speed: 1, health: 0, cost: 0, fairness: 0 }
  const report = shadowOf(rows, weights)
  expect(report).toEqual(shadowOf(rows, weights))
  expect(report.elsewhere).toBeGreaterThan(0)
  expect(report.same + report.elsewhere + report.nobody).toBe(report.handOuts)
  expect(report.compared.speed).toBe(1)
  const { accepted, ms, costUsd } = report.expected
  expect(accepted.of).toBeGreaterThan(150)
  expect(ms.compared).toBeLessThanOrEqual(ms.used)
  expect(costUsd.of).toBe(0)
})
