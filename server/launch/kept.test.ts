import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readEnv } from '../env.ts'
import { crewPlace } from './crew.ts'
import { freePort, kept, portIsFree, randomSecret } from './kept.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-kept-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const env = (extra: Record<string, string> = {}) => {
  const read = readEnv({ DATABASE_URL: 'postgres://a@b/c', MUSTER_SECRET: randomSecret(), ...extra })
  if (!read.ok) throw new Error('refused')
  return read.env
}

function listen(port: number) {
  return new Promise<{ close(): void }>((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server))
  })
}

test('a secret is made once, is 32 bytes, and only its owner may read it', () => {
  const file = join(folder, 'deep', 'secret')
  const first = kept(file, randomSecret)
  expect(Buffer.from(first, 'base64url')).toHaveLength(32)
  expect(kept(file, randomSecret)).toBe(first)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(join(folder, 'deep'))).toEqual(['secret'])
})

test('a port is free until somebody listens on it', async () => {
  const port = await freePort()
  expect(await portIsFree(port, '127.0.0.1')).toBe(true)
  const server = await listen(port)
  expect(await portIsFree(port, '127.0.0.1')).toBe(false)
  server.close()
})

test("the crew's port and token stay the same from start to start, and off or elsewhere means none here", async () => {
  const first = await crewPlace(env(), folder)
  expect(first?.told?.MUSTER_CREW_PORT).toBe(readFileSync(join(folder, 'crew', 'port'), 'utf8'))
  expect(await crewPlace(env(), folder)).toEqual(first)
  expect(await crewPlace(env({ MUSTER_CREW: 'off' }), folder)).toBe(null)
  const elsewhere = { MUSTER_CREW_URL: 'http://crew.lan:9000', MUSTER_CREW_TOKEN: 'word' }
  expect(await crewPlace(env(elsewhere), folder)).toEqual({ url: 'http://crew.lan:9000', token: 'word', told: null })
})

test('a taken port of the crew is named, with the file that keeps it', async () => {
  const place = await crewPlace(env(), folder)
  const server = await listen(Number(place?.told?.MUSTER_CREW_PORT))
  await expect(crewPlace(env(), folder)).rejects.toThrow(/^Port \d+ of the starter crew is taken .*crew\/port/)
  server.close()
})
