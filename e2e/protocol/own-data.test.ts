import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, test } from 'vitest'
import { Browser } from '../../server/testing/site.ts'
import { type Colleague, testServer } from './scene.ts'
import { owner } from './server.ts'

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

test('S88 a deleted account leaves no profile in any table, no way in and no agent; what was done stays told, and its chain holds', async () => {
  const [ben, other] = [await scene().colleague(), await scene().colleague()]
  const { workspaceId, person } = scene()
  const roomId = await scene().room()
  await scene().must('room.add_participant', { roomId, memberId: ben.memberId })
  await scene().must('room.add_participant', { roomId, memberId: other.memberId })
  await as(ben, 'message.post', { roomId, body: 'I was here.' })
  const { agentId, token } = await as(ben, 'agent.register', { workspaceId, name: 'bens', channel: 'pull', skills: [] })
  await scene().must('room.add_participant', { roomId, agentId })
  const goal = { title: 'A report', brief: '- one' }
  const hook = { workspaceId, roomId, name: 'bens hook', playbook: 'checklist', goal }
  const { hookId } = await as(ben, 'hook.create', hook)

  const del = (body: object, who = ben) =>
    who.browser.ask('/api/v1/me/account', {
      method: 'DELETE',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  const { email, password } = ben
  expect((await del({ email: other.email, password })).status).toBe(422)
  expect((await del({ email, password: 'not this one' })).status).toBe(422)
  expect((await ben.calls.ask('DELETE', '/api/v1/me/account', { email, password })).status).toBe(401)
  expect((await ben.calls.get('/api/v1/me')).status).toBe(200)
  expect((await del({ email, password })).status).toBe(204)

  expect((await ben.browser.ask('/api/v1/me')).status).toBe(401)
  expect((await ben.calls.get('/api/v1/me')).status).toBe(401)
  expect((await scene().callsWith(token).get('/api/v1/agents/me/events')).status).toBe(401)
  expect((await ben.browser.signIn(email, password)).status).toBe(401)
  const { members, agents, hooks } = (await person.get(`/api/v1/workspaces/${workspaceId}/snapshot`)).json
  const byId = (rows: { id: string }[], id: string) => rows.find((row) => row.id === id)
  expect(byId(agents, agentId)).toMatchObject({ status: 'removed' })
  expect(byId(hooks, hookId)).toMatchObject({ revokedAt: expect.any(Number) })
  expect(JSON.stringify(members)).not.toContain(email)
  await scene().event(roomId, 'participant.left', ({ data }) => data.subjectId === ben.memberId)
  const [said] = (await scene().snapshot(roomId)).messages
  expect(said.body).toBe('I was here.')

  const client = new pg.Client({ connectionString: scene().database.url })
  await client.connect()
  const where: string[] = []
  const { rows } = await client.query<{ name: string }>('select relname as name from pg_stat_user_tables order by 1')
  for (const { name } of rows) {
    const found = await client.query(`select 1 from "${name}" t where strpos(to_jsonb(t)::text, $1) > 0 limit 1`, [
      email,
    ])
    if (found.rowCount) where.push(name)
  }
  const chain = await client.query(`select 1 from lane where chain <> people_chain(id, 0, '')`)
  await client.end()
  // The log and the messages tell who did what under the name they had then.
  expect(where.filter((name) => name !== 'event' && name !== 'message')).toEqual([])
  expect(chain.rowCount).toBe(0)
})

test('S88 the last owner of a workspace is told to name another first, and keeps everything', async () => {
  const browser = new Browser(scene().server)
  await browser.signIn(owner.email, owner.password)
  const init = { method: 'DELETE', headers: { 'content-type': 'application/json' } }
  const body = JSON.stringify({ email: owner.email, password: owner.password })
  const refused = await browser.ask('/api/v1/me/account', { ...init, body })
  expect([refused.status, (await refused.json()).detail]).toEqual([409, expect.stringContaining('last owner')])
  expect((await browser.ask('/api/v1/me')).status).toBe(200)
})
