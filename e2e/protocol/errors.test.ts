import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answered, Caller } from './http.ts'
import { Scene } from './scene.ts'
import { sayRaw } from './stranger.ts'

// Row S86 of reliability.md (c): what somebody is told when something is wrong, with them or with us.

let scene: Scene
let roomId = ''
beforeAll(async () => {
  scene = await Scene.open()
  roomId = await scene.room()
})
afterAll(() => scene?.close())

async function inDatabase(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: scene.database.url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** What no stranger should read: our files, our statements, our tables, our packages and their versions. */
const inside =
  /\bat \S+ \(|[.][cm]?[jt]s\b|node_modules|\/(?:home|tmp|work|root|usr|opt|srv)\/|\b(?:select|insert into|update \w+ set|delete from)\b|\brelation\b|\bcolumn\b|constraint|violates|syntax error|plpgsql|prisma|postgres|zod|socket\.io|\bnode\b|\bnext\b|\bv?\d+\.\d+\.\d+\b|secret words/i

const command = (name: string, input: unknown, id = randomUUID()) => scene.send(name, input, id)
const nobody = () => new Caller(scene.server.url, null)
const json = { 'content-type': 'application/json' }
const once = randomUUID()

const kinds: Record<string, { status: number; ask: () => Promise<Answered>; break?: string[]; mend?: string[] }> = {
  'an address that is not there': { status: 404, ask: () => scene.person.get('/api/v1/nothing/here') },
  'a method that is not taken': { status: 405, ask: () => scene.person.ask('PATCH', '/api/v1/me') },
  'no credentials': { status: 401, ask: () => nobody().get('/api/v1/me') },
  'a token that is not ours': { status: 401, ask: () => scene.callsWith('mst_pat_x').get('/api/v1/me') },
  'a token that is no token': { status: 401, ask: () => nobody().get('/api/v1/me', { authorization: 'Bearer ][' }) },
  'a page of somebody else': {
    status: 403,
    ask: () => scene.person.post('/api/v1/commands', {}, { origin: 'https://evil.example' }),
  },
  'a body that is no JSON': { status: 422, ask: () => scene.person.post('/api/v1/commands', '{"id":', json) },
  'another media type': {
    status: 415,
    ask: () => scene.person.post('/api/v1/commands', '<a/>', { 'content-type': 'text/xml' }),
  },
  'a body that is too large': {
    status: 413,
    ask: () => nobody().post('/api/v1/setup', `"${'x'.repeat(20_000)}"`, { ...json, origin: scene.server.url }),
  },
  'a command that is not there': { status: 422, ask: () => command('room.explode', {}) },
  'an input of the wrong shape': { status: 422, ask: () => command('room.create', { workspaceId: 7, name: {} }) },
  'a thing that is not there': { status: 404, ask: () => command('goal.pause', { goalId: randomUUID() }) },
  'an id that is no id': { status: 404, ask: () => scene.person.get("/api/v1/rooms/1'%20or%20''='/snapshot") },
  'a query that makes no sense': { status: 422, ask: () => scene.person.get(`/api/v1/rooms/${roomId}/events?after=x`) },
  'a number beyond all numbers': {
    status: 422,
    ask: () => scene.person.get(`/api/v1/rooms/${roomId}/events?after=99999999999999999999`),
  },
  'the same id with another body': {
    status: 409,
    ask: async () => {
      await command('message.post', { roomId, body: 'one' }, once)
      return command('message.post', { roomId, body: 'two' }, once)
    },
  },
  'a hook that is not there': { status: 404, ask: () => nobody().post('/api/v1/hooks/mst_hook_x', {}) },
  'a link that is not ours': { status: 404, ask: () => nobody().get('/api/v1/content/e30.e30') },
  'a row that the database refuses': {
    status: 500,
    ask: () => command('message.post', { roomId, body: 'secret words' }),
    break: [`alter table message add constraint secret_rule check (body <> 'secret words')`],
    mend: ['alter table message drop constraint secret_rule'],
  },
  'a table that is gone': {
    status: 500,
    ask: () => scene.person.get(`/api/v1/workspaces/${scene.workspaceId}/inbox`),
    break: ['alter table handoff rename to handoff_gone'],
    mend: ['alter table handoff_gone rename to handoff'],
  },
  'a column that is gone': {
    status: 500,
    ask: () => scene.person.get('/api/v1/me'),
    break: ['alter table room rename column name to name_gone'],
    mend: ['alter table room rename column name_gone to name'],
  },
  'a fault inside the database': {
    status: 500,
    ask: () => command('message.post', { roomId, body: 'three' }),
    break: [
      `create function fail() returns trigger language plpgsql as $$ begin raise exception 'secret words in %', tg_relid::regclass; end $$`,
      'create trigger fail before insert on event for each row execute function fail()',
    ],
    mend: ['drop trigger fail on event'],
  },
  'a database that takes no writes': {
    status: 503,
    ask: () => command('message.post', { roomId, body: 'four' }),
    break: [
      `create function frozen() returns trigger language plpgsql as $$ begin raise exception 'secret words' using errcode = '25006'; end $$`,
      'create trigger frozen before insert on event for each row execute function frozen()',
    ],
    mend: ['drop trigger frozen on event'],
  },
}

test.each(Object.entries(kinds))(
  'S86 %s is told in general words, and nothing of our inside with them',
  async (_, kind) => {
    await inDatabase(...(kind.break ?? []))
    const { status, text, headers, json: problem } = await kind.ask()
    await inDatabase(...(kind.mend ?? []))
    expect(status, text).toBe(kind.status)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problem).toMatchObject({
      type: expect.stringMatching(/^\/problems\/\w+$/),
      status,
      detail: expect.any(String),
    })
    const shown = [
      text,
      ...[...headers].filter(([name]) => name !== 'date').map(([name, value]) => `${name}: ${value}`),
    ]
    // The one word of ours in them that is a caller's own.
    expect(shown.join('\n').replaceAll('application/problem+json', '')).not.toMatch(inside)
    for (const name of ['server', 'x-powered-by', 'via']) expect(headers.get(name)).toBeNull()
    if (status === 500) {
      const reference = String(problem.instance).replace('urn:muster:error:', '')
      expect(problem.detail).toBe(`Something broke on our side. Quote reference ${reference}.`)
      expect(scene.server.output()).toContain(reference)
    }
  },
)

test('S86 what is not even a request is answered in one line, and the server is well after all of them', async () => {
  for (const bytes of ['nonsense\r\n\r\n', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`]) {
    const answer = await sayRaw(scene.server.url, bytes)
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d [\w ]+\r\nConnection: close\r\n\r\n$/)
  }
  expect((await nobody().get('/readyz')).status).toBe(200)
  await scene.must('message.post', { roomId, body: 'well' })
})
