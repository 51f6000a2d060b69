import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Colleague, testServer } from './scene.ts'

// Rows S87 and S88 of reliability.md (c): what a person may take with them, and what of them stays.

const scene = testServer()
const as = async (who: Colleague, name: string, input: object) => {
  const { status, text, json } = await who.calls.post('/api/v1/commands', { id: randomUUID(), name, input })
  if (status !== 200) throw new Error(`${name} was answered ${status}: ${text}`)
  return json.result
}

test('S87 an export has all that a person made and did, and of others neither names nor addresses nor words nor secrets', async () => {
  const [mine, others] = [await scene().colleague(), await scene().colleague()]
  const { workspaceId } = scene()
  const roomId = await scene().room('Bridges of the north')
  for (const { memberId } of [mine, others]) await scene().must('room.add_participant', { roomId, memberId })
  const { messageId } = await as(others, 'message.post', { roomId, body: 'Said by somebody else, for the room.' })
  await as(mine, 'message.post', { roomId, body: 'Said by me: “ÿ\u2028 and more”.', replyTo: messageId })
  for (let number = 0; number < 501; number += 100)
    await Promise.all(
      Array.from({ length: Math.min(100, 501 - number) }, (_, index) =>
        as(mine, 'message.post', { roomId, body: `note ${number + index}` }),
      ),
    )
  const agent = await as(mine, 'agent.register', { workspaceId, name: 'my-scribe', channel: 'pull', skills: ['ink'] })
  const theirs = await as(others, 'agent.register', { workspaceId, name: 'their-scribe', channel: 'pull', skills: [] })
  await as(mine, 'goal.create', { roomId, title: 'My own goal', brief: '- one\n- two', playbook: 'checklist' })
  await as(others, 'goal.create', { roomId, title: 'Their goal', brief: '- one', playbook: 'checklist' })
  const file = { roomId, name: 'mine.txt', mediaType: 'text/plain', base64: Buffer.from('my bytes').toString('base64') }
  await as(mine, 'file.attach', file)

  const answer = await mine.browser.ask('/api/v1/me/export')
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
  const text = await answer.text()
  const whole = JSON.parse(text)
  expect(whole.account).toMatchObject([{ email: mine.email, name: mine.email }])
  expect(whole.workspaces).toMatchObject([{ id: workspaceId, role: 'member', memberId: mine.memberId }])
  expect(whole.signIns.length).toBeGreaterThan(0)
  expect(whole.tokens).toMatchObject([{ name: 'theirs' }])
  expect(whole.messages).toHaveLength(502)
  expect(whole.messages.map(({ body }: { body: string }) => body)).toContain('Said by me: “ÿ\u2028 and more”.')
  expect(whole.agents).toMatchObject([{ id: agent.agentId, name: 'my-scribe', skills: ['ink'] }])
  expect(whole.goals).toMatchObject([{ title: 'My own goal' }])
  expect(whole.rooms).toMatchObject([{ id: roomId, name: 'Bridges of the north' }])
  expect(whole.files).toMatchObject([{ name: 'mine.txt', size: 8 }])
  expect(await (await mine.browser.ask(whole.files[0].bytes)).text()).toBe('my bytes')
  const deeds = whole.deeds.map(({ type }: { type: string }) => type)
  for (const type of ['member.joined', 'message.posted', 'goal.created', 'agent.registered'])
    expect(deeds).toContain(type)
  for (const foreign of [others.email, 'somebody else', 'their-scribe', 'Their goal', 'ana@northwind', theirs.token])
    expect(text).not.toContain(foreign)
  for (const secret of [agent.token, mine.calls.token, mine.password, 'argon2', 'mst_', 'tokenHash'])
    expect(text).not.toContain(secret)
})

test('S87 nobody takes an export without being signed in as that person, nor again and again', async () => {
  const { browser, calls } = await scene().colleague()
  expect((await calls.get('/api/v1/me/export')).status).toBe(401)
  expect((await scene().callsWith('').get('/api/v1/me/export')).status).toBe(401)
  const answers = []
  for (let count = 0; count < 7; count++) {
    const answer = await browser.ask('/api/v1/me/export')
    await answer.text()
    answers.push(answer.status)
  }
  expect(answers.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
  expect(answers).toContain(429)
})
