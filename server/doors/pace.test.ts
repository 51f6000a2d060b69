import { expect, test } from 'vitest'
import { createPace, thingsIn } from './pace.ts'

const at = Date.UTC(2026, 0, 5)

test('S75 of ten thousand commands in a minute by one person only the pace gets through; others go on, and a minute later so does that one', () => {
  let now = at
  const pace = createPace(1200, () => now)
  const answers = Array.from({ length: 10_000 }, () => pace.command('ana'))
  expect(answers.filter((refusal) => refusal === null)).toHaveLength(1200)
  const refused = answers.at(-1)
  expect(refused).toMatchObject({ code: 'throttled', retryAfterSeconds: expect.any(Number) })
  expect(refused?.detail).toMatch(/1200 commands a minute/)
  expect(pace.command('ben')).toBeNull()
  now += 2 * 60_000
  expect(pace.command('ana')).toBeNull()
})

test('S75 whole plans, lists and crowds count by what is in them, and for an hour', () => {
  let now = at
  const pace = createPace(1200, () => now)
  const list = (length: number) => Array.from({ length }, () => ({}))
  expect([{}, { plan: { tasks: list(10_000) } }, { items: list(7) }, { agents: list(3) }].map(thingsIn)).toEqual([
    0, 10_000, 7, 3,
  ])
  for (let i = 0; i < 4; i++) expect(pace.things('ana', 10_000)).toBeNull()
  expect(pace.things('ana', 10_000)).toMatchObject({ code: 'throttled' })
  expect(pace.things('ana', 8000)).toBeNull()
  expect(pace.things('ana', 1)).toMatchObject({ code: 'throttled' })
  expect(pace.things('ana', 0)).toBeNull()
  expect(pace.things('ben', 10_000)).toBeNull()
  now += 2 * 3_600_000
  expect(pace.things('ana', 10_000)).toBeNull()
})
