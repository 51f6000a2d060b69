import { afterEach, expect, test } from 'vitest'
import type { Change } from '../contract/events.ts'
import { type Live, openLive } from '../testing/live.ts'
import { touchesWaiting } from './waiting.ts'

let live: Live | null = null
afterEach(async () => {
  expect((await live?.close()) ?? []).toEqual([])
  live = null
})

const touches = (change: Change) => touchesWaiting({ changes: [change] })

test('a question, a review, a plan and work given by name may wait for a person; the work of agents does not', () => {
  expect(touches({ in: 'handoffs', id: 'h', set: { status: 'open' } })).toBe(true)
  expect(touches({ in: 'deliverables', id: 'd', set: { status: 'in_review' } })).toBe(true)
  expect(touches({ in: 'goals', id: 'g', set: { status: 'awaiting_plan_approval' } })).toBe(true)
  expect(touches({ in: 'attempts', id: 'a', set: { choice: { fit: 0 } } })).toBe(true)
  expect(touches({ in: 'goals', id: 'g', set: { spent: {} } })).toBe(false)
  expect(touches({ in: 'attempts', id: 'a', set: { choice: { fit: 3 } } })).toBe(false)
  expect(touches({ in: 'attempts', id: 'a', set: { progress: 0.5 } })).toBe(false)
  expect(touches({ in: 'messages', id: 'm', gone: true })).toBe(false)
})

test('people who have the workspace open are told that something may wait, also of rooms that they do not watch', async () => {
  live = await openLive()
  const { commit, home, open, person, watch } = live
  const [ana, guest] = [await open((await person()).headers), await open((await person()).headers)]
  const told: string[] = []
  ana.on('waiting', ({ laneId }) => told.push(laneId))
  guest.on('waiting', () => told.push('somebody who has it not open'))
  expect(await watch(ana, 0, home)).toMatchObject({ ok: true })
  commit(1)
  commit(1, { changes: [{ in: 'handoffs', id: 'h', set: { status: 'open' } }] })
  await expect.poll(() => told).toEqual([home])
})
