import { expect, test } from 'vitest'
import { type Failed, handOutAgainAt, massFailure } from './incident.ts'

const now = 10_000_000
const failed = (agentId: string, endedAt = now, failure: Failed['failure'] = 'lost'): Failed => ({
  agentId,
  endedAt,
  failure,
})

test('five failures of three agents within a minute are one mass failure; fewer, older or other ones are not', () => {
  const five = ['a', 'b', 'c', 'a', 'b'].map((id) => failed(id))
  expect(massFailure(five, 'lost', now)).toEqual({ agents: ['a', 'b', 'c'], attempts: 5, since: now })
  expect(massFailure(five.slice(1), 'lost', now)).toBeNull()
  expect(
    massFailure(
      five.map((one) => ({ ...one, agentId: one.agentId === 'c' ? 'a' : one.agentId })),
      'lost',
      now,
    ),
  ).toBeNull()
  expect(massFailure(five, 'lost', now + 60_000)).toBeNull()
  expect(massFailure(five, 'errored', now)).toBeNull()
  const declined = five.map((one) => ({ ...one, failure: 'declined' as const }))
  expect(massFailure(declined, 'declined', now)).toBeNull()
})

test('F26 what fell together is handed out again after half a minute, spread evenly, the same each time it is asked', () => {
  const ids = Array.from({ length: 1000 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`)
  const moments = ids.map((id) => handOutAgainAt(id, now) - now)
  expect(Math.min(...moments)).toBeGreaterThanOrEqual(30_000)
  expect(Math.max(...moments)).toBeLessThan(55_000)
  const bySecond = Array.from({ length: 25 }, (_, s) => moments.filter((at) => Math.floor(at / 1000) === 30 + s).length)
  expect(Math.max(...bySecond)).toBeLessThan(80)
  expect(ids.map((id) => handOutAgainAt(id, now) - now)).toEqual(moments)
})
