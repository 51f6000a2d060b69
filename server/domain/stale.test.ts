import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BuiltTask,
  type BuiltVersion,
  doneOnStale,
  fallout,
  falloutInWords,
  staleInputs,
  stalePolicyOf,
  weave,
} from './stale.ts'
import type { TaskStatus } from './task.ts'
import type { VersionStatus } from './version.ts'

type Row = BuiltTask
type Made = BuiltVersion & { taskId: string; status: VersionStatus }

const task = (id: string, needs: string[], status: TaskStatus = 'done', more: Partial<BuiltTask> = {}): Row => ({
  id,
  needs,
  status,
  acceptedVersionId: status === 'done' || status === 'stale' ? `${id} v1` : null,
  guidance: [],
  parentId: null,
  role: 'work',
  ...more,
})
/** The first version of every task that has one, built on those of what it needs. */
const versions = (tasks: readonly Row[]): Made[] =>
  tasks
    .filter(({ status, acceptedVersionId }) => acceptedVersionId !== null || status === 'in_review')
    .map(({ id, needs, status }) => ({
      id: `${id} v1`,
      taskId: id,
      sha256: `bytes of ${id}`,
      status: status === 'in_review' ? 'in_review' : 'approved',
      builtFrom: needs.map((need) => ({ taskId: need, versionId: `${need} v1`, sha256: `bytes of ${need}` })),
    }))
const woven = (tasks: readonly Row[]) => weave(tasks, versions(tasks))
const touched = (tasks: readonly Row[], changed: string, keep = false) =>
  fallout(woven(tasks), changed, keep).map((one) => `${one.task.id} ${one.fate}`)

describe('what is touched when a result no longer counts', () => {
  test('an answer that is opened again touches what lies behind its question only when what stood there falls', () => {
    const rows = [
      task('q', [], 'done', { role: 'answers' }),
      task('q1', [], 'done', { parentId: 'q' }),
      task('b', ['q'], 'ready'),
    ]
    const stands = versions(rows).map((one) =>
      one.taskId === 'q' ? { ...one, builtFrom: [{ taskId: 'q1', versionId: 'q1 v1', sha256: 'bytes of q1' }] } : one,
    )
    const fates = (keep: boolean) => fallout(weave(rows, stands), 'q1', keep).map((one) => `${one.task.id} ${one.fate}`)
    expect(fates(true)).toEqual(['q redone'])
    expect(fates(false)).toEqual(['q redone', 'b waits'])
  })

  const diamond = [task('a', []), task('b', ['a']), task('c', ['a'], 'running'), task('d', ['b', 'c'], 'blocked')]

  test('results are redone, work is stopped, what was ready waits; each once, however many ways lead there', () => {
    expect(touched(diamond, 'a')).toEqual(['b redone', 'c stopped', 'd waits'])
    expect(touched(diamond, 'b')).toEqual(['d waits'])
    expect(touched(diamond, 'd')).toEqual([])
  })

  test('a result that is kept stands in the way of what lies behind it', () => {
    const chain = [task('a', []), task('b', ['a']), task('c', ['b'], 'in_review'), task('d', ['b'], 'running')]
    expect(touched(chain, 'a')).toEqual(['b redone', 'c redone', 'd stopped'])
    expect(touched(chain, 'a', true)).toEqual(['b redone'])
  })

  test('what was cancelled or failed is left alone, and so is what somebody let stand', () => {
    const kept = { at: 0, from: 'person' as const, text: 'kept', versionId: 'a v1' }
    const tasks = [
      task('a', []),
      task('b', ['a'], 'cancelled'),
      task('c', ['a'], 'done', { guidance: [kept] }),
      task('d', ['c'], 'running'),
    ]
    expect(touched(tasks, 'a')).toEqual([])
  })

  test('a part touches the whole, which has no bytes of its own, and what was made of its parts', () => {
    const part = { parentId: 'w' }
    const merge = task('m', ['w'])
    const tasks = [
      task('x', []),
      task('w', ['x'], 'done', { role: 'each', acceptedVersionId: null }),
      task('w1', ['x'], 'done', part),
      task('w2', ['x'], 'done', part),
      merge,
    ]
    const made = versions(tasks).map((one) =>
      one.taskId === 'm'
        ? {
            ...one,
            builtFrom: ['w1', 'w2'].map((id) => ({ taskId: id, versionId: `${id} v1`, sha256: `bytes of ${id}` })),
          }
        : one,
    )
    const at = (changed: string, keep: boolean) =>
      fallout(weave(tasks, made), changed, keep).map((one) => `${one.task.id} ${one.fate}`)
    expect(at('w1', false)).toEqual(['w waits', 'm redone'])
    expect(at('w1', true)).toEqual(['w waits', 'm redone'])
    expect(at('x', false).sort()).toEqual(['m redone', 'w waits', 'w1 redone', 'w2 redone'])
    expect(at('x', true).sort()).toEqual(['w1 redone', 'w2 redone'])
  })

  test('10,000 results behind one are found in well under a second', () => {
    const tasks = [task('0', [])]
    for (let i = 1; i < 10_000; i++) tasks.push(task(String(i), [String(Math.max(0, i - 7)), String(i >> 1)]))
    const fabric = woven(tasks)
    const from = performance.now()
    expect(fallout(fabric, '0', false)).toHaveLength(9999)
    expect(performance.now() - from).toBeLessThan(5000)
  })
})

