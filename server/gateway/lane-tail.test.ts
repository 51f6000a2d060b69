import { expect, test } from 'vitest'
import type { LogEvent } from '../contract/events.ts'
import { type LogSource, startTail } from './lane-tail.ts'

const event = (seq: number): LogEvent => ({
  seq,
  at: seq,
  type: 'message.posted',
  actor: { kind: 'member', id: 'm', name: 'Ana' },
  data: {},
  changes: [],
})
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => event(from + n))

function tailed(head: number, gatherMs = 5) {
  const stored = events(1, head)
  const reads: number[] = []
  const log: LogSource = {
    after: async (_lane, seq, limit) => {
      reads.push(seq)
      return stored.filter((one) => one.seq > seq).slice(0, limit)
    },
    head: async () => stored.length,
    onCommit: () => () => undefined,
  }
  const sent: number[][] = []
  let resyncs = 0
  const tail = startTail({
    laneId: 'lane',
    log,
    gatherMs,
    send: (list) => sent.push(list.map(({ seq }) => seq)),
    resync: () => resyncs++,
    onError: (error) => {
      throw error
    },
  })
  const commit = (to: number) => {
    const batch = events(stored.length + 1, to)
    stored.push(...batch)
    return batch
  }
  return { tail, commit, sent, reads, resyncs: () => resyncs }
}

test('the first events of a quiet lane leave alone, the next ones together', async () => {
  const { tail, commit, sent, reads } = tailed(3, 2000)
  await tail.ready
  tail.take(commit(4))
  await expect.poll(() => sent).toEqual([[4]])
  tail.take(commit(5))
  tail.take(commit(7))
  await expect.poll(() => sent).toEqual([[4], [5, 6, 7]])
  expect(reads).toEqual([])
})

test('F77 what another process committed is read from the log; doubled and disordered news change nothing', async () => {
  const { tail, commit, sent } = tailed(0)
  await tail.ready
  const lost = commit(10)
  const batches = [commit(12), commit(13), commit(20)]
  for (const batch of [batches[1], batches[1], batches[2], batches[0], lost.slice(0, 3)]) tail.take(batch ?? [])
  await expect.poll(() => sent.flat().at(-1)).toBe(20)
  expect(sent.flat()).toEqual(events(1, 20).map(({ seq }) => seq))
})

test('what is committed while the tail starts is not lost', async () => {
  const { tail, commit, sent } = tailed(5)
  const early = commit(6)
  // The head was asked for before; this batch came in between.
  tail.take(early)
  tail.take(commit(7))
  await tail.ready
  tail.take(commit(8))
  await expect.poll(() => tail.sent()).toBe(8)
  const seen = sent.flat()
  expect(seen).toEqual(events(seen[0] ?? 9, 8).map(({ seq }) => seq))
})

test('a reader learns of a lane that ran too far ahead instead of getting it all', async () => {
  const { tail, commit, sent, resyncs } = tailed(0)
  await tail.ready
  commit(6000)
  tail.reach(6000)
  await expect.poll(() => tail.sent()).toBe(6000)
  expect([resyncs(), sent]).toEqual([1, []])
  tail.take(commit(6001))
  await expect.poll(() => sent).toEqual([[6001]])
})
