import { expect, test } from 'vitest'
import { minute } from '../clocks.ts'
import { sampleAgent } from '../sample-agent.ts'
import { type Agent, closedBreaker } from '../workspace.ts'
import { agentState, barredBecause, candidateOf, freePlaces } from './candidate.ts'

const agent = { ...sampleAgent, maxConcurrency: 3 }
const failing = { ...agent, breaker: { ...closedBreaker, failures: 5, openUntil: minute } }

test('an agent costs what its owner says a task costs, and nothing is assumed of one that has no price', () => {
  expect(agentState(agent).costUsd).toBeNull()
  expect(agentState({ ...agent, price: { costUsdPerTask: 0.4 } }).costUsd).toBe(0.4)
})

test('an agent gets no work while its breaker is open, while it asked for quiet, and while it is not active', () => {
  const why = (over: Partial<Agent>, now = 0) => barredBecause(agentState({ ...agent, ...over }), now)
  expect(why({})).toBeNull()
  expect(why(failing)).toBe('does not answer at the moment')
  expect(why(failing, minute)).toBeNull()
  expect(why({ throttledUntil: 5 }, 4)).toBe('asked for quiet')
  expect(why({ throttledUntil: 5 }, 5)).toBeNull()
  expect(why({ status: 'unverified' })).toBe('has not proved its address yet')
  expect(why({ status: 'paused' })).toBe('is paused')
})

test('who takes work itself gets none unasked, and is weighed when it asks', () => {
  const pull = agentState({ ...agent, channel: 'pull' })
  expect(barredBecause(pull, 0)).toBe('takes its work itself when it asks')
  expect(barredBecause(pull, 0, true)).toBeNull()
})

test('after its breaker was open an agent is tried with one task, until one gets through', () => {
  expect(freePlaces(agentState(failing), 3, minute)).toBe(1)
  expect(freePlaces(agentState(failing), 0, minute)).toBe(0)
  expect(freePlaces(agentState({ ...agent, breaker: { ...failing.breaker, failures: 0 } }), 3, minute)).toBe(3)
})

test('only a person brings back an agent that is not active: one that is merely quiet is not down', () => {
  const down = (over: Partial<Agent>) => candidateOf('p', agentState({ ...agent, ...over }), 3, 0).down
  expect(down({ status: 'disabled' })).toBe(true)
  expect(down({ throttledUntil: 5 })).toBe(false)
})
