import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply, emptyMirror, keptMessages, type Mirror } from './apply.ts'
import type { Change, LogEvent } from './events.ts'

const statuses = ['blocked', 'ready', 'running', 'done', 'cancelled']
const oneOf = <T>(...values: T[]) => fc.constantFrom(...values)
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    in: oneOf('tasks' as const),
    id: oneOf('t1', 't2', 't3', 't4'),
    set: fc.record({ goalId: oneOf('g'), status: oneOf(...statuses), title: fc.string({ maxLength: 3 }) }),
  }),
  fc.record({
    in: oneOf('participants' as const, 'files' as const),
    id: oneOf('a', 'b'),
    set: fc.dictionary(oneOf('name', 'role', 'size'), fc.integer({ max: 3 }), { maxKeys: 2 }),
  }),
  fc.record({
    in: oneOf('participants' as const, 'tasks' as const),
    id: oneOf('a', 't1', 't2'),
    gone: fc.constant<true>(true),
  }),
)
const log = fc
  .array(fc.array(change, { maxLength: 4 }), { maxLength: 25 })
  .map((lists) => lists.map((changes, at) => eventOf(at + 1, changes)))
const eventOf = (seq: number, changes: Change[]): LogEvent => ({
  ...{ seq, at: 0, type: 'rows.changed', data: {}, changes },
  actor: { kind: 'coordinator', id: 'coordinator', name: 'Coordinator' },
})

const fold = (events: readonly LogEvent[]): Mirror => {
  const mirror = emptyMirror()
  for (const event of events) expect(apply(mirror, event)).toBe('applied')
  return mirror
}

/** What a window shows; the order in which rows came does not count, but for messages. */
const shown = ({ seq, rows, counts }: Mirror) => ({
  seq,
  rows: Object.fromEntries(Object.entries(rows).map(([name, byId]) => [name, Object.fromEntries(byId)])),
  counts: Object.fromEntries(counts),
})

/** A window as a live connection: takes what comes, and what it misses it asks of the log. */
function follow(mirror: Mirror, events: readonly LogEvent[], event: LogEvent) {
  if (apply(mirror, event) !== 'gap') return
  for (const missed of events.slice(mirror.seq, event.seq)) apply(mirror, missed)
}

test('I33 however events are lost, doubled or reordered on their way, a window that asks for what it misses ends where the log does', () => {
  const way = log.chain((events) =>
    fc.record({
      events: fc.constant(events),
      came: fc.array(fc.nat({ max: Math.max(0, events.length - 1) }), { maxLength: 60 }),
    }),
  )
  fc.assert(
    fc.property(way, ({ events, came }) => {
      const mirror = emptyMirror()
      for (const at of came) {
        const event = events[at]
        if (event) follow(mirror, events, event)
      }
      const last = events.at(-1)
      if (last) follow(mirror, events, last)
      expect(shown(mirror)).toEqual(shown(fold(events)))
    }),
  )
})

test('an event at or below the cursor changes nothing, and one beyond the next is a gap that changes nothing either', () => {
  fc.assert(
    fc.property(log, fc.integer({ min: -30, max: 30 }), (events, off) => {
      const mirror = fold(events)
      const before = shown(mirror)
      const seq = mirror.seq + off
      const verdict = apply(mirror, eventOf(seq, [{ in: 'files', id: 'x', set: { name: 'new' } }]))
      expect(verdict).toBe(off <= 0 ? 'known' : off === 1 ? 'applied' : 'gap')
      if (off !== 1) expect(shown(mirror)).toEqual(before)
    }),
  )
})

test('the counts beside a goal are the counts of its tasks, whatever happened to them', () => {
  fc.assert(
    fc.property(log, (events) => {
      const { rows, counts } = fold(events)
      const counted: Record<string, number> = {}
      for (const { status } of rows.tasks.values()) counted[status] = (counted[status] ?? 0) + 1
      expect(counts.get('g') ?? {}).toEqual(counted)
    }),
  )
})

test('a window keeps so many messages and lets the oldest go', () => {
  const said = (at: number) => eventOf(at, [{ in: 'messages', id: `m${at}`, set: { body: `${at}` } }])
  const mirror = fold(Array.from({ length: keptMessages + 5 }, (_, at) => said(at + 1)))
  expect(mirror.rows.messages.size).toBe(keptMessages)
  expect([...mirror.rows.messages.keys()][0]).toBe('m6')
})
