import { expect, test } from 'vitest'
import { readEnv } from '../env.ts'
import { randomSecret } from '../launch/kept.ts'
import { cautionsOf } from './cautions.ts'

const least = { DATABASE_URL: 'postgres://muster@127.0.0.1:5432/muster', MUSTER_SECRET: randomSecret() }

function cautions(more: Record<string, string>): string {
  const read = readEnv({ ...least, ...more })
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return cautionsOf(read.env).join('\n')
}

test.each([
  [{}, ''],
  [{ MUSTER_URL: 'https://muster.example', HOST: '0.0.0.0' }, ''],
  [{ MUSTER_EGRESS_ALLOW: '127.0.0.1:4000,10.1.0.0/16,agents.lan:8080,[fd12::1]:9000,192.168.0.0/16' }, ''],
  [{ MUSTER_URL: 'http://muster.example' }, 'http://muster.example'],
  [{ HOST: '0.0.0.0' }, 'without encryption'],
  [{ HOST: '::' }, 'MUSTER_URL'],
  [{ MUSTER_EGRESS_ALLOW: '10.1.0.0/16,0.0.0.0/0' }, '0.0.0.0/0'],
  [{ MUSTER_EGRESS_ALLOW: '::/0' }, 'anywhere'],
  [{ MUSTER_EGRESS_ALLOW: '0.0.0.0/0:443' }, 'anywhere'],
  [{ MUSTER_EGRESS_ALLOW: '128.0.0.0/1' }, 'wider than any network'],
  [{ MUSTER_EGRESS_ALLOW: '169.254.0.0/16' }, 'cloud'],
  [{ MUSTER_EGRESS_ALLOW: '169.254.169.254:80' }, 'cloud'],
  [{ MUSTER_EGRESS_ALLOW: '[fd00:ec2::254]:80' }, 'cloud'],
  [{ MUSTER_LOG: 'trace' }, 'MUSTER_LOG'],
  [{ MUSTER_OWNER_EMAIL: 'ana@northwind.example', MUSTER_OWNER_PASSWORD: 'password1' }, 'MUSTER_OWNER_PASSWORD'],
  [{ MUSTER_OWNER_EMAIL: 'ana@northwind.example', MUSTER_OWNER_PASSWORD: 'a bridge of paper' }, ''],
])('S92 settings %j are warned of with “%s”', (more, words) => {
  if (words === '') expect(cautions(more)).toBe('')
  else expect(cautions(more)).toContain(words)
})

const faults = (more: Record<string, string>) => {
  const read = readEnv({ ...least, ...more })
  return read.ok ? [] : read.faults.map(({ name, wrong }) => `${name} ${wrong}`)
}

test.each([
  [{ MUSTER_SECRET: 'x'.repeat(43) }, 'MUSTER_SECRET can be guessed'],
  [{ MUSTER_SECRET: 'change-me-change-me-change-me-change-me' }, 'MUSTER_SECRET can be guessed'],
  [{ MUSTER_SECRET: 'please replace me with random characters' }, 'MUSTER_SECRET can be guessed'],
  [{ MUSTER_DEV: '1', NODE_ENV: 'production' }, 'MUSTER_DEV is 1 in production'],
])('S92 settings %j are refused at start: %s', (more, fault) => {
  expect(faults(more)).toEqual([fault])
})