test('other bytes make an input stale, the same bytes under another version do not', () => {
  const tasks = [task('a', [], 'done', { acceptedVersionId: 'a v2' }), task('b', ['a'])]
  const again = (sha256: string): Made => ({ id: 'a v2', taskId: 'a', sha256, status: 'approved', builtFrom: [] })
  const fabric = (sha256: string) => weave(tasks, [...versions(tasks).slice(1), again(sha256)])
  expect(staleInputs(fabric('bytes of a'), tasks[1] as Row)).toEqual([])
  expect(staleInputs(fabric('others'), tasks[1] as Row)).toMatchObject([{ taskId: 'a', versionId: 'a v1' }])
})

test('I19 once everything that falls is marked, nothing done rests on what does not count', () => {
  const graphs = fc.array(fc.subarray([1, 2, 3, 4, 5, 6]), { minLength: 2, maxLength: 12 })
  fc.assert(
    fc.property(graphs, fc.nat(), (backs, at) => {
      const tasks = backs.map((list, i) =>
        task(
          String(i),
          list.flatMap((back) => (i - back >= 0 ? [String(i - back)] : [])),
        ),
      )
      const changed = String(at % tasks.length)
      const fates = new Map(fallout(woven(tasks), changed, false).map((one) => [one.task.id, one.fate]))
      const after = tasks.map((one) =>
        one.id === changed
          ? { ...one, status: 'ready' as const, acceptedVersionId: null }
          : fates.has(one.id)
            ? { ...one, status: 'stale' as const }
            : one,
      )
      expect(doneOnStale(weave(after, versions(tasks)), after)).toEqual([])
      // And nothing more than that: whatever is untouched could not have told.
      for (const one of tasks)
        if (one.id !== changed && !fates.has(one.id))
          expect(one.needs.some((id) => id === changed || fates.has(id))).toBe(false)
    }),
  )
})

test('what a person chose at this moment goes before the goal’s rule; anything else is the goal’s rule', () => {
  expect(stalePolicyOf('keep', 'redo')).toBe('keep')
  for (const nothing of [undefined, null, 'burn', 7]) expect(stalePolicyOf(nothing, 'ask')).toBe('ask')
})

test('a room hears how many results and how much work a change touched, by the rule in force', () => {
  const fates = ['redone', 'redone', 'stopped', 'waits'] as const
  expect(falloutInWords(fates, 'redo')).toBe('2 results built on it are done again, one task in work is stopped')
  expect(falloutInWords(['redone'], 'keep')).toBe('one result built on it is kept, on record')
  expect(falloutInWords(['redone'], 'ask')).toBe(
    'one result built on it is in question, a person decides whether to redo or keep',
  )
  expect(falloutInWords(['stopped', 'stopped'], 'ask')).toBe('2 tasks in work are stopped')
  expect(falloutInWords(['waits'], 'redo')).toBe('')
})
