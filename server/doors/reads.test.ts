import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCsv } from '../adapters/files/csv.ts'
import { exportHtml } from '../adapters/files/export.ts'
import { exportDocx } from '../adapters/files/export-docx.ts'
import { renderMarkdown } from '../adapters/files/markdown.ts'
import { tokenKey } from '../auth/tokens.ts'
import type { Actor } from '../domain/permission.ts'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeDelivery } from '../testing/lane-rows.ts'
import { makeVersion } from '../testing/result-rows.ts'
import { join, makeAgent, makeFile, makeMember, makeMessage } from '../testing/rows.ts'
import { makeScene, type Scene } from '../testing/scene.ts'
import { createDoors, type Door } from './http.ts'
import { openApi } from './openapi.ts'
import { createReadDoors } from './reads.ts'

const database = testDatabase()
let db: pg.Pool
const server = createServer()
let base = ''
const errors: unknown[] = []
let doors: Door[] = []
beforeAll(async () => {
  db = database().db
  doors = createReadDoors({
    // Who asks travels in a header here; how tokens and sessions become an actor is the doors' own test.
    callerOf: async ({ authorization }) => (authorization ? (JSON.parse(authorization) as Actor) : null),
    linkKey: tokenKey('a secret that only this test knows', 'link'),
    now: Date.now,
    renderMarkdown,
    parseCsv,
    exporters: { html: exportHtml, docx: exportDocx },
    assignment: async ({ attemptId }, id) => (attemptId === id ? { assignment: id } : null),
  })
  server.on('request', createDoors(doors, { originAllowed: () => false, onError: (error) => errors.push(error) }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  expect(errors).toEqual([])
})

const ask = (actor: Actor | null, path: string) =>
  fetch(base + path, actor ? { headers: { authorization: JSON.stringify(actor) } } : {})

/** Every read about one scene, by the right it needs. */
async function pathsOf(scene: Scene) {
  const { room, workspace, goal, task, attempt, version, agent } = scene
  const file = await makeFile(db, { roomId: room.id })
  const base = await makeVersion(db, { attempt })
  await db.query('insert into content values ($1, $2, 0, now()) on conflict do nothing', [file.sha256, 'A file.\n'])
  const message = await makeMessage(db, { roomId: room.id })
  const delivery = await makeDelivery(db, agent, { laneId: room.id })
  return {
    lane: [
      ...['snapshot', 'events', 'messages', `messages?before=${message.id}&limit=1`].map(
        (part) => `rooms/${room.id}/${part}`,
      ),
      `goals/${goal.id}/tasks`,
    ],
    room: [
      ...[`rooms/${room.id}/story`, `tasks/${task.id}`, `versions/${version.id}`, `versions/${version.id}/preview`],
      ...[`versions/${version.id}/diff?base=${base.id}`, `versions/${version.id}/export?format=md`],
      ...[`rooms/${room.id}/scorecard`, `goals/${goal.id}/scorecard`],
      ...['html', 'docx'].map((format) => `versions/${version.id}/export?format=${format}`),
    ],
    bytes: [`versions/${version.id}/content`, `rooms/${room.id}/files/${file.id}`, `sources/${room.id}/${file.id}`],
    attempt: [`attempts/${attempt.id}`],
    workspace: [
      `workspaces/${workspace.id}/snapshot`,
      `workspaces/${workspace.id}/events`,
      `workspaces/${workspace.id}/inbox`,
      `workspaces/${workspace.id}/find?q=a`,
    ],
    agent: [`agents/${agent.id}/deliveries`],
    everyone: [`agents/${agent.id}`],
    delivery: [`deliveries/${delivery}`],
  }
}

describe('the reading doors', () => {
  test('S30 answer each kind of caller exactly as the table of rights says; S37 agents see no people, tasks or addresses', async () => {
    const [scene, other] = [await makeScene(db), await makeScene(db)]
    const paths = await pathsOf(scene)
    const { workspace, room, agent, attempt } = scene
    const removed = await makeMember(db, { workspaceId: workspace.id, status: 'removed' })
    const stray = await makeAgent(db, { workspaceId: workspace.id })
    const disabled = await makeAgent(db, { workspaceId: workspace.id, status: 'disabled' })
    for (const subject of [removed, disabled]) await join(db, room, subject)
    const inRoom = ['lane', 'room', 'bytes', 'attempt', 'workspace', 'everyone']
    const callers: [string, Actor, string[]][] = [
      ['owner', asPerson(scene.owner), [...inRoom, 'agent', 'delivery']],
      ['member', asPerson(scene.member), [...inRoom, 'agent', 'delivery']],
      ['viewer', asPerson(scene.viewer), inRoom],
      ['member of another room', asPerson(scene.outsider), ['workspace', 'everyone', 'agent']],
      ['owner elsewhere', asPerson(other.owner), []],
      ['removed member', asPerson(removed), []],
      ['agent of the room', asAgent(agent), ['lane']],
      ['attempt of the room', asAgent(agent, attempt.id), ['attempt']],
      ['agent of the workspace', asAgent(stray), []],
      ['disabled agent', asAgent(disabled), []],
      ['agent elsewhere', asAgent(other.agent), []],
    ]
    const wrong: string[] = []
    const expectStatus = async (name: string, actor: Actor | null, path: string, status: number) => {
      const answer = await ask(actor, path)
      await answer.arrayBuffer()
      if (answer.status !== status) wrong.push(`${name} ${path} ${answer.status}`)
    }
    for (const [right, path] of Object.entries(paths).flatMap(([right, list]) =>
      list.map((path) => [right, path] as const),
    )) {
      await expectStatus('nobody', null, path, 401)
      for (const [name, actor, rights] of callers)
        await expectStatus(name, actor, path, rights.includes(right) ? 200 : 404)
    }
    expect(wrong).toEqual([])
  })

  test('S31 ids of one room under the address of another, or that never were, are the same 404', async () => {
    const [one, other] = [await makeScene(db), await makeScene(db)]
    const foreign = await makeFile(db, { roomId: other.room.id })
    const unknown = randomUUID()
    const said = await makeMessage(db, { roomId: other.room.id })
    const paths = [
      `rooms/${one.room.id}/files/${foreign.id}`,
      `sources/${one.room.id}/${foreign.id}`,
      `sources/${one.room.id}/${other.version.id}`,
      `sources/${other.room.id}/${foreign.id}`,
      `versions/${one.version.id}/diff?base=${other.version.id}`,
      `versions/${other.version.id}/diff?base=${one.version.id}`,
      ...[said.id, unknown].map((id) => `rooms/${one.room.id}/messages?before=${id}`),
      `rooms/${one.workspace.id}/snapshot`,
      `workspaces/${one.room.id}/snapshot`,
      `rooms/${one.workspace.id}/events`,
      `workspaces/${one.room.id}/events`,
      `versions/${one.room.id}`,
      ...[`rooms/${unknown}/snapshot`, `tasks/${unknown}`, `versions/${unknown}/content`, `deliveries/${unknown}`],
      ...['rooms/1/snapshot', "tasks/'%20or%201=1", 'versions/%0a', 'agents/undefined/deliveries'],
    ]
    const answers = await Promise.all(
      paths.map(async (path) => {
        const answer = await ask(asPerson(one.member), path)
        return { status: answer.status, body: await answer.json() }
      }),
    )
    for (const answer of answers) {
      expect(answer.status).toBe(404)
      expect(answer.body).toEqual(answers[0]?.body)
    }
  })

  test('S32 a query that is not of the plain shape is refused with its path', async () => {
    const { room, member, version, agent } = await makeScene(db)
    const paths = [
      ...[
        'after=-1',
        'after=1.5',
        'after=x',
        'limit=501',
        'limit=0',
        'after[gt]=0',
        '__proto__=1',
        'after=99999999999',
      ].map((query) => `rooms/${room.id}/events?${query}`),
      ...[
        `rooms/${room.id}/story?types=%25`,
        `versions/${version.id}/diff`,
        `versions/${version.id}/export?format=exe`,
      ],
      ...['before=1', 'limit=0', 'limit=201', 'after=1'].map((query) => `rooms/${room.id}/messages?${query}`),
      `agents/${agent.id}?before=yesterday`,
      ...[`agents/${agent.id}/deliveries?status=any`, `agents/${agent.id}/deliveries?before=yesterday`],
    ]
    for (const path of paths) {
      const answer = await ask(asPerson(member), path)
      expect([path, answer.status]).toEqual([path, 422])
      expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ message: expect.any(String) }] })
    }
  })

  test('S43 bytes of a version are a download that no browser runs', async () => {
    const { member, attempt } = await makeScene(db)
    const text = '<script>alert(1)</script>'
    const version = await makeVersion(db, {
      attempt,
      files: [{ name: 'päge.html', mediaType: 'text/html', text, sha256: 'a'.repeat(64), size: text.length }],
    })
    const answer = await ask(asPerson(member), `versions/${version.id}/content`)
    expect(await answer.text()).toBe(text)
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="p_ge.html"; filename*=UTF-8''p%C3%A4ge.html`,
    )
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox;')
    expect((await ask(asPerson(member), `versions/${version.id}/content?file=other.html`)).status).toBe(404)
    const exported = await ask(asPerson(member), `versions/${version.id}/export?format=docx`)
    expect([exported.status, (await exported.json()).code]).toEqual([409, 'conflict'])
  })

  test('an export carries number, hash and name; a preview’s frame address opens the very bytes', async () => {
    const { member, version } = await makeScene(db)
    const html = await ask(asPerson(member), `versions/${version.id}/export?format=html`)
    expect(html.headers.get('content-disposition')).toContain('filename="The brief v1.html"')
    expect(await html.text()).toContain(version.sha256)
    const docx = await ask(asPerson(member), `versions/${version.id}/export?format=docx`)
    expect(
      Buffer.from(await docx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    await db.query(`update version set files = jsonb_set(files, '{0,mediaType}', '"text/html"') where id = $1`, [
      version.id,
    ])
    const preview = await (await ask(asPerson(member), `versions/${version.id}/preview`)).json()
    expect(preview.frameUrl).toMatch(/^\/api\/v1\/content\/[\w-]+\.[\w-]+$/)
  })

  test('an agent that asks for its attempt gets its assignment, a person the attempt’s story', async () => {
    const { attempt, agent, member } = await makeScene(db)
    const given = await ask(asAgent(agent, attempt.id), `attempts/${attempt.id}`)
    expect(await given.json()).toEqual({ assignment: attempt.id })
    expect(await (await ask(asPerson(member), `attempts/${attempt.id}`)).json()).toMatchObject({ doerName: agent.name })
  })
})

test('every door that reads is described in openapi.json', () => {
  const { paths } = openApi('1.0.0', 'https://muster.example')
  const described = Object.keys(paths as object)
  for (const { path } of doors) expect(described).toContain(path.replaceAll(/:(\w+)/g, '{$1}'))
})
