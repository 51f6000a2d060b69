import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenKey } from '../auth/tokens.ts'
import type { Actor } from '../domain/permission.ts'
import { openPool } from '../store/pool.ts'
import { asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeMessage } from '../testing/rows.ts'
import { makeScene, type Scene } from '../testing/scene.ts'
import { createDoors } from './http.ts'
import { createReadDoors } from './reads.ts'

const database = testDatabase()
let db: pg.Pool
let scene: Scene
let url = ''
const server = createServer()
let base = ''
const many = 3000
beforeAll(async () => {
  ;({ db, url } = database())
  scene = await makeScene(db)
  const message = await makeMessage(db, { roomId: scene.room.id })
  await copies('task', scene.task.id, `'number', n, 'key', 'k' || n, 'title', 'A task ' || n`)
  await copies('message', message.id, `'body', 'a word ' || n`)
  const event = `insert into event ("laneId", seq, at, type, actor, data, changes)
    select $1, s.top + n, now(), 'task.ready', '{"kind":"coordinator","id":"c","name":"Coordinator"}', '{}', '[]'
    from (select coalesce(max(seq), 0) as top from event where "laneId" = $1) s, generate_series(1, ${many}) n`
  await db.query(event, [scene.room.id])
  const doors = createReadDoors({
    callerOf: async () => asPerson(scene.member) as Actor,
    linkKey: tokenKey('a secret that only this test knows', 'link'),
    now: Date.now,
    renderMarkdown: (text) => text,
    parseCsv: () => ({ header: [], rows: [] }),
    exporters: { html: (text) => text, docx: async () => new Uint8Array() },
  })
  server.on('request', createDoors(doors, { originAllowed: () => false, onError: console.error }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** Three thousand rows like one that is there. */
const copies = (table: string, id: string, changes: string) =>
  db.query(
    `insert into "${table}" select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), ${changes}))).*
     from "${table}" t, generate_series(2, ${many}) n where t.id = $1`,
    [id],
  )

const ask = async (path: string) => {
  const answer = await fetch(base + path)
  return { status: answer.status, json: await answer.json() }
}

test('S76 however much there is, a search of one letter, a deep page and the widest filter answer a page and no more', async () => {
  const { room, workspace, goal, agent } = scene
  const found = (await ask(`workspaces/${workspace.id}/find?q=a&limit=50`)).json.found as { kind: string }[]
  const tasks = found.filter(({ kind }) => kind === 'task')
  expect([tasks.length, found.length <= 300]).toEqual([50, true])
  const words = `workspaces/${workspace.id}/find?q=${encodeURIComponent('a '.repeat(100))}`
  expect((await ask(words)).json.found.length).toBeLessThanOrEqual(48)
  const types = Array.from({ length: 190 }, (_, n) => `type_${'x'.repeat(n % 14)}.done`).join(',')
  for (const [path, field, most] of [
    [`rooms/${room.id}/events`, 'events', 500],
    [`rooms/${room.id}/events?after=1&limit=500`, 'events', 500],
    [`rooms/${room.id}/events?after=2147483647`, 'events', 0],
    [`rooms/${room.id}/story?limit=1000`, 'events', 1000],
    [`rooms/${room.id}/story?before=1&limit=1000`, 'events', 0],
    [`rooms/${room.id}/story?without=${types}`, 'events', 200],
    [`rooms/${room.id}/messages?limit=200`, 'messages', 200],
    [`goals/${goal.id}/tasks?after=2147483647`, 'tasks', 0],
  ] as const) {
    const { status, json } = await ask(path)
    expect([path, status]).toEqual([path, 200])
    expect([path, json[field].length]).toEqual([path, most])
  }
  const { json } = await ask(`goals/${goal.id}/tasks`)
  expect(json.tasks.length).toBeLessThan(many)
  for (const path of [
    ...[
      `rooms/${room.id}/events?limit=501`,
      `rooms/${room.id}/story?limit=1001`,
      `rooms/${room.id}/messages?limit=201`,
    ],
    ...[`rooms/${room.id}/events?after=2147483648`, `rooms/${room.id}/story?types=${'a,'.repeat(2001)}`],
    ...[`workspaces/${workspace.id}/find?q=a&limit=51`, `workspaces/${workspace.id}/find?q=${'a'.repeat(201)}`],
    ...[`agents/${agent.id}/deliveries?limit=1000000`, `agents/${agent.id}?limit=1000000`],
  ])
    expect([path, (await ask(path)).status]).toEqual([path, 422])
})

test('S76 no statement of ours runs or waits without end: the database itself ends it', async () => {
  for (const pipeline of [false, true]) {
    const pool = openPool(url, 1, pipeline)
    const { rows } = await pool.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`,
    )
    await pool.end()
    expect(rows.map(({ name, setting }) => [name, Number(setting)])).toEqual([
      ['idle_in_transaction_session_timeout', 20_000],
      ['lock_timeout', 10_000],
      ['statement_timeout', 15_000],
    ])
  }
})
