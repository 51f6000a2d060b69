import { expect, test } from 'vitest'
import { isEgressEntry, readEnv } from './env.ts'

const least = {
  DATABASE_URL: 'postgres://muster@127.0.0.1:5432/muster',
  MUSTER_SECRET: 'Zq8vT1mRkX0pLwYc7NbD3sHfJ5gUeA2oI6t9',
}

function faultsOf(extra: Record<string, string>) {
  const read = readEnv({ ...least, ...extra })
  return read.ok ? [] : read.faults.map((fault) => `${fault.name} ${fault.wrong}`)
}

test('an empty environment names what is missing, all at once', () => {
  const read = readEnv({})
  expect(read.ok ? [] : read.faults.map((fault) => fault.name)).toEqual(['DATABASE_URL', 'MUSTER_SECRET'])
})

test('the least environment gives the documented defaults, frozen', () => {
  const read = readEnv(least)
  if (!read.ok) throw new Error('refused')
  expect(read.env).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    url: 'http://127.0.0.1:3000',
    dataDir: '.data',
    egressAllow: [],
    pages: true,
    crewOn: true,
    crew: null,
    owner: null,
    llm: null,
    oidc: null,
    dev: false,
  })
  expect(Object.isFrozen(read.env)).toBe(true)
})

test('every fault is reported in one go, each by name', () => {
  expect(
    faultsOf({
      PORT: '99999',
      HOST: 'not a host',
      DATABASE_URL: 'mysql://x',
      MUSTER_URL: 'ftp://muster.example',
      MUSTER_SECRET: 'short',
      MUSTER_CREW: 'yes',
      MUSTER_OWNER_EMAIL: 'owner',
      MUSTER_OWNER_PASSWORD: 'short',
      MUSTER_LOG: 'loud',
    }).map((line) => line.split(' ')[0]),
  ).toEqual([
    'PORT',
    'HOST',
    'DATABASE_URL',
    'MUSTER_URL',
    'MUSTER_SECRET',
    'MUSTER_CREW',
    'MUSTER_OWNER_EMAIL',
    'MUSTER_OWNER_PASSWORD',
    'MUSTER_LOG',
  ])
})

test('a group given in part names the parts that lack', () => {
  expect(faultsOf({ MUSTER_LLM_BASE_URL: 'https://models.example/v1', MUSTER_LLM_MODEL: 'kimi-k2.6' })).toEqual([
    'MUSTER_LLM_API_KEY is missing beside MUSTER_LLM_BASE_URL and MUSTER_LLM_MODEL',
  ])
  expect(faultsOf({ MUSTER_OIDC_ISSUER: 'https://login.example' })).toHaveLength(2)
})

test("an owner's token without an e-mail, and an e-mail without a way in, are faults", () => {
  const token = `mst_pat_${'a'.repeat(32)}`
  expect(faultsOf({ MUSTER_OWNER_TOKEN: token })).toHaveLength(1)
  expect(faultsOf({ MUSTER_OWNER_EMAIL: 'owner@example.org' })).toHaveLength(1)
  expect(faultsOf({ MUSTER_OWNER_EMAIL: 'owner@example.org', MUSTER_OWNER_TOKEN: token })).toEqual([])
  expect(faultsOf({ MUSTER_OWNER_EMAIL: 'owner@example.org', MUSTER_OWNER_TOKEN: 'mst_pat_short' })).toHaveLength(1)
})

test('a misspelt name is a fault that guesses what was meant', () => {
  const read = readEnv({ ...least, MUSTER_OWNER_EMIAL: 'owner@example.org' })
  expect(read.ok ? [] : read.faults).toEqual([
    {
      name: 'MUSTER_OWNER_EMIAL',
      wrong: 'is not a variable Muster knows',
      write: 'MUSTER_OWNER_EMAIL if that is what you meant',
    },
  ])
})

test('an empty variable counts as unset, and what is not ours is left alone', () => {
  expect(faultsOf({ MUSTER_LLM_MODEL: '', PORT: '', PATH: '/usr/bin', EDITOR: 'vi' })).toEqual([])
})

test('the public address is kept without a trailing slash and must have no path', () => {
  const read = readEnv({ ...least, MUSTER_URL: 'https://muster.example/' })
  expect(read.ok && read.env.url).toBe('https://muster.example')
  expect(faultsOf({ MUSTER_URL: 'https://muster.example/app' })).toHaveLength(1)
})

test('a server on every address is visited as localhost, and IPv6 in brackets', () => {
  const url = (HOST: string) => {
    const read = readEnv({ ...least, HOST })
    return read.ok && read.env.url
  }
  expect(url('0.0.0.0')).toBe('http://localhost:3000')
  expect(url('::1')).toBe('http://[::1]:3000')
})

test.each([
  'agents.lan',
  '10.1.0.0/16',
  '127.0.0.1:8080',
  '10.0.0.0/8:8080;9000-9010',
  '[::1]:8080',
  'fd00::/8',
  '::1',
])('egress may be widened to %s', (entry) => {
  expect(isEgressEntry(entry)).toBe(true)
})

test.each(['http://agents.lan', '10.1.0.0/99', '300.1.1.1', 'agents.lan:port', '[::1', 'a b', ':8080'])(
  'egress refuses %s',
  (entry) => {
    expect(isEgressEntry(entry)).toBe(false)
    expect(faultsOf({ MUSTER_EGRESS_ALLOW: `agents.lan,${entry}` })).toEqual([
      `MUSTER_EGRESS_ALLOW has entries that are neither a host nor a range: ${entry}`,
    ])
  },
)

test('ports may follow their host after commas, but not come first', () => {
  expect(faultsOf({ MUSTER_EGRESS_ALLOW: 'agents.lan:8080,9000-9100,10.0.0.0/8' })).toEqual([])
  expect(faultsOf({ MUSTER_EGRESS_ALLOW: '8080,agents.lan' })).toHaveLength(1)
})

test('the crew is a pair of address and token, and off means none', () => {
  const pair = { MUSTER_CREW_URL: 'http://127.0.0.1:20001', MUSTER_CREW_TOKEN: 'enrol' }
  const on = readEnv({ ...least, ...pair })
  const off = readEnv({ ...least, ...pair, MUSTER_CREW: 'off' })
  expect(on.ok && on.env.crew).toEqual({ url: 'http://127.0.0.1:20001', token: 'enrol' })
  expect(off.ok && off.env.crew).toBe(null)
})
