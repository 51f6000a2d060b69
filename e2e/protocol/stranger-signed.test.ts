import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Received } from './agent.ts'
import { testServer } from './scene.ts'
import { randomName } from './server.ts'
import { say, signed } from './stranger.ts'

// Section 2 and the hooks of section 1, by a signer of our own: HMAC-SHA256 of id.timestamp.body, ed25519 by RFC 8410.

const scene = testServer()

const entriesOf = ({ headers }: Received) => String(headers['webhook-signature']).split(' ')
const byHand = (secret: string, { headers, raw }: Received) =>
  signed(secret, String(headers['webhook-id']), String(headers['webhook-timestamp']), raw)

/** Whether a `v1a,` entry is right by the public key alone. */
function isOf(publicKey: string, entry: string, { headers, raw }: Received): boolean {
  const spki = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(publicKey.slice(5), 'base64'),
  ])
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  const text = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${raw}`)
  return verify(null, text, key, Buffer.from(entry.slice('v1a,'.length), 'base64'))
}

test('webhook-signature is v1,<base64> of id.timestamp.body with the 32 bytes of the secret, after a rotation two, new first, and v1a when asked for', async () => {
  const { agentId, agent, secret } = await scene().webhookAgent()
  expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32)
  const first = await agent.got('agent.ping')
  expect(entriesOf(first)).toEqual([byHand(secret, first)])
  const { secret: fresh } = await scene().must('agent.rotate_secret', { agentId })
  const { publicKey } = await scene().must('agent.update', { agentId, signing: 'ed25519' })
  await scene().must('agent.verify', { agentId })
  const second = await agent.got('agent.ping', 2)
  const entries = entriesOf(second)
  expect(entries.slice(0, 2)).toEqual([byHand(fresh, second), byHand(secret, second)])
  expect(entries).toHaveLength(3)
  expect(isOf(publicKey, entries[2] ?? '', second)).toBe(true)
  expect(isOf(publicKey, entries[2] ?? '', { ...second, raw: `${second.raw} ` })).toBe(false)
  const { secret: last } = await scene().must('agent.rotate_secret', { agentId })
  await scene().must('agent.verify', { agentId })
  const third = await agent.got('agent.ping', 3)
  expect(entriesOf(third).slice(0, -1)).toEqual([byHand(last, third), byHand(fresh, third)])
})

test('every try carries the same webhook-id, idempotency-key and bytes, a timestamp of its own, and a traceparent of W3C', async () => {
  const roomId = await scene().room()
  const { agent, secret } = await scene().webhookAgent({
    rooms: [roomId],
    script: (_message, count) => (count < 3 ? { status: 500 } : { status: 200, json: { status: 'accepted' } }),
  })
  await scene().goal(roomId)
  await agent.got('attempt.requested', 3)
  const tries = agent.of('attempt.requested')
  const [first] = tries
  for (const one of tries) {
    expect(one.raw).toBe(first?.raw)
    expect(one.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(one.headers['idempotency-key']).toBe(one.headers['webhook-id'])
    expect(one.headers['content-type']).toBe('application/json')
    expect(one.headers['content-length']).toBe(String(Buffer.byteLength(one.raw)))
    expect(one.headers.traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[01]$/)
    expect(entriesOf(one)).toEqual([byHand(secret, one)])
    expect(Math.abs(Number(one.headers['webhook-timestamp']) - one.at / 1000)).toBeLessThan(30)
    expect(Buffer.byteLength(one.raw)).toBeLessThan(20_000)
    expect(Object.keys(JSON.parse(one.raw))).toEqual(['type', 'timestamp', 'data'])
  }
  expect(Number(tries[2]?.headers['webhook-timestamp'])).toBeGreaterThan(Number(first?.headers['webhook-timestamp']))
})

test('a hook takes what is signed by hand, up to five minutes old or early, with any one good signature among several, and nothing else', async () => {
  const roomId = await scene().room()
  const goal = { title: 'A report', brief: '- look\n- write' }
  const input = { workspaceId: scene().workspaceId, roomId, name: randomName('hook'), playbook: 'checklist', goal }
  const { url, secret } = await scene().must('hook.create', input)
  const body = '{"inputs":[]}'
  const path = new URL(url, scene().server.url).pathname
  const call = (
    shift: number,
    more: { signature?: (right: string) => string; headers?: object; body?: string } = {},
  ) => {
    const id = `msg_${randomUUID()}`
    const at = Math.floor(Date.now() / 1000) + shift
    const right = signed(secret, id, at, body)
    const headers = {
      ...{ 'Webhook-Id': id, 'WEBHOOK-TIMESTAMP': String(at) },
      ...{ 'webhook-signature': more.signature?.(right) ?? right, ...more.headers },
    }
    return say(scene().server.url, 'POST', path, { body: more.body ?? body, headers })
  }
  for (const shift of [0, -240, 240]) expect([shift, (await call(shift)).status]).toEqual([shift, 202])
  for (const shift of [-360, 360, -1_000_000]) expect([shift, (await call(shift)).status]).toEqual([shift, 401])
  const several = [(right: string) => `v1,AAAA v1a,BBBB ${right}`, (right: string) => `${right} v2,CCCC`]
  for (const signature of several) expect((await call(0, { signature })).status).toBe(202)
  const bad = [
    (right: string) => right.slice(3),
    (right: string) => right.replace('v1,', 'v1a,'),
    () => 'v1,',
    () => '',
  ]
  for (const signature of bad) expect((await call(0, { signature })).json.code).toBe('unauthenticated')
  for (const timestamp of ['', '-1', '1e9', ' ', 'now', `${Math.floor(Date.now() / 1000)}.5`])
    expect((await call(0, { headers: { 'WEBHOOK-TIMESTAMP': timestamp } })).status).toBe(401)
  expect((await call(0, { body: `${body} ` })).status).toBe(401)
  expect((await say(scene().server.url, 'GET', path, {})).status).toBe(405)
})
