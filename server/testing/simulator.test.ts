import { expect, test } from 'vitest'
import { Sightings } from './sightings.ts'
import { missing } from './sightings-list.ts'
import { regressions, replayLine, simulateRange } from './simulate-range.ts'
import { Simulation } from './simulator.ts'

const seeds = 20_000

test('seeds that once failed hold', { timeout: 600_000 }, async () => {
  for (const { seed, profile } of regressions()) {
    const { failures } = await new Simulation(seed, { profile }).play()
    expect(failures, replayLine({ seed, profile })).toEqual([])
  }
})

test('whatever agents, people and the machine do, nothing is lost, doubled or stuck', {
  timeout: 1_200_000,
}, async () => {
  const outcome = await simulateRange({ from: 1, count: seeds })
  expect(outcome.failed.map((one) => ({ replay: replayLine(one), said: one.lines }))).toEqual([])
  expect(outcome.seeds).toBe(seeds)
  expect(missing(outcome.counts), 'situations that no run was in').toEqual([])
})

test('the same seed plays the same run, whatever was played before it', async () => {
  const one = await new Simulation(77).play()
  await new Simulation(78).play()
  const other = await new Simulation(77, { sightings: new Sightings() }).play()
  expect(one).toEqual(other)
  expect(one.commits).toBeGreaterThan(5)
})
