import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('S77 no page brings a server function: whatever changes something has a door', () => {
  const root = join(import.meta.dirname, '..')
  const files = ['app', 'components'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.test)\.tsx?$/.test(path))
      .map((path) => join(root, folder, path)),
  )
  expect(files.length).toBeGreaterThan(100)
  expect(
    files.filter((path) => /['"]use server['"]|\broute\.ts$/.test(`${path}\n${readFileSync(path, 'utf8')}`)),
  ).toEqual([])
})
