import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { root, runToEnd } from './children.ts'
import { isAlive, isGone } from './processes.ts'
import { keepRunning, runWatched } from './supervise.ts'

let folder = ''
const entry = () => join(folder, 'program.ts')
const lives = () =>
  existsSync(join(folder, 'lives')) ? readFileSync(join(folder, 'lives'), 'utf8').split('\n').filter(Boolean) : []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-supervise-'))
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A program that notes each of its lives by process id, then does as told. */
function program(then: string) {
  writeFileSync(
    entry(),
    `import { appendFileSync } from 'node:fs'\nappendFileSync(${JSON.stringify(join(folder, 'lives'))}, process.pid + '\\n')\n${then}\n`,
  )
}

async function untilLives(count: number) {
  await expect.poll(() => lives().length, { timeout: 45_000 }).toBeGreaterThanOrEqual(count)
  return Number(lives().at(-1))
}

const patient = 'setInterval(() => {}, 1_000)'
const { env } = process

test('a program that cannot run here gives its exit code and is not tried again', async () => {
  program('process.exit(7)')
  expect(await keepRunning(entry(), env, 1_000, { provedMs: 60_000 }).ended).toBe(7)
  expect(lives()).toHaveLength(1)
})

test('one that has proved that it runs is started again when it ends, however soon it ends then', async () => {
  program(`setTimeout(() => process.exit(7), 1_500); ${patient}`)
  const running = keepRunning(entry(), env, 1_000, { provedMs: 500 })
  const first = await untilLives(1)
  const second = await untilLives(2)
  expect(second).not.toBe(first)
  await running.stop()
  expect(isAlive(second)).toBe(false)
})

test('one that ignores the request to end is killed when its grace is over', async () => {
  program(`process.on('SIGTERM', () => {}); ${patient}`)
  const running = keepRunning(entry(), env, 300)
  const pid = await untilLives(1)
  await running.stop()
  expect(isAlive(pid)).toBe(false)
})

test('the crew is started again when it ends', async () => {
  program('')
  const running = keepRunning(entry(), env, 1_000)
  const pid = await untilLives(2)
  await running.stop()
  expect(isAlive(pid)).toBe(false)
})

test('a change of a source starts the program again, a change of a test does not', async () => {
  program(patient)
  const running = runWatched(entry(), env, 1_000, [relative(root, folder)])
  const first = await untilLives(1)
  writeFileSync(join(folder, 'program.test.ts'), '')
  writeFileSync(join(folder, 'other.ts'), '')
  const second = await untilLives(2)
  expect(second).not.toBe(first)
  expect(isAlive(first)).toBe(false)
  await running.stop()
  expect(isAlive(second)).toBe(false)
})

test('a launcher that is killed without a word takes its programs with it', async () => {
  program(patient)
  const code = `import { keepRunning } from ${JSON.stringify(pathToFileURL(join(root, 'server/launch/supervise.ts')).href)}
    keepRunning(${JSON.stringify(entry())}, process.env, 1_000)`
  const launcher = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { cwd: root })
  const pid = await untilLives(1)
  launcher.kill('SIGKILL')
  await once(launcher, 'exit')
  expect(await isGone(pid, 30_000)).toBe(true)
})

test('what a program prints comes back with its exit code', async () => {
  const line = [process.execPath, '-e', 'console.log("out"); console.error("err"); process.exit(3)']
  const { code, output } = await runToEnd(line, { env })
  expect(code).toBe(3)
  expect(output.split('\n').sort()).toEqual(['', 'err', 'out'])
})
