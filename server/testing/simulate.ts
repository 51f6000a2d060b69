import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { missing } from './sightings-list.ts'
import { type Failed, regressions, regressionsFile, replayLine, simulateRange } from './simulate-range.ts'
import { Simulation } from './simulator.ts'
import { type ProfileName, profiles } from './torment.ts'

const options = {
  /** How many seeds, and the first of them. */
  seeds: { type: 'string', default: '1000' },
  from: { type: 'string', default: '1' },
  /** One seed again, with everything that it says. */
  seed: { type: 'string' },
  /** Only this kind of trouble. */
  profile: { type: 'string' },
  jobs: { type: 'string' },
  /** Plays each seed on a real PostgreSQL as well and compares every row. */
  postgres: { type: 'boolean', default: false },
  /** Does not keep the seeds that fail. */
  forget: { type: 'boolean', default: false },
} as const
const { values } = parseArgs({ options })
const say = (line: string) => process.stdout.write(`${line}\n`)
const isProfile = (name: string): name is ProfileName => Object.hasOwn(profiles, name)

if (values.profile !== undefined && !isProfile(values.profile)) {
  say(`there is no profile ${values.profile}: use ${Object.keys(profiles).join(', ')}`)
  process.exitCode = 1
} else if (values.postgres) process.exitCode = await ringOne(values.profile)
else process.exitCode = await (values.seed === undefined ? range(values.profile) : one(values.seed, values.profile))

/** Seeds in memory and on Postgres at once, one after the other. */
async function ringOne(profile?: ProfileName): Promise<number> {
  const { playRange } = await import('./ring-one-range.ts')
  const [from, count] = values.seed ? [Number(values.seed), 1] : [Number(values.from), Number(values.seeds)]
  const outcome = await playRange({ from, count, profile }, ({ seed, failures }) => {
    say(`seed ${seed} failed; replay it: ${replayLine({ seed, profile })} --postgres`)
    for (const line of failures.slice(0, 3)) say(`  ${line.slice(0, 500)}`)
  })
  say(`${count} seeds, ${outcome.commits} commits on both, ${outcome.seconds.toFixed(1)} s, ${outcome.failed} failed`)
  return outcome.failed > 0 ? 1 : 0
}

async function one(seed: string, profile?: ProfileName): Promise<number> {
  const run = await new Simulation(Number(seed), { profile }).play()
  for (const line of run.failures) say(line)
  say(`seed ${seed}: ${run.commits} commits, ${run.failures.length === 0 ? 'nothing broke' : 'failed'}`)
  return run.failures.length > 0 ? 1 : 0
}

async function range(profile?: ProfileName): Promise<number> {
  const jobs = values.jobs === undefined ? {} : { jobs: Number(values.jobs) }
  const outcome = await simulateRange({ from: Number(values.from), count: Number(values.seeds), profile, ...jobs })
  for (const failed of outcome.failed) {
    say(`seed ${failed.seed} failed; replay it: ${replayLine(failed)}`)
    for (const line of failed.lines.slice(0, 2)) say(`  ${line}`)
  }
  if (!values.forget) keep(outcome.failed)
  const rate = Math.round(outcome.seeds / outcome.seconds)
  say(
    `${outcome.seeds} seeds, ${outcome.commits} commits, ${outcome.seconds.toFixed(1)} s, ${rate} seeds/s, ${outcome.failed.length} failed`,
  )
  const unseen = profile === undefined ? missing(outcome.counts) : []
  for (const what of unseen) say(`never seen: ${what}`)
  return outcome.failed.length > 0 ? 1 : 0
}

/** Seeds that failed are played first by every test from now on. */
function keep(failed: readonly Failed[]) {
  const known = regressions()
  const news = failed.filter(({ seed, profile }) => !known.some((one) => one.seed === seed && one.profile === profile))
  if (news.length === 0) return
  const lines = [...known, ...news.map(({ seed, profile }) => ({ seed, ...(profile ? { profile } : {}) }))]
  writeFileSync(regressionsFile, `[\n${lines.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`)
}
