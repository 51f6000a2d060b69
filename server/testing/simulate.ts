import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { oneOf, readOptions, runProgram, wholeNumber } from '../launch/options.ts'
import { missing } from './sightings-list.ts'
import { type Failed, type Outcome, regressions, regressionsFile, replayLine, simulateRange } from './simulate-range.ts'
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
const usage =
  'npm run simulate -- [--seeds N] [--from N] [--seed N] [--profile NAME] [--jobs N] [--postgres] [--forget]'
const say = (line: string) => process.stdout.write(`${line}\n`)
const profileNames = Object.keys(profiles).filter((name): name is ProfileName => Object.hasOwn(profiles, name))
const grouped = (count: number) => count.toLocaleString('en')

type Asked = { from: number; count: number; profile: ProfileName | undefined; jobs: number; forget: boolean }

async function main(): Promise<number> {
  const values = readOptions(options, usage)
  const profile = values.profile === undefined ? undefined : oneOf('profile', values.profile, profileNames)
  const seed = values.seed === undefined ? null : wholeNumber('seed', values.seed)
  const asked: Asked = {
    from: seed ?? wholeNumber('from', values.from),
    count: seed === null ? wholeNumber('seeds', values.seeds, 1) : 1,
    profile,
    jobs: values.jobs === undefined ? availableParallelism() : wholeNumber('jobs', values.jobs, 1, 64),
    forget: values.forget,
  }
  if (values.postgres) return ringOne(asked)
  return seed === null ? range(asked) : one(seed, profile)
}

/** Seeds in memory and on Postgres at once, one after the other. */
async function ringOne({ from, count, profile }: Asked): Promise<number> {
  const { playRange } = await import('./ring-one-range.ts')
  const outcome = await playRange({ from, count, profile }, ({ seed, failures }) => {
    say(`seed ${seed} failed; replay it: ${replayLine({ seed, profile })} --postgres`)
    for (const line of failures.slice(0, 3)) say(`  ${line.slice(0, 500)}`)
  })
  say(`${count} seeds, ${outcome.commits} commits on both, ${outcome.seconds.toFixed(1)} s, ${outcome.failed} failed`)
  return outcome.failed > 0 ? 1 : 0
}

async function one(seed: number, profile?: ProfileName): Promise<number> {
  const run = await new Simulation(seed, { profile }).play()
  for (const line of run.failures) say(line)
  say(`seed ${seed}: ${run.commits} commits, ${run.failures.length === 0 ? 'nothing broke' : 'failed'}`)
  return run.failures.length > 0 ? 1 : 0
}

const tellEveryMs = 30_000

/** Says how far a long range is, and of each failed seed at once. */
function teller(count: number): (outcome: Outcome) => void {
  let [toldAt, toldFailed] = [performance.now(), 0]
  return ({ seeds, failed, seconds }) => {
    for (const one of failed.slice(toldFailed)) {
      say(`seed ${one.seed} failed; replay it: ${replayLine(one)}`)
      for (const line of one.lines.slice(0, 2)) say(`  ${line}`)
    }
    toldFailed = failed.length
    if (performance.now() - toldAt < tellEveryMs) return
    toldAt = performance.now()
    console.error(
      `… ${grouped(seeds)} of ${grouped(count)} seeds, ${Math.round(seeds / seconds)}/s, ${toldFailed} failed`,
    )
  }
}

async function range({ from, count, profile, jobs, forget }: Asked): Promise<number> {
  const outcome = await simulateRange({ from, count, profile, jobs, onProgress: teller(count) })
  if (!forget) keep(outcome.failed)
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

await runProgram(main, 2)
