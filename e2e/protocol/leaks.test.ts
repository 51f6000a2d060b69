import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { expect, type TestContext, test } from 'vitest'
import * as z from 'zod'
import { commandInputs } from '../../server/contract/commands.ts'
import { Browser } from '../../server/testing/site.ts'
import { Scene } from './scene.ts'
import { say } from './stranger.ts'
import { until } from './until.ts'

// Rows S82 and S83 of reliability.md (c): what must be found nowhere, and what must not get out of its place.

const canary = (name: string) => `${name}-${randomBytes(12).toString('hex')}`

async function open(onTestFinished: TestContext['onTestFinished'], env: Record<string, string> = {}): Promise<Scene> {
  const scene = await Scene.open({ MUSTER_LOG: 'trace', ...env })
  onTestFinished(() => scene.close())
  return scene
}

async function inDatabase<T>(scene: Scene, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: scene.database.url })
  await client.connect()
  try {
    return await ask(client)
  } finally {
    await client.end()
  }
}

const wholeDatabase = (scene: Scene) =>
  inDatabase(scene, async (client) => {
    const { rows } = await client.query<{ name: string }>('select relname as name from pg_stat_user_tables')
    const texts = await Promise.all(
      rows.map(({ name }) => client.query<{ row: string }>(`select to_jsonb(t)::text as row from "${name}" t`)),
    )
    return texts.flatMap(({ rows: all }) => all.map(({ row }) => row)).join('\n')
  })

