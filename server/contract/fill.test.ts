import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TaskStatus } from '../domain/task.ts'
import { apply, emptyMirror, type Mirror } from './apply.ts'
import type { Change, LogEvent } from './events.ts'
import { createFill, heldInFull } from './fill.ts'
import type { GoalView, TaskPage } from './snapshot.ts'

const goalId = 'g'
const statuses: readonly TaskStatus[] = ['blocked', 'ready', 'running', 'done']
const pageSize = 3

/** What happens to the tasks of one goal: some are made, some move, are handed out, or are taken out of the plan. */
const happenings = fc.array(
  fc.record({
    what: fc.constantFrom('make', 'make', 'move', 'move', 'move', 'rename', 'hand out', 'progress', 'take out'),
    which: fc.nat({ max: 9 }),
    to: fc.constantFrom(...statuses),
  }),
  { minLength: 1, maxLength: 40 },
)
type Happening = (typeof happenings extends fc.Arbitrary<(infer H)[]> ? H : never) | undefined

function logOf(happened: readonly Happening[]): LogEvent[] {
  const alive: { id: string; attempts: number }[] = []
  let made = 0
  return happened.map((one, at) => {
    const { what, which, to } = one ?? { what: 'make', which: 0, to: 'ready' as const }
    const task = alive[which % Math.max(1, alive.length)]
    const changes: Change[] = []
    if (what === 'make' || !task) {
      made += 1
      alive.push({ id: `t${made}`, attempts: 0 })
      changes.push({ in: 'tasks', id: `t${made}`, set: { goalId, number: made, status: to, title: 'new' } })
    } else if (what === 'move') changes.push({ in: 'tasks', id: task.id, set: { status: to } })
    else if (what === 'rename') changes.push({ in: 'tasks', id: task.id, set: { title: `at ${at}` } })
    else if (what === 'take out') {
      alive.splice(alive.indexOf(task), 1)
      changes.push({ in: 'tasks', id: task.id, gone: true })
    } else if (what === 'hand out') {
      task.attempts += 1
      const set = { taskId: task.id, goalId, number: task.attempts, progress: 0 }
      changes.push({ in: 'attempts', id: `${task.id} try ${task.attempts}`, set })
    } else if (task.attempts > 0)
      changes.push({ in: 'attempts', id: `${task.id} try ${task.attempts}`, set: { progress: at } })
    return {
      ...{ seq: at + 1, at, type: 'x', data: {}, changes },
      actor: { kind: 'coordinator', id: 'coordinator', name: 'Coordinator' },
    }
  })
}

/** The room after so many events, as one who was there from the first holds it. */
function whole(events: readonly LogEvent[], seq: number): Mirror {
  const mirror = emptyMirror()
  mirror.rows.goals.set(goalId, { id: goalId, number: 1, status: 'running', endedAt: null } as GoalView)
  for (const event of events.slice(0, seq)) apply(mirror, event)
  return mirror
}
const latest = (mirror: Mirror, taskId: string) =>
  [...mirror.rows.attempts.values()]
    .filter((one) => one.taskId === taskId)
    .sort((a, b) => b.number - a.number)
    .slice(0, 1)
const byNumber = (mirror: Mirror) => [...mirror.rows.tasks.values()].sort((a, b) => a.number - b.number)

/** The room after so many events as its first view: its counts are right, and of its tasks it has every `keep`-th. */
function firstView(events: readonly LogEvent[], seq: number, keep: number): Mirror {
  const full = whole(events, seq)
  const view = { ...emptyMirror(), seq, counts: full.counts }
  view.rows.goals = full.rows.goals
  for (const [at, task] of byNumber(full).entries()) {
    if (at % keep > 0) continue
    view.rows.tasks.set(task.id, task)
    for (const attempt of latest(full, task.id)) view.rows.attempts.set(attempt.id, attempt)
  }
  return view
}
function pageAt(events: readonly LogEvent[], seq: number, after: number): TaskPage {
  const full = whole(events, seq)
  const tasks = byNumber(full)
    .filter((task) => task.number > after)
    .slice(0, pageSize)
  const attempts = tasks.flatMap((task) => latest(full, task.id))
  return structuredClone({ seq, tasks, attempts, next: (tasks.length === pageSize && tasks.at(-1)?.number) || null })
}

