import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../server/launch/children.ts'
import { type Product, startProduct } from '../product.ts'
import { WebhookAgent } from './agent.ts'
import { Caller } from './http.ts'

const token = `mst_pat_${'b'.repeat(40)}`
const settings = {
  MUSTER_OWNER_EMAIL: 'ana@northwind.example',
  MUSTER_OWNER_TOKEN: token,
  MUSTER_EGRESS_ALLOW: '127.0.0.1',
  MUSTER_PAGES: 'off',
  MUSTER_CREW: 'off',
}

test('S95 a copy of the data folder, taken while Muster is stopped, is all that another machine needs to go on, with a new secret if need be', async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-backup-'))
  chmodSync(folder, 0o711)
  const started: Product[] = []
  const agent = await WebhookAgent.open()
  onTestFinished(async () => {
    await Promise.all(started.map((one) => one.stop()))
    await agent.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const start = async (name: string) => {
    const product = await startProduct(settings, join(folder, name))
    started.push(product)
    const caller = new Caller(product.url, token)
    const must = async (command: string, input: object) => {
      const { status, text, json } = await caller.post('/api/v1/commands', { id: randomUUID(), name: command, input })
      if (status !== 200) throw new Error(`${command} was answered ${status}: ${text}`)
      return json.result
    }
    return { product, caller, must }
  }

  const first = await start('first')
  const [{ id: workspaceId }] = (await first.caller.get('/api/v1/me')).json.workspaces
  const { roomId } = await first.must('room.create', { workspaceId, name: 'Bridges' })
  await first.must('message.post', { roomId, body: 'Said before the fire.' })
  const { agentId, secret } = await first.must('agent.register', {
    ...{ workspaceId, name: 'scribe', channel: 'webhook', url: agent.url, skills: [] },
  })
  agent.secrets = [secret]
  const links = join(folder, 'links.json')
  expect(run('doctor', join(folder, 'first'), '--note', links).status).toBe(0)
  await first.product.stop()
  expect(spawnSync('cp', ['-a', join(folder, 'first'), join(folder, 'second')]).status).toBe(0)
  rmSync(join(folder, 'first'), { recursive: true })

  const second = await start('second')
  const snapshot = await second.caller.get(`/api/v1/rooms/${roomId}/snapshot`)
  expect(snapshot.json.messages.map(({ body }: { body: string }) => body)).toEqual(['Said before the fire.'])
  // What is sealed opens again, and is signed with.
  expect(await second.must('agent.verify', { agentId })).toEqual({ status: 'active' })
  expect(agent.received.map(({ forged }) => forged)).toEqual([null])
  await second.must('message.post', { roomId, body: 'Said after it.' })
  expect(run('doctor', join(folder, 'second'), '--noted', links).stdout).toMatch(
    /^✓ I37 the links that were noted still hold [\s\S]* 0 broken$/m,
  )
  expect(run('doctor', join(folder, 'second'), '--noted', join(folder, 'second', 'secret'))).toMatchObject({
    status: 2,
  })

  // The old secret stayed on a machine that is gone: another one, by one command.
  const secretNow = () => readFileSync(join(folder, 'second', 'secret'), 'utf8')
  const before = secretNow()
  expect(run('rotate-secret', join(folder, 'second'))).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/already runs/),
  })
  await second.product.stop()
  expect(run('rotate-secret', join(folder, 'second')).stdout).toMatch(
    /has a new secret, and \d+ texts are sealed with it/,
  )
  expect(secretNow()).not.toBe(before)
  const third = await start('second')
  expect(await third.must('agent.verify', { agentId })).toEqual({ status: 'active' })
  expect(agent.received.map(({ forged }) => forged)).toEqual([null, null])
})

/** One of our commands on a data folder, to its end. */
const run = (command: string, dataDir: string, ...words: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', `server/launch/${command}.ts`, ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'production', MUSTER_DATA_DIR: dataDir },
  })