/** A model's endpoint that says the key it was given back in its answer. */
async function openModel(onTestFinished: TestContext['onTestFinished']) {
  const asked: string[] = []
  const server = createServer((req, res) => {
    asked.push(String(req.headers.authorization))
    res.writeHead(401, { 'content-type': 'application/json' })
    res.end(JSON.stringify({ error: { message: `Incorrect API key: ${req.headers.authorization}` } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }
}

test('S82 a secret that went in, wherever it went in, comes out in no log line, refusal, event, snapshot, export or row', async ({
  onTestFinished,
}) => {
  const model = await openModel(onTestFinished)
  const set = {
    MUSTER_SECRET: canary('server-secret'),
    MUSTER_LLM_API_KEY: canary('sk-model'),
    MUSTER_OIDC_CLIENT_SECRET: canary('oidc-secret'),
  }
  const scene = await open(onTestFinished, {
    ...set,
    ...{ MUSTER_LLM_BASE_URL: model.url, MUSTER_LLM_MODEL: 'played', MUSTER_LOG: 'trace' },
    ...{ MUSTER_OIDC_ISSUER: 'http://127.0.0.1:9', MUSTER_OIDC_CLIENT_ID: 'muster' },
  })
  const { workspaceId, person } = scene
  const heard: string[] = []
  const secrets: string[] = Object.values(set)
  const put = (name: string) => {
    const secret = canary(name)
    secrets.push(secret)
    return secret
  }

  // Credentials that are worth nothing, in every place where one is looked for.
  const browser = new Browser(scene.server)
  const told = async (answer: Response) => void heard.push(`${await answer.text()} ${answer.headers.get('location')}`)
  await told(await browser.signIn('ana@northwind.example', put('password')))
  await told(await browser.form('/api/auth/signin/oidc', { callbackUrl: '/' }))
  await told(
    await browser.post('/api/v1/join', {
      token: put('invite'),
      name: 'x',
      email: 'x@y.example',
      password: put('password'),
    }),
  )
  await told(
    await browser.post('/api/v1/setup', {
      setupToken: put('setup'),
      workspaceName: 'w',
      name: 'n',
      email: 'x@y.example',
      password: put('password'),
    }),
  )
  const { url } = scene.server
  for (const more of [
    { token: `mst_pat_${put('pat')}` },
    { token: `mst_agt_${put('agt')}` },
    { token: put('bearer') },
    { headers: { cookie: `muster.session=${put('cookie')}; muster.device=${put('device')}` } },
    { headers: { 'x-api-key': put('api-key'), 'proxy-authorization': `Basic ${put('basic')}` } },
  ])
    for (const path of ['/api/v1/me', `/api/v1/workspaces/${workspaceId}/snapshot`, '/api/v1/agents/me/events'])
      heard.push((await say(url, 'GET', path, more)).text)
  for (const path of [
    `/api/v1/hooks/mst_hook_${put('hook')}`,
    `/api/v1/content/${put('content')}`,
    `/api/v1/invites/${put('invite')}`,
    `/api/v1/inputs/${put('input')}`,
    `/api/v1/me?token=${put('query')}`,
    `/api/v1/rooms/${randomUUID()}/events?after=${put('query')}`,
  ])
    for (const method of ['GET', 'POST'])
      heard.push((await say(url, method, path, { body: '{}', token: put('bearer') })).text)

  // Real ones, made and used: a whole goal by webhook, a hook, a colleague, a planning model that refuses.
  const roomId = await scene.room()
  const maker = await scene.webhookAgent({
    rooms: [roomId],
    script: ({ type }) =>
      type === 'attempt.requested'
        ? { status: 200, json: { status: 'completed', response: 'The bridge opened in 1887.' } }
        : { status: 200 },
  })
  secrets.push(maker.token, maker.secret, maker.secret.slice(6))
  await scene.goal(roomId)
  await scene.event(roomId, 'deliverable.ready')
  secrets.push((await maker.agent.got('attempt.requested')).data.attempt.token)
  const colleague = await scene.colleague()
  secrets.push(colleague.calls.token ?? '', colleague.password, colleague.browser.cookie.split('=')[1] ?? '')
  const invite = await scene.must('member.invite', { workspaceId })
  const goal = { title: 'A report', brief: 'Go.' }
  const hook = await scene.must('hook.create', { workspaceId, roomId, name: 'h', playbook: 'checklist', goal })
  secrets.push(invite.token, hook.secret, hook.url.split('/').at(-1))
  await scene.send('goal.create', { roomId, title: 'Bridges', brief: 'Write what there is to say of bridges.' })
  await until(() => model.asked.length > 0, { what: 'the model was asked' })
  await scene.event(roomId, 'plan.proposed', ({ data }) => data.goalId !== undefined)

  const [deliverable] = (await scene.snapshot(roomId)).deliverables
  const version = deliverable.versions[0].id
  for (const path of [
    ...['snapshot', 'events', 'inbox'].map((one) => `workspaces/${workspaceId}/${one}`),
    ...['snapshot', 'events', 'view', 'story', 'messages'].map((one) => `rooms/${roomId}/${one}`),
    ...['md', 'html', 'docx'].map((one) => `versions/${version}/export?format=${one}`),
    ...['', '/deliveries'].map((one) => `agents/${maker.agentId}${one}`),
    `versions/${version}`,
    'sessions',
  ]) {
    const answer = await person.get(`/api/v1/${path}`)
    if (path !== 'sessions') expect([path, answer.status]).toEqual([path, 200])
    heard.push(answer.text)
  }
  heard.push(await wholeDatabase(scene), scene.server.output())
  const whole = heard.join('\n')
  expect(whole).toContain('1887')
  expect(secrets.length).toBeGreaterThan(40)
  expect(secrets.filter((secret) => secret === '' || whole.includes(secret))).toEqual([])
})

/** A value of a command's input with a secret in every place where a text may stand. */
function filled(schema: z.core.JSONSchema.BaseSchema, secret: string, ids: string): unknown {
  const { type, properties, items, anyOf, enum: words, pattern, format } = schema
  if (Array.isArray(words)) return words[0]
  if (Array.isArray(anyOf)) return filled(anyOf[0] as typeof schema, secret, ids)
  if (type === 'array') return [filled((items ?? {}) as typeof schema, secret, ids)]
  if (type === 'object')
    return Object.fromEntries(
      Object.entries((properties ?? {}) as Record<string, typeof schema>).map(([name, one]) => [
        name,
        filled(one, secret, ids),
      ]),
    )
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  return format === 'uuid' || pattern?.includes('[0-9a-f') ? ids : secret
}

test('S82 no refusal of a command says again what was written in it', async ({ onTestFinished }) => {
  const scene = await open(onTestFinished)
  const secret = canary('word')
  const said: string[] = []
  for (const [name, schema] of Object.entries(commandInputs)) {
    const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    for (const id of [randomUUID(), secret]) {
      const { status, text } = await scene.send(name, filled(shape, secret, id))
      expect([name, status >= 400 && status < 500]).toEqual([name, true])
      if (text.includes(secret)) said.push(`${name}: ${text}`)
    }
  }
  expect(said).toEqual([])
})

const hostile = '\r\n{"level":60,"msg":"forged"}\r\n\u001b[31mred\u001b]0;title\u0007\u009b2J'

test('S82 S83 what a person wrote gets into no log line when the database refuses it, and no line of the log is anybody’s but ours', async ({
  onTestFinished,
}) => {
  const scene = await open(onTestFinished)
  const secret = canary('words')
  const roomId = await scene.room()
  await inDatabase(scene, async (client) => {
    await client.query(`alter table message add constraint no_canaries check (body not like '%${secret}%')`)
    await client.query(`create function refuse() returns trigger language plpgsql as $$ begin
      if new.title like '%${secret}%' then perform new.title::uuid; end if; return new; end $$`)
    await client.query('create trigger refuse before insert on goal for each row execute function refuse()')
  })
  const written = `${secret}${hostile}`
  const refused = [
    await scene.send('message.post', { roomId, body: written }),
    await scene.send('goal.create', { roomId, title: `${secret} title`, brief: written, playbook: 'checklist' }),
  ]
  for (const { status, text, json } of refused) {
    expect(status).toBe(500)
    expect(text).not.toContain(secret)
    const reference = /reference ([0-9a-f]{12})\.$/.exec(json.detail)?.[1] ?? 'none'
    await until(() => scene.server.output().includes(reference), { what: `the log tells of ${reference}` })
  }
  await scene.person.get(`/api/v1/rooms/${encodeURIComponent(written)}/snapshot`)
  await say(scene.server.url, 'GET', `/api/v1/me?x=${encodeURIComponent(written)}`, { token: written.slice(0, 20) })
  const output = scene.server.output()
  expect(output).not.toContain(secret)
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  expect(lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'a door failed')).toHaveLength(2)
  expect(output).toContain('no_canaries')
  expect(output.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
  expect(output).not.toContain('forged')
})
