import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Conflict, type ConflictVerdict, isUndecided, outcomeOf, sideOf, valuesBeside } from './conflict.ts'

type Point = Pick<Conflict, 'positions' | 'status' | 'verdict'>
const says = (versionId: string, value: string) => ({
  versionId,
  participantId: `by ${versionId}`,
  value,
  quote: value,
})
const verdict = (versionId: string | null, more: Partial<ConflictVerdict> = {}): ConflictVerdict => ({
  ...{ by: 'person', byId: 'ana', versionId, why: 'chosen by Ana' },
  ...more,
})
/** One point: what each answer says, and which of them holds. */
const point = (said: Record<string, string>, held?: string): Point => ({
  positions: Object.entries(said).map(([versionId, value]) => says(versionId, value)),
  ...(held === undefined
    ? { status: 'open', verdict: null }
    : { status: 'settled', verdict: verdict(held, { value: said[held] }) }),
})

test('a contradiction waits for somebody while it is open, and while an approval left it as it was', () => {
  expect(isUndecided({ status: 'open', verdict: null })).toBe(true)
  expect(isUndecided({ status: 'settled', verdict: verdict(null, { leftIn: 'v9' }) })).toBe(true)
  expect(isUndecided({ status: 'settled', verdict: verdict('a') })).toBe(false)
})

test('of a version that states two values in one contradiction the one that is named holds', () => {
  const both = { positions: [says('a', '244'), says('a', '248'), says('b', '144')] }
  expect(sideOf(both, 'a', undefined)?.value).toBe('244')
  expect(sideOf(both, 'a', '248')?.value).toBe('248')
  expect(sideOf(both, 'b', '248')).toBeNull()
  expect(sideOf(both, 'c', undefined)).toBeNull()
  expect(valuesBeside(both, '248')).toEqual(['244', '144'])
})

test('a question stays open until its last contradiction is settled', () => {
  const points = [point({ a: '244', b: '144' }, 'a'), point({ a: '1894', b: '1886' }), point({ a: '65', b: '66' })]
  expect(outcomeOf(points, ['a', 'b'])).toEqual({ kind: 'open', left: 2 })
})

test('an answer that every verdict bears out stands, and one that only agrees with it does not take its place', () => {
  const said = { a: '244', b: '144', c: '244' }
  expect(outcomeOf([point(said, 'c'), point({ a: '1', b: '2', c: '1' }, 'c')], ['a', 'b', 'c'])).toEqual({
    kind: 'stands',
    versionId: 'c',
  })
})

test('verdicts for different answers still let one stand that states all those values', () => {
  const points = [point({ a: '244', b: '144', c: '244' }, 'a'), point({ a: '1894', b: '1886', c: '1886' }, 'b')]
  expect(outcomeOf(points, ['a', 'b', 'c'])).toEqual({ kind: 'stands', versionId: 'c' })
})

test('when no answer keeps to every verdict none stands', () => {
  const points = [point({ a: '244', b: '144' }, 'a'), point({ a: '1894', b: '1886' }, 'b')]
  expect(outcomeOf(points, ['a', 'b'])).toEqual({ kind: 'anew' })
  // Silence is not keeping to it.
  const silent = [point({ a: '244', b: '144' }, 'a'), point({ b: '1894', c: '1886' }, 'b')]
  expect(outcomeOf(silent, ['a', 'b', 'c'])).toEqual({ kind: 'anew' })
})

test('whatever is decided, the answer that stands contradicts no verdict, and none stands while one is missing', () => {
  const answers = ['a', 'b', 'c']
  const drawn = fc.record({
    said: fc.record({ a: fc.constantFrom('1', '2'), b: fc.constantFrom('1', '2'), c: fc.constantFrom('1', '2') }),
    held: fc.option(fc.constantFrom(...answers), { nil: undefined, freq: 5 }),
  })
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 4 }), (all) => {
      const points = all.map(({ said, held }) => point(said, held))
      const outcome = outcomeOf(points, answers)
      const missing = all.filter(({ held }) => held === undefined).length
      const keeping = answers.filter((answer) =>
        points.every(({ positions, verdict }) =>
          positions.some((one) => one.versionId === answer && one.value === verdict?.value),
        ),
      )
      if (missing > 0) expect(outcome).toEqual({ kind: 'open', left: missing })
      else if (outcome.kind === 'stands') expect(keeping).toContain(outcome.versionId)
      else expect([outcome.kind, keeping]).toEqual(['anew', []])
    }),
  )
})
