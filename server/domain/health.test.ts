import { expect, test } from 'vitest'
import { hour, minute } from './clocks.ts'
import { judgeHealth } from './health.ts'
import { sampleAgent } from './sample-agent.ts'
import { type Agent, closedBreaker } from './workspace.ts'

/** The agent after failures at these moments, and the types of what was told. */
function failing(moments: readonly number[], from = sampleAgent) {
  const told: (string | null)[] = []
  let agent = from
  for (const now of moments) {
    const { type, patch } = judgeHealth(agent, { outcome: 'failed' }, now)
    told.push(type)
    agent = { ...agent, ...patch }
  }
  return { agent, told }
}

test('the fifth failure in a row opens the breaker for 60 s, and a failed probe doubles it up to 15 min', () => {
  const { agent, told } = failing([0, 1, 2, 3, 4])
  expect(told.slice(0, 4)).toEqual(Array(4).fill('agent.delivery_failed'))
  expect(told[4]).toBe('agent.breaker_opened')
  expect(agent.breaker.openUntil).toBe(4 + minute)
  let now = 4 + minute
  let probed = agent
  for (const minutes of [2, 4, 8, 15, 15]) {
    probed = failing([now], probed).agent
    expect(probed.breaker.openUntil).toBe(now + minutes * minute)
    now += minutes * minute
  }
})

test('a failure while the breaker is open does not prolong it', () => {
  const { agent } = failing([0, 1, 2, 3, 4, 30_000])
  expect(agent.breaker.openUntil).toBe(4 + minute)
})

test('one answer closes the breaker and ends the quiet', () => {
  const { agent } = failing([0, 1, 2, 3, 4])
  const { type, patch } = judgeHealth({ ...agent, throttledUntil: 9 }, { outcome: 'answered' }, 2 * minute)
  expect(type).toBe('agent.recovered')
  expect(patch).toEqual({
    breaker: { ...closedBreaker, openMs: minute, openUntil: 4 + minute },
    throttledUntil: null,
  })
})

test('F24 an endpoint that flaps stays shut twice as long each time; one that was well for long starts afresh', () => {
  const again = (from: Agent, at: number) =>
    failing(
      [0, 1, 2, 3, 4].map((ms) => at + ms),
      from,
    ).agent
  const answered = (from: Agent, at: number): Agent => ({
    ...from,
    ...judgeHealth(from, { outcome: 'answered' }, at).patch,
  })
  const openMs = (agent: Agent) => agent.breaker.openMs / minute
  const once = again(sampleAgent, 0)
  const twice = again(answered(once, 2 * minute), 3 * minute)
  const thrice = again(answered(twice, 6 * minute), 7 * minute)
  expect([once, twice, thrice].map(openMs)).toEqual([1, 2, 4])
  expect(openMs(again(answered(thrice, 20 * minute), 3 * hour))).toBe(1)
  expect(answered(again(sampleAgent, 0), 10).breaker.openUntil).toBe(10)
})

test('twenty failures in a row disable it only when they span an hour', () => {
  const quick = failing(Array.from({ length: 25 }, (_, i) => i * minute))
  expect(quick.agent.status).toBe('active')
  const slow = failing([...Array.from({ length: 19 }, (_, i) => i * minute), hour])
  expect(slow.agent.status).toBe('disabled')
  expect(slow.told.at(-1)).toBe('agent.disabled')
  expect(slow.agent.reason).toMatch(/^20 deliveries in a row failed/)
  const few = failing([...Array.from({ length: 18 }, (_, i) => i * minute), hour])
  expect(few.agent.status).toBe('active')
})

test('quiet is not failure: Retry-After keeps the count where it was', () => {
  const { agent } = failing([0, 1, 2])
  const { type, patch } = judgeHealth(agent, { outcome: 'throttled', retryAfterMs: 7000 }, 10)
  expect([type, patch]).toEqual(['agent.throttled', { throttledUntil: 7010 }])
})
