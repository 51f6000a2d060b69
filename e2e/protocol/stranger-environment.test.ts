import { spawn } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { freshDatabase } from '../../server/testing/postgres.ts'
import { owner, type ServerProcess, serverSecret, startServer } from './server.ts'
import { say } from './stranger.ts'
import { until } from './until.ts'

// Section 1, last part: what operators set, alone and together, right and wrong.

// Several processes start here, on whatever machine this is.
vi.setConfig({ testTimeout: 180_000 })

const least = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', MUSTER_SECRET: serverSecret, MUSTER_PAGES: 'off' }

/** Starts the server with these variables alone and gives its exit code and what it wrote, when it ends by itself. */
function startWith(env: Record<string, string>): Promise<{ code: number | null; wrote: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'production', ...least, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let wrote = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      wrote += chunk.toString()
    })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, wrote })))
}

test('a value that cannot be is named at start with what to write instead, all of them at once, and the process ends with 1', async () => {
  const wrong = {
    ...{ PORT: '65536', HOST: 'not a host', MUSTER_URL: 'https://muster.example/path', MUSTER_CREW: 'no' },
    ...{ MUSTER_EGRESS_ALLOW: '10.0.0.0/33', MUSTER_OWNER_EMAIL: 'ana', MUSTER_OWNER_PASSWORD: 'short' },
    MUSTER_OWNER_TOKEN: `mst_pat_${'x'.repeat(31)}`,
  }
  const { code, wrote } = await startWith(wrong)
  expect(code).toBe(1)
  for (const name of Object.keys(wrong)) expect(wrote).toMatch(new RegExp(`^  ${name} .+; write .+`, 'm'))
  expect(wrote).not.toMatch(/ {4}at /)
})

test('an owner needs a way in, and a way in needs an owner', async () => {
  const lone = [
    { MUSTER_OWNER_EMAIL: owner.email },
    { MUSTER_OWNER_PASSWORD: owner.password },
    { MUSTER_OWNER_TOKEN: owner.token },
  ]
  const ends = await Promise.all(lone.map(startWith))
  for (const { code, wrote } of ends) expect([code, wrote]).toEqual([1, expect.stringMatching(/MUSTER_OWNER_/)])
})

test('MUSTER_OWNER_TOKEN of exactly 40 characters is that owner’s personal token, start after start; empty variables count as unset', async ({
  onTestFinished,
}) => {
  const database = await freshDatabase()
  const started: ServerProcess[] = []
  onTestFinished(async () => {
    await Promise.all(started.map((one) => one.stop()))
    await database.drop()
  })
  const token = `mst_pat_${'7'.repeat(32)}`
  const begin = async (env: Record<string, string>) => {
    const server = await startServer(database.url, env)
    started.push(server)
    return server
  }
  const first = await begin({
    MUSTER_OWNER_TOKEN: token,
    MUSTER_URL: '',
    MUSTER_EGRESS_ALLOW: '',
    MUSTER_LLM_MODEL: '',
  })
  const me = ({ url }: ServerProcess) => say(url, 'GET', '/api/v1/me', { token })
  const { status, json } = await me(first)
  expect([status, json.member.email, json.workspaces.length, json.workspaces[0].role]).toEqual([
    200,
    owner.email,
    1,
    'owner',
  ])
  expect(first.output()).not.toMatch(/setup/)
  await first.stop()
  const second = await begin({ MUSTER_OWNER_TOKEN: token, MUSTER_OWNER_PASSWORD: '' })
  expect((await me(second)).json.workspaces).toEqual(json.workspaces)
})

test('without an owner the setup link is printed at start and is the only way in', async ({ onTestFinished }) => {
  const database = await freshDatabase()
  const server = await startServer(database.url, {
    ...{ MUSTER_OWNER_EMAIL: '', MUSTER_OWNER_PASSWORD: '', MUSTER_OWNER_TOKEN: '' },
    MUSTER_URL: 'https://muster.example/',
  })
  onTestFinished(async () => {
    await server.stop()
    await database.drop()
  })
  const [, link = ''] = await until(() => /^Make the first account: (\S+)\n/m.exec(server.output()), {
    what: 'the link is printed',
  })
  expect(link).toMatch(/^https:\/\/muster\.example\/setup\?token=\S{20,}$/)
  expect((await say(server.url, 'GET', '/api/v1/me', { token: owner.token })).status).toBe(401)
  expect((await say(server.url, 'GET', '/api/v1/openapi.json', {})).json.servers).toEqual([
    { url: 'https://muster.example' },
  ])
})
