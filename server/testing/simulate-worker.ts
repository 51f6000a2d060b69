import { Sightings } from './sightings.ts'
import type { Share, Word } from './simulate-range.ts'
import { Simulation } from './simulator.ts'

// Errors are made by the thousand here, and only a replay shows where they came from.
Error.stackTraceLimit = 0
const { from, count, step, profile, stopAfter }: Share = JSON.parse(process.argv[2] ?? '')
const say = (word: Word) => process.send?.(word)
const sightings = new Sightings()
function tell() {
  say({ kind: 'played', seeds: seeds - told })
  told = seeds
}
const everySeeds = 100
let seeds = 0
let told = 0
let commits = 0
let failed = 0
for (let seed = from; seeds < count && failed < stopAfter; seed += step) {
  const run = await new Simulation(seed, { profile, sightings }).play()
  seeds += 1
  commits += run.commits
  if (seeds - told >= everySeeds) tell()
  if (run.failures.length === 0) continue
  failed += 1
  say({ kind: 'failed', failed: { seed, profile, lines: run.failures.slice(0, 20) } })
}
tell()
say({ kind: 'done', commits, counts: [...sightings.counts] })
process.disconnect()
