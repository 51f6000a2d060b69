import { expect, test } from 'vitest'
import type { Point } from '../store/memory.ts'
import { examine } from '../testing/examine.ts'
import type { Process } from '../testing/process.ts'
import { Scenario } from '../testing/scenario.ts'
import { scripts } from '../testing/scripts.ts'
import type { Weather } from '../testing/weather.ts'

// Named after the rows of reliability.md (b): a process ends, hangs or loses an answer at the worst moment.

const second = 1000
const minute = 60 * second

/** A scenario in which a trap can be set: at the next such point the process ends, or the commit has another fate. */
async function trapped() {
  const trap: { at?: Point; fate?: 'refused' | 'unanswered'; hang?: number; process?: number; skew?: number } = {}
  const weather: Weather = {
    random: () => trap.process ?? 0,
    skew: () => trap.skew ?? 0,
    at: (process: Process, point) => {
      if (trap.hang && point === 'staged') {
        const ms = trap.hang
        delete trap.hang
        return scene.clock.wait(20 * second).then(() => {
          process.store.loseLocks()
          return scene.clock.wait(ms)
        })
      }
      if (point !== trap.at) return undefined
      delete trap.at
      process.crash()
      return undefined
    },
    fate: () => {
      const { fate = 'done' } = trap
      delete trap.fate
      return fate
    },
  }
  const scene = new Scenario(weather)
  await scene.furnish()
  const ada = await scene.agent({ name: 'Ada' })
  return { scene, ada, trap }
}
const requests = (scene: Scenario) => scene.sent.filter((one) => one.type === 'attempt.requested')

test('F57 killed after the commit and before the send: the message goes out after the restart, under the same id', async () => {
  const { scene, trap } = await trapped()
  trap.at = 'committed'
  void scene.goal()
  await scene.clock.pass(second)
  expect(scene.alive()).toEqual([])
  expect(scene.attempts()).toHaveLength(1)
  expect(requests(scene)).toEqual([])
  scene.boot()
  await scene.clock.pass(2 * minute)
  expect(requests(scene)).toHaveLength(1)
  expect(scene.task().status).toBe('in_review')
  expect(examine(scene)).toEqual([])
})

test('F58 killed after the send and before its answer is recorded: sent again under the same id, one attempt', async () => {
  const { scene, ada, trap } = await trapped()
  ada.script = () => {
    trap.at = 'staged'
    return { status: 200 }
  }
  await scene.goal()
  await scene.clock.pass(second)
  expect(scene.alive()).toEqual([])
  ada.script = scripts.honest
  scene.boot()
  await scene.clock.pass(2 * minute)
  expect(requests(scene).map((one) => one.id)).toEqual([requests(scene)[0]?.id, requests(scene)[0]?.id])
  expect(scene.attempts().map((one) => one.status)).toEqual(['approved'])
})

test('F59 killed in the middle of a callback: the agent asks again and there is one effect', async () => {
  for (const point of ['begun', 'staged', 'committed'] as const) {
    const { scene, ada, trap } = await trapped()
    ada.script = scripts.vanishing
    await scene.goal()
    await scene.clock.pass(second)
    trap.at = point
    const answer = ada.complete(
      scene.attempts()[0]?.id ?? '',
      { response: 'The ferry takes nine minutes to cross.' },
      'key',
    )
    await scene.clock.pass(100)
    expect(scene.alive(), point).toEqual([])
    scene.boot()
    expect(await scene.clock.until(answer), point).toMatchObject({ ok: true })
    expect(scene.rows('version'), point).toHaveLength(1)
    expect(scene.task().status, point).toBe('in_review')
  }
})

test('F60 the answer of a commit is lost: the receipt decides, never both and never none', async () => {
  const { scene, trap } = await trapped()
  const [ana] = scene.people
  trap.fate = 'unanswered'
  const answer = ana?.do('message.post', { roomId: scene.roomId, body: 'Did this arrive?' })
  expect(answer && (await scene.clock.until(answer))).toMatchObject({ ok: true })
  expect(scene.said()).toEqual(['Did this arrive?'])
  trap.fate = 'refused'
  const again = ana?.do('message.post', { roomId: scene.roomId, body: 'And this?' })
  expect(again && (await scene.clock.until(again))).toMatchObject({ ok: true })
  expect(scene.said()).toEqual(['Did this arrive?', 'And this?'])
})

test('F61 two processes at once: no task is handed out twice, and either can be killed', async () => {
  const { scene, trap } = await trapped()
  scene.boot()
  const tasks = Array.from({ length: 8 }, (_, i) => ({ key: `t${i}`, title: `Task ${i}`, skills: ['writing'] }))
  await scene.goal({ plan: { tasks } })
  await scene.clock.pass(30 * second)
  trap.at = 'staged'
  await scene.clock.pass(10 * minute)
  expect(scene.alive()).toHaveLength(1)
  expect(scene.rows('task').every((task) => task.status === 'done' || task.status === 'in_review')).toBe(true)
  expect(scene.rows('attempt')).toHaveLength(8)
  expect(examine(scene)).toEqual([])
})

test('F62 a process that hangs for two minutes and wakes changes nothing with what it had in hand', async () => {
  const { scene, ada, trap } = await trapped()
  scene.boot()
  ada.script = scripts.vanishing
  await scene.goal()
  await scene.clock.pass(second)
  trap.hang = 120 * second
  const id = scene.attempts()[0]?.id ?? ''
  void ada.complete(id, { response: 'Slow ink dries on the harbour master’s ledger.' }, 'key')
  await scene.clock.pass(5 * second)
  trap.process = 0.9
  const again = ada.complete(id, { response: 'Slow ink dries on the harbour master’s ledger.' }, 'key')
  expect(await scene.clock.until(again)).toMatchObject({ ok: true })
  await scene.clock.pass(3 * minute)
  expect(scene.rows('version')).toHaveLength(1)
  expect(examine(scene)).toEqual([])
})

test('F57 killed with hand-outs tried and not taken, and back when their time is just over: the next process sends them, and no others', async () => {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', places: 5, script: 'dead' })
  const keys = ['one', 'two', 'three', 'four', 'five']
  await scene.goal({ plan: { tasks: keys.map((key) => ({ key, title: key, skills: ['writing'] })) } })
  await scene.clock.pass(3 * second)
  scene.process.crash()
  bo.script = scripts.instant
  const acceptBy = Math.min(...keys.map((key) => scene.attempts(key)[0]?.acceptBy ?? 0))
  await scene.clock.pass(acceptBy + second - scene.clock.now)
  scene.boot()
  await scene.clock.pass(minute)
  expect(keys.map((key) => scene.attempts(key).map((one) => one.failure))).toEqual(keys.map(() => [null]))
  expect(new Set(requests(scene).map((one) => one.id)).size).toBe(5)
  expect(examine(scene)).toEqual([])
})

test('F67 a process whose clock was set back an hour does not go on with what it knew of an agent before', async () => {
  const { scene, ada, trap } = await trapped()
  scene.boot()
  trap.skew = 60 * minute
  await scene.goal()
  await scene.clock.pass(minute)
  trap.skew = 0
  trap.process = 0.5
  const rotated = await scene.people[0]?.must('agent.rotate_secret', { agentId: ada.id })
  trap.process = 0
  await scene.goal({ title: 'Another', plan: { tasks: [{ key: 'other', title: 'Another', skills: ['writing'] }] } })
  await scene.clock.pass(minute)
  const [first, second] = requests(scene)
  expect(first?.by).toBe(second?.by)
  expect(second?.secrets[0]).toBe(rotated?.secret)
})
