import nacl from 'tweetnacl'
import { expect, test } from 'vitest'
import { type Received, WebhookAgent } from './agent.ts'
import { testServer } from './scene.ts'
import { randomName } from './server.ts'

const scene = testServer()

/** The message's `v1a,` signatures, each judged by a library of its own with the public key alone. */
function judged({ headers, raw }: Received, publicKey: string): boolean[] {
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${raw}`
  const key = Buffer.from(publicKey.replace('whpk_', ''), 'base64')
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((entry) => entry.startsWith('v1a,'))
    .map((entry) => nacl.sign.detached.verify(Buffer.from(text), Buffer.from(entry.slice(4), 'base64'), key))
}
const register = (agent: WebhookAgent, more: object = {}) =>
  scene().must('agent.register', {
    ...{ workspaceId: scene().workspaceId, name: randomName('agent'), channel: 'webhook', url: agent.url, skills: [] },
    ...more,
  })

test('an agent that asked for it is sent v1 and v1a signatures on every message, and shown the public key', async () => {
  const agent = await WebhookAgent.open()
  const { agentId, secret, publicKey } = await register(agent, { signing: 'ed25519' })
  expect(publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/)
  agent.secrets = [secret]
  expect(await scene().must('agent.verify', { agentId })).toEqual({ status: 'active' })
  const ping = await agent.got('agent.ping')
  expect(ping.forged).toBeNull()
  expect(judged(ping, publicKey)).toEqual([true])
  const roomId = await scene().room()
  await scene().must('room.add_participant', { roomId, agentId })
  await scene().goal(roomId)
  const asked = await agent.got('attempt.requested')
  expect(asked.forged).toBeNull()
  expect(judged(asked, publicKey)).toEqual([true])
  expect(judged({ ...asked, raw: asked.raw.replace('bridges', 'Bridges') }, publicKey)).toEqual([false])
  expect(await scene().agentRow(agentId)).toMatchObject({ signing: 'ed25519', publicKey })
  await agent.close()
})

test('signing is changed at any time; a new pair comes by way of hmac; no answer ever holds the private key', async () => {
  const { agentId, agent } = await scene().webhookAgent()
  expect(judged(await agent.got('agent.ping'), 'whpk_')).toEqual([])
  const first = await scene().must('agent.update', { agentId, signing: 'ed25519' })
  expect(first).toEqual({ status: 'active', publicKey: expect.stringMatching(/^whpk_/) })
  expect(await scene().must('agent.update', { agentId, signing: 'ed25519' })).toEqual(first)
  await scene().must('agent.verify', { agentId })
  expect(judged(await agent.got('agent.ping', 2), first.publicKey)).toEqual([true])
  await scene().must('agent.update', { agentId, signing: 'hmac' })
  await scene().must('agent.verify', { agentId })
  expect(judged(await agent.got('agent.ping', 3), first.publicKey)).toEqual([])
  const second = await scene().must('agent.update', { agentId, signing: 'ed25519' })
  expect(second.publicKey).not.toBe(first.publicKey)
  const { person, workspaceId } = scene()
  for (const path of ['snapshot', 'events']) {
    const { text } = await person.get(`/api/v1/workspaces/${workspaceId}/${path}`)
    expect(text).toContain(second.publicKey)
    expect(text).not.toMatch(/whsk_|"privateKey"/)
  }
})

test('an agent that pulls is sent nothing, so there is nothing to sign', async () => {
  const { workspaceId } = scene()
  const input = { workspaceId, name: randomName('p'), channel: 'pull', skills: [], signing: 'ed25519' }
  const refused = await scene().send('agent.register', input)
  expect(refused.status).toBe(422)
  expect(refused.json.errors).toEqual([{ path: 'signing', message: expect.any(String) }])
})
