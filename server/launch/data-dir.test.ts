import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { takeDataDir } from './data-dir.ts'
import { birthOf } from './processes.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a second start on the same data is refused, and told which process and how to go on', () => {
  const { release } = takeDataDir(folder)
  expect(() => takeDataDir(folder)).toThrow(new RegExp(`already runs .*process ${process.pid}.*MUSTER_DATA_DIR=`))
  release()
  takeDataDir(folder).release()
})

test('what a killed launcher left is taken over', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'])
  const { pid = 0 } = other
  writeFileSync(join(folder, 'running'), `${pid} ${birthOf(pid)}`)
  expect(() => takeDataDir(folder)).toThrow(`process ${pid}`)
  other.kill('SIGKILL')
  await once(other, 'exit')
  const { wasLeft, release } = takeDataDir(folder)
  expect(wasLeft).toBe(true)
  release()
  expect(existsSync(join(folder, 'running'))).toBe(false)
})

test('a process id that was given to another program since does not hold the data', () => {
  writeFileSync(join(folder, 'running'), `${process.pid} some other time`)
  takeDataDir(folder).release()
})

test('a full disk and a place that cannot be made are each said in one sentence', () => {
  expect(() => takeDataDir(folder, () => 1_000_000)).toThrow(
    /^The disk that holds .* has less than 300 MB left; free some space/,
  )
  writeFileSync(join(folder, 'file'), '')
  expect(() => takeDataDir(join(folder, 'file', 'below'))).toThrow(
    /^The data directory .* cannot be written .*MUSTER_DATA_DIR/,
  )
})
