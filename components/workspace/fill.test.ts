import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { RoomFirstView, TaskPage, TaskView } from '../../server/contract/snapshot.ts'
import type { Read } from './connection.ts'
import { fillGoal } from './fill.ts'
import { failureOf } from './http.ts'
import { createLaneStore } from './store.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const tasks = Array.from({ length: 7 }, (_, n) => ({
  id: `t${n + 1}`,
  number: n + 1,
  goalId: 'g',
  status: 'ready',
})) as TaskView[]
const page = (after: number): TaskPage => {
  const some = tasks.slice(after, after + 3)
  return { seq: 5, tasks: some, attempts: [], next: some.length === 3 ? after + 3 : null }
}

/** A room's page whose first view had two of seven tasks; `answers` are given to the reads of the rest by turns. */
async function opened(...answers: (number | ((after: number) => TaskPage))[]) {
  const asked: number[] = []
  const server = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'))
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? 500
    asked.push(after)
    const refused = typeof answer === 'number'
    response.writeHead(refused ? answer : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(refused ? {} : answer(after)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((closed) => server.close(closed)))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest`
  const lane = createLaneStore('room', (task) => task())
  const first = {
    seq: 5,
    room: { id: 'room' },
    goals: [{ id: 'g', number: 1, status: 'running', counts: { ready: 7 } }],
  }
  const lists = 'participants messages attempts deliverables reviews comments handoffs actions files conflicts opinions'
  const empty = Object.fromEntries([...lists.split(' '), 'incidents', 'drills'].map((name) => [name, []]))
  const load = (other: object = { lacking: ['g'] }) =>
    lane.load({ ...empty, ...first, tasks: tasks.slice(2, 4), ...other } as RoomFirstView)
  load()
  const stop = new AbortController()
  const read: Read = async <T>(path: string) => {
    const response = await fetch(path)
    return response.ok ? { ok: true, value: (await response.json()) as T } : await failureOf(response)
  }
  const filled = () => fillGoal(lane, 'g', { address, read, signal: stop.signal, retryMs: 1 })
  return { lane, asked, stop, filled, load }
}
const held = ({ lane }: Awaited<ReturnType<typeof opened>>) =>
  lane
    .list('tasks')
    .map(({ id }) => id)
    .sort()
const all = tasks.map(({ id }) => id)

test('a window reads what its first view left out, page after page, and says what it still lacks', async () => {
  const window = await opened(page)
  expect(window.lane.state.getState().lacking).toEqual(['g'])
  await window.filled()
  expect(window.asked).toEqual([0, 3, 6])
  expect(held(window)).toEqual(all)
  expect(window.lane.state.getState().lacking).toEqual([])
})

test('a page that does not come is asked for again, and those that came are not', async () => {
  const window = await opened(page, 503, 500, page)
  await window.filled()
  expect(window.asked).toEqual([0, 3, 3, 3, 6])
  expect(held(window)).toEqual(all)
})

test('of a snapshot without the tasks of old goals a window knows that it lacks them, and wants them when they are looked at', async () => {
  const window = await opened(page)
  const goal = { id: 'old', number: 1, status: 'completed', endedAt: 1, counts: { done: 2 } }
  window.load({ goals: [goal, ...[2, 3, 4].map((n) => ({ ...goal, id: `g${n}`, number: n, endedAt: n, counts: {} }))] })
  expect([window.lane.lacks('old'), window.lane.lacks('g2')]).toEqual([true, false])
  expect(window.lane.state.getState().lacking).toEqual([])
})

test('a refusal ends it', async () => {
  const window = await opened(page, 404)
  await window.filled()
  expect(window.asked).toEqual([0, 3])
})

test('a page asked for before another snapshot came is dropped, and the new one is filled', async () => {
  const window: Awaited<ReturnType<typeof opened>> = await opened((after) => {
    if (window.asked.length === 2) window.load()
    return page(after)
  })
  await window.filled()
  expect(window.asked).toEqual([0, 3, 0, 3, 6])
  expect(held(window)).toEqual(all)
})

test('who leaves asks for no more', async () => {
  const window: Awaited<ReturnType<typeof opened>> = await opened((after) => {
    window.stop.abort()
    return page(after)
  })
  await window.filled()
  expect(window.asked).toEqual([0])
  expect(held(window)).toEqual(['t3', 't4'])
})
