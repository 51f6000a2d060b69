import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureClasses } from '../attempt.ts'
import { addToTrack, blame, halfLifeMs, keptUnder, meanMsAt, notesOfFailure, recordAt, type Track } from './record.ts'

const accepted = { accepted: 1, failed: 0, ms: 1000 }
const failed = { accepted: 0, failed: 1, ms: 0, bad: 1 }
const at = (track: Track, moment: number) =>
  recordAt(['write'], (name) => (name === 'write' ? track : undefined), moment)

test('a result counts half after the half-life, and its time counts on', () => {
  const track = addToTrack(addToTrack(undefined, accepted, 0), failed, halfLifeMs)
  expect(at(track, halfLifeMs)).toMatchObject({ good: 0.5, bad: 1, meanMs: 1000 })
  expect(at(track, 2 * halfLifeMs)).toMatchObject({ good: 0.25, bad: 0.5 })
})

test('notes in any grouping make the same weights', () => {
  const note = fc.record({ after: fc.nat(30 * 24 * 3600_000), good: fc.boolean() })
  fc.assert(
    fc.property(fc.array(note, { minLength: 1, maxLength: 20 }), (notes) => {
      let now = 0
      let track: Track | undefined
      const moments: { at: number; good: boolean }[] = []
      for (const { after, good } of notes) {
        now += after
        track = addToTrack(track, good ? accepted : failed, now)
        moments.push({ at: now, good })
      }
      const sum = (good: boolean) =>
        moments
          .filter((one) => one.good === good)
          .reduce((total, one) => total + 2 ** (-(now - one.at) / halfLifeMs), 0)
      expect(track?.goodWeight).toBeCloseTo(sum(true), 9)
      expect(track?.badWeight).toBeCloseTo(sum(false), 9)
    }),
  )
})

test('a clock that is a little behind takes nothing away', () => {
  const track = addToTrack(addToTrack(undefined, accepted, 5000), accepted, 4000)
  expect(track).toMatchObject({ goodWeight: 2, decayedAt: 5000 })
})

test('a row from before weights were kept counts as its whole counts', () => {
  const old: Track = { accepted: 4, failed: 2, totalMs: 4000, goodWeight: 0, badWeight: 0, decayedAt: null }
  expect(at(old, 9)).toMatchObject({ good: 4, bad: 2 })
  expect(addToTrack(old, accepted, 9)).toMatchObject({ accepted: 5, goodWeight: 5, badWeight: 2, decayedAt: 9 })
})

test('what the network did is no mark against the work of an agent, and neither is a refusal', () => {
  for (const failure of failureClasses) {
    const names = notesOfFailure(failure, ['write', 'count']).map((one) => one.name)
    expect(names).toHaveLength(/record|availability/.test(blame[failure]) ? 2 : 0)
    expect(names.includes('write')).toBe(blame[failure] === 'record')
  }
  expect(blame).toMatchObject({ unreachable: 'availability', declined: 'availability', throttled: 'nothing' })
  expect(keptUnder([])).toEqual([''])
})

test('what is slow at some skills is measured by what everybody took for them; before anything was accepted nothing is', () => {
  const did = (skill: string, accepted: number, totalMs: number) => [skill, { accepted, totalMs }] as const
  expect(meanMsAt(['write'], [did('write', 3, 3000), did('write', 1, 5000), did('draw', 1, 90_000)])).toBe(2000)
  expect(meanMsAt([], [did('', 2, 8000), did('write', 1, 1)])).toBe(4000)
  expect(meanMsAt(['write'], [did('write', 0, 0)])).toBeNull()
})
