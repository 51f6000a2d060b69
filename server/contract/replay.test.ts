import { expect, test } from 'vitest'
import { Random } from '../testing/random.ts'
import { Scenario } from '../testing/scenario.ts'
import { differences, roomSnapshotOf } from '../testing/windows.ts'
import type { LogEvent } from './events.ts'
import { createTape } from './replay.ts'
import type { RoomSnapshot } from './snapshot.ts'

const second = 1000

/** A room at work with everything that goes wrong, and what a fresh snapshot showed every two seconds. */
async function played(seed: number): Promise<{ events: LogEvent[]; taken: RoomSnapshot[] }> {
  const chance = new Random(seed)
  const scene = await Scenario.open()
  const ana = scene.people[0]
  for (const [name, script] of [
    ['Bo', 'honest'],
    ['Cy', 'vanishing'],
    ['Di', 'asking'],
    ['Ed', 'empty'],
    ['Flo', 'honest'],
  ] as const)
    await scene.agent({ name, script })
  const tasks = Array.from({ length: 40 }, (_, at) => ({
    key: `t${at}`,
    title: `Part ${at}`,
    skills: ['writing'],
    ...(at > 4 ? { needs: [`t${at - 5}`] } : {}),
  }))
  const goalId = await scene.goal({ plan: { tasks, deliverable: 't39' } })
  const taken = [structuredClone(roomSnapshotOf(scene))]
  for (let round = 0; round < 120; round += 1) {
    await scene.clock.pass(2 * second)
    const asked = scene.rows('handoff').find((one) => one.status === 'open')
    if (asked && chance.chance(0.5)) await ana?.do('handoff.answer', { handoffId: asked.id, body: 'Both.' })
    if (round % 25 === 10) await ana?.do('goal.pause', { goalId })
    if (round % 25 === 12) await ana?.do('goal.resume', { goalId })
    const done = scene.rows('task').filter((task) => task.status === 'done')
    if (round % 40 === 30 && done.length > 0)
      await ana?.do('task.reopen', { taskId: chance.pick(done).id, reason: 'A wrong year.', stale: 'redo' })
    taken.push(structuredClone(roomSnapshotOf(scene)))
  }
  return { events: structuredClone(scene.disk.lane(scene.roomId).events), taken }
}

test.each([3, 11])('I32 at random cursors the log alone shows what a snapshot showed then (seed %i)', async (seed) => {
  const { events, taken } = await played(seed)
  expect(events.length).toBeGreaterThan(600)
  const tape = createTape()
  // As pages come in, the last one overlapping.
  for (let at = 0; at < events.length; at += 400) tape.take(events.slice(Math.max(0, at - 3), at + 400))
  const chance = new Random(seed)
  for (let tries = 0; tries < 200; tries += 1) {
    const snapshot = chance.pick(taken)
    expect(differences(tape.frame(snapshot.seq), snapshot)).toEqual([])
  }
})

const at = (seq: number, moment: number, title = String(seq)): LogEvent => ({
  seq,
  at: moment,
  type: seq % 10 === 0 ? 'task.ready' : 'attempt.progressed',
  actor: { kind: 'coordinator', id: 'c', name: 'Coordinator' },
  data: {},
  changes: [{ in: 'tasks', id: `t${seq % 7}`, set: { title, goalId: 'g', status: 'ready' } }],
})

test('a frame that was shown stays as it was, whatever is looked at or comes in afterwards', () => {
  const tape = createTape()
  tape.take(Array.from({ length: 1200 }, (_, i) => at(i + 1, i)))
  const shown = tape.frame(700)
  const before = structuredClone([...shown.rows.tasks])
  tape.frame(1200)
  tape.frame(699)
  tape.take([at(1201, 1201, 'late')])
  expect([...shown.rows.tasks]).toEqual(before)
  expect(shown.rows.tasks.get('t0')?.title).toBe('700')
})

test('a run that leaves a hole is not taken, and one that is known changes nothing', () => {
  const tape = createTape()
  expect(tape.take([at(1, 1), at(2, 2)])).toBe('applied')
  expect(tape.take([at(4, 4)])).toBe('gap')
  expect(tape.take([at(2, 2, 'again'), at(3, 3)])).toBe('applied')
  expect(tape.seq()).toBe(3)
  expect(tape.frame(3).rows.tasks.get('t2')?.title).toBe('2')
})

test('a moment names the last event up to it, and the next decision is found both ways', () => {
  const tape = createTape()
  tape.take([at(1, 10), at(2, 20), at(3, 20), at(4, 30), ...Array.from({ length: 26 }, (_, i) => at(i + 5, 40 + i))])
  expect([5, 10, 20, 29, 1000].map(tape.seqAt)).toEqual([0, 1, 3, 3, 30])
  const decides = (event: LogEvent) => event.type === 'task.ready'
  expect(tape.find(4, 1, decides)).toBe(10)
  expect(tape.find(20, 1, decides)).toBe(30)
  expect(tape.find(20, -1, decides)).toBe(10)
  expect(tape.find(30, 1, decides)).toBeNull()
})

test('4,000 tasks and 28,000 events are read at once, and so is any frame', () => {
  const events = Array.from({ length: 28_000 }, (_, i): LogEvent => {
    const event = at(i + 1, i)
    const id = i < 4000 ? i : (i * 7919) % 4000
    const set = { title: `Task ${id}`, goalId: 'g', status: i < 4000 ? 'ready' : i % 3 ? 'running' : 'done' }
    return { ...event, changes: [{ in: 'tasks', id: `t${id}`, set }] }
  })
  const tape = createTape()
  const from = performance.now()
  tape.take(events)
  expect(performance.now() - from).toBeLessThan(10_000)
  const chance = new Random(1)
  const took = Array.from({ length: 100 }, () => {
    const begun = performance.now()
    tape.frame(chance.between(1, 28_000))
    return performance.now() - begun
  }).sort((a, b) => a - b)
  expect(took[took.length / 2]).toBeLessThan(200)
})