test('I32 a first view that is filled page by page while the room goes on ends as a window that held everything', () => {
  const plays = happenings.chain((happened) =>
    fc.record({
      happened: fc.constant(happened),
      start: fc.nat({ max: happened.length }),
      keep: fc.integer({ min: 2, max: 5 }),
      // What comes next: an event at the window, one more in the tables, a page asked for, read, or delivered.
      order: fc.array(fc.constantFrom('told', 'told', 'written', 'ask', 'read', 'come'), { maxLength: 120 }),
    }),
  )
  fc.assert(
    fc.property(plays, ({ happened, start, keep, order }) => {
      const events = logOf(happened)
      const window = firstView(events, start, keep)
      const fill = createFill(window, [goalId])
      let written = start
      let asked: ReturnType<typeof fill.ask> | null = null
      let read: TaskPage | null = null
      const tell = () => {
        const event = events[window.seq]
        if (!event) return
        written = Math.max(written, event.seq)
        expect(apply(window, event)).toBe('applied')
        fill.hear(event)
      }
      const step: Record<string, () => void> = {
        told: tell,
        written: () => {
          written = Math.min(events.length, written + 1)
        },
        ask: () => {
          if (!asked && fill.lacks(goalId)) asked = fill.ask(goalId)
        },
        read: () => {
          if (asked && !read) read = pageAt(events, written, asked.after)
        },
        come: () => {
          if (!asked || !read) return
          expect(asked.take(read)).toBe(true)
          asked = null
          read = null
        },
      }
      for (const what of order) step[what]?.()
      for (let turn = 0; fill.lacks(goalId) && turn < 100; turn++)
        for (const what of ['ask', 'read', 'come']) step[what]?.()
      while (window.seq < events.length) tell()
      const fresh = whole(events, events.length)
      expect(window.rows.tasks).toEqual(fresh.rows.tasks)
      expect(window.counts.get(goalId) ?? {}).toEqual(fresh.counts.get(goalId) ?? {})
      for (const task of fresh.rows.tasks.values())
        for (const attempt of latest(fresh, task.id)) expect(window.rows.attempts.get(attempt.id)).toEqual(attempt)
      expect(fill.wanted()).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('a page that was read before what the window held, or that another was asked for after, is of no use', () => {
  const events = logOf(Array.from({ length: 9 }, () => undefined))
  const window = firstView(events, 5, 3)
  const fill = createFill(window, [goalId])
  expect(fill.ask(goalId).take(pageAt(events, 4, 0))).toBe(false)
  const [older, newer] = [fill.ask(goalId), fill.ask(goalId)]
  expect(older.take(pageAt(events, 5, 0))).toBe(false)
  expect(newer.take(pageAt(events, 5, 0))).toBe(true)
  expect(fill.ask(goalId).after).toBe(3)
})

test('what changes a task that a window lacks leaves the window as it is, its counts among it', () => {
  const events = logOf(Array.from({ length: 4 }, () => undefined))
  const window = firstView(events, 4, 4)
  const before = structuredClone({ tasks: window.rows.tasks, counts: window.counts })
  for (const [at, change] of [{ set: { status: 'done' } }, { gone: true as const }].entries())
    apply(window, {
      ...(events[0] as LogEvent),
      seq: 5 + at,
      changes: [{ in: 'tasks', id: 't2', ...change } as Change],
    })
  expect({ tasks: window.rows.tasks, counts: window.counts }).toEqual(before)
})

test('a window holds the tasks of every goal that lives, and of those that ended of the latest three', () => {
  const ended = [1, 2, 3, 4, 5].map((n) => ({ id: `e${n}`, number: n, status: 'completed' as const, endedAt: 10 - n }))
  const live = { id: 'l', number: 9, status: 'running' as const, endedAt: null }
  expect([...heldInFull([...ended, live])].sort()).toEqual(['e1', 'e2', 'e3', 'l'])
})
