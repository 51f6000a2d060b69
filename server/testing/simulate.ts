import { parseArgs } from 'node:util'
import { Sightings } from './sightings.ts'
import { Simulation } from './simulator.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
  },
})
const sightings = new Sightings()
const first = Number(values.seed ?? values.from)
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first
const begun = performance.now()
let failed = 0
let commits = 0
for (let seed = first; seed <= last && failed < 5; seed++) {
  const run = await new Simulation(seed, sightings).play()
  commits += run.commits
  if (run.failures.length === 0) continue
  failed += 1
  process.stdout.write(`seed ${seed} failed; replay it: node --import tsx server/testing/simulate.ts --seed ${seed}\n`)
  for (const line of run.failures.slice(0, values.seed === undefined ? 2 : 20)) process.stdout.write(`  ${line}\n`)
}
const seconds = (performance.now() - begun) / 1000
process.stdout.write(`${last - first + 1} seeds, ${commits} commits, ${seconds.toFixed(1)} s, ${failed} failed\n`)
if (values.seed === undefined && sightings.missing().length > 0)
  process.stdout.write(
    `never seen:\n${sightings
      .missing()
      .map((what) => `  ${what}\n`)
      .join('')}`,
  )
process.exitCode = failed > 0 ? 1 : 0
