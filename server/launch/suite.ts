import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { currentSchema, migratedSchema } from '../../prisma/migrations.ts'
import { root, runToEnd } from './children.ts'
import { wordsOf } from './fault.ts'
import { build, generate, routeTypes } from './prepare.ts'
import { filesIn } from './stamp.ts'
import { plainEnvironment } from './surroundings.ts'

type Count = { readonly passed: number; readonly failed: number }
type Step = { readonly name: string; run(): Promise<Count> }

const ok: Count = { passed: 1, failed: 0 }
const bad: Count = { passed: 0, failed: 1 }
const reports = join(root, 'node_modules/.cache/reports')

const checks: readonly Step[] = [
  { name: 'style', run: () => program('@biomejs/biome/bin/biome', ['check', '--error-on-warnings']) },
  { name: 'migrations', run: migrationsMatchSchema },
  { name: 'types', run: types },
  { name: 'floors', run: floors },
  { name: 'dead code', run: () => program('knip/bin/knip.js', ['--config', '.knip.jsonc']) },
]

const suite: readonly Step[] = [
  ...checks,
  { name: 'unit', run: unit },
  { name: 'build', run: () => build({ show: true }).then(() => ok) },
  { name: 'journeys', run: journeys },
]

/** `npm run check`: what needs no database and no browser. Gives the exit code. */
export const runChecks = (stop: AbortSignal) => runAll(checks, stop)

/** `npm test`: everything, each step's output shown as it comes, and one line of sums at the end. Gives the exit code. */
export const runSuite = (stop: AbortSignal) => runAll(suite, stop)

async function runAll(steps: readonly Step[], stop: AbortSignal): Promise<number> {
  await generate()
  const outcomes: { name: string; count: Count; seconds: number }[] = []
  for (const { name, run } of steps) {
    stop.throwIfAborted()
    console.log(`\n── ${name} ──`)
    const since = performance.now()
    const count = await run().catch((error: unknown) => {
      console.error(wordsOf(error))
      return bad
    })
    outcomes.push({ name, count, seconds: (performance.now() - since) / 1_000 })
  }
  console.log()
  for (const { name, count, seconds } of outcomes) {
    console.log(`${count.failed > 0 ? '✗' : '✓'} ${name.padEnd(12)} ${tally(count).padEnd(24)} ${seconds.toFixed(1)} s`)
  }
  const sum = (key: keyof Count) => outcomes.reduce((total, { count }) => total + count[key], 0)
  console.log(tally({ passed: sum('passed'), failed: sum('failed') }))
  return sum('failed') > 0 ? 1 : 0
}

const tally = ({ passed, failed }: Count) => `${passed} passed, ${failed} failed`

async function program(path: string, options: readonly string[], extra: Record<string, string> = {}): Promise<Count> {
  const line = [process.execPath, join(root, 'node_modules', path), ...options]
  const { code } = await runToEnd(line, { env: { ...plainEnvironment(), ...extra }, show: true })
  return code === 0 ? ok : bad
}

async function migrationsMatchSchema(): Promise<Count> {
  if (existsSync(migratedSchema) && readFileSync(migratedSchema, 'utf8') === readFileSync(currentSchema, 'utf8'))
    return ok
  console.error('prisma/schema.prisma is ahead of the migrations; write the next one: npm run db:diff -- what_changed')
  return bad
}

async function types(): Promise<Count> {
  await routeTypes()
  return await program('typescript/bin/tsc', ['--noEmit'])
}

// A cruiser that reads nothing finds no violation either, so its count of modules is part of the verdict.
async function floors(): Promise<Count> {
  const line = [process.execPath, join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')]
  const folders = ['server', 'app', 'components', 'prisma', 'e2e'].filter((folder) => existsSync(join(root, folder)))
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long', ...folders]
  const { code, output } = await runToEnd([...line, ...options], { env: plainEnvironment() })
  console.log(output.trim())
  const modules = Number(/(\d+) modules, /.exec(output)?.[1] ?? 0)
  if (modules === 0) console.error('The dependency cruiser read no modules: its verdict means nothing.')
  return code === 0 && modules > 0 ? ok : bad
}

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), success: z.boolean() })

async function unit(): Promise<Count> {
  const file = report('vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { failed } = await program('vitest/vitest.mjs', ['run', '-c', 'server/testing/vitest.config.ts', ...reporters])
  if (!existsSync(file)) return bad
  const { numPassedTests, numFailedTests } = vitestReport.parse(JSON.parse(readFileSync(file, 'utf8')))
  // A file that does not load fails the run without failing a test.
  return { passed: numPassedTests, failed: Math.max(numFailedTests, failed) }
}

const journeyReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
})

async function journeys(): Promise<Count> {
  if (!filesIn('e2e').some((path) => path.endsWith('.spec.ts'))) {
    console.log('nothing to run yet')
    return { passed: 0, failed: 0 }
  }
  const file = report('playwright.json')
  const { failed } = await program(
    '@playwright/test/cli.js',
    ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
    {
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
  )
  if (!existsSync(file)) return bad
  const { expected, unexpected, flaky } = journeyReport.parse(JSON.parse(readFileSync(file, 'utf8'))).stats
  return { passed: expected, failed: Math.max(unexpected + flaky, failed) }
}

function report(name: string): string {
  mkdirSync(reports, { recursive: true })
  rmSync(join(reports, name), { force: true })
  return join(reports, name)
}
