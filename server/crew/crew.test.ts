import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Crew, startCrew } from './start.ts'
import { type Call, openCoordinator } from './test-coordinator.ts'

const token = 'enrol-token-of-the-test'
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const report =
  '# Report\n\n## Money\n\nThe scheme cost 742,000 euros in 2025. The office opened a new door. Riders paid 281,000 euros of it in fees.\n'
const input = {
  id: 'file_1',
  name: 'report.md',
  mediaType: 'text/markdown',
  sha256: '',
  origin: 'person',
  author: 'Ana',
  trust: 'high',
}

let coordinator: Awaited<ReturnType<typeof openCoordinator>>
let crew: Crew
let dir: string

const enrol = (body: unknown, bearer = token) =>
  fetch(`http://127.0.0.1:${crew.port}/enrol`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const order = (...names: string[]) => ({
  workspaceId: 'ws_1',
  agents: names.map((name) => ({ name, agentId: `agent_${name}`, secret, token: `mst_agt_${name}` })),
})
const address = (name: string) => `http://127.0.0.1:${crew.port}/ws_1/${name}`
const deliver = (name: string, type: string, data: unknown, id?: string, at?: number) =>
  coordinator.deliver(address(name), secret, type, data, id, at)
const start = () => startCrew({ port: 0, token, dir, musterUrl: coordinator.url, model: null }, () => undefined)
const ended = (path: string) => (call: Call) => call.path.endsWith(path)
const paths = () => coordinator.calls.map(({ path }) => path.replace(/^\/attempts\/\w+\//, ''))

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crew-'))
  coordinator = await openCoordinator()
  crew = await start()
  expect((await enrol(order('scout', 'writer', 'analyst'))).status).toBe(204)
})
afterEach(async () => {
  await crew.close()
  await coordinator.close()
  await rm(dir, { recursive: true })
})

describe('enrolment', () => {
  it('needs the token', async () => {
    expect((await enrol(order('critic'), 'wrong')).status).toBe(401)
    expect((await deliver('critic', 'agent.ping', { challenge: 'c' })).status).toBe(404)
  })

  it('knows only the six agents', async () => {
    expect((await enrol(order('painter'))).status).toBe(422)
  })

  it('keeps the secrets from other users and over a restart', async () => {
    expect((await stat(join(dir, 'agents.json'))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(dir, 'agents.json'), 'utf8')).toContain(secret)
    await crew.close()
    crew = await start()
    expect((await deliver('scout', 'agent.ping', { challenge: 'still here' })).body).toEqual({
      challenge: 'still here',
    })
  })
})

describe('webhooks', () => {
  it('a ping is answered with its challenge', async () => {
    expect(await deliver('scout', 'agent.ping', { challenge: 'abc' })).toEqual({
      status: 200,
      body: { challenge: 'abc' },
    })
  })

  it('a wrong signature is refused, and so is one that is too old', async () => {
    const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    expect((await coordinator.deliver(address('scout'), other, 'agent.ping', { challenge: 'c' })).status).toBe(401)
    expect((await deliver('scout', 'agent.ping', { challenge: 'c' }, 'evt_1', Date.now() - 301_000)).status).toBe(401)
  })

  it('F58 a delivery that comes twice is worked on once', async () => {
    const data = coordinator.assignment('att1', { inputs: [{ ...input, text: report }] })
    expect((await deliver('scout', 'attempt.requested', data, 'evt_twice')).body).toEqual({ status: 'accepted' })
    await coordinator.seen(ended('/complete'))
    expect((await deliver('scout', 'attempt.requested', data, 'evt_twice')).status).toBe(202)
    await crew.settled()
    expect(paths().filter((path) => path === 'complete')).toHaveLength(1)
  })

  it('an agent that is mentioned says in the room what it can do', async () => {
    await deliver('analyst', 'room.mentioned', {
      room: { id: 'room_1' },
      message: { id: 'msg_1', body: '@analyst hello' },
    })
    const call = await coordinator.seen(ended('/rooms/room_1/messages'))
    expect(call.auth).toBe('Bearer mst_agt_analyst')
    expect(call.body).toMatchObject({ replyTo: 'msg_1', body: expect.stringContaining('tables') })
  })
})

describe('an attempt', () => {
  it('reads its inputs, shows what it does, hands in an artifact and cites word for word', async () => {
    coordinator.behaviour.answer = ({ path }) => ({ status: 200, body: path.startsWith('/content/') ? report : {} })
    const inputs = [{ ...input, url: '/api/v1/content/abc' }]
    await deliver('scout', 'attempt.requested', coordinator.assignment('att1', { inputs }))
    const { body, auth } = await coordinator.seen(ended('/complete'))
    expect(auth).toBe('Bearer mst_att_att1')
    expect(paths()).toEqual(['activities', '/content/abc', 'activities', 'activities', 'artifacts/notes', 'complete'])
    const sources = body.sources as { inputId: string; quote: string; locator: string }[]
    expect(sources.map(({ quote }) => quote)).toContain('The scheme cost 742,000 euros in 2025.')
    for (const { inputId, quote, locator } of sources) {
      expect(inputId).toBe('file_1')
      expect(report).toContain(quote)
      expect(locator).toBe('line 5')
    }
    const artifact = await coordinator.seen(ended('/artifacts/notes'))
    expect(artifact.body.parts).toMatchObject([{ mediaType: 'text/markdown' }, { data: { notes: expect.any(Array) } }])
    expect(body.artifactIds).toEqual(['notes'])
  })

  it('F07 is dropped quietly when the coordinator says it is superseded', async () => {
    coordinator.behaviour.answer = ({ path }) => ({
      status: path.includes('/artifacts/') ? 409 : 200,
      body: { code: 'superseded' },
    })
    await deliver(
      'scout',
      'attempt.requested',
      coordinator.assignment('att1', { inputs: [{ ...input, text: report }] }),
    )
    await coordinator.seen(ended('/artifacts/notes'))
    await crew.settled()
    expect(paths().at(-1)).toBe('artifacts/notes')
  })

  it('F31 is corrected once when its result has the wrong shape, then given up with the reason', async () => {
    coordinator.behaviour.answer = ({ path }) => ({
      status: path.endsWith('/complete') ? 422 : 200,
      body: { detail: 'sources[0].quote' },
    })
    await deliver(
      'scout',
      'attempt.requested',
      coordinator.assignment('att1', { inputs: [{ ...input, text: report }] }),
    )
    const { body } = await coordinator.seen(ended('/fail'))
    expect(paths().filter((path) => path === 'complete')).toHaveLength(2)
    expect(body).toMatchObject({
      code: 'agent_error',
      message: expect.stringContaining('sources[0].quote'),
      retryable: false,
    })
  })

  it('F59 a call whose answer was lost is made again with the same idempotency key', async () => {
    let broken = true
    coordinator.behaviour.answer = ({ path }) => {
      if (!path.endsWith('/complete') || !broken) return { status: 200 }
      broken = false
      return 'hang up'
    }
    await deliver(
      'scout',
      'attempt.requested',
      coordinator.assignment('att1', { inputs: [{ ...input, text: report }] }),
    )
    const completions = () => coordinator.calls.filter(ended('/complete'))
    await coordinator.seen(() => completions().length === 2)
    expect(completions()[0]?.key).toBeTruthy()
    expect(completions()[1]?.key).toBe(completions()[0]?.key)
  })

  it.each(['attempt.cancel_requested', 'attempt.revoked'])('stops at once on %s', async (type) => {
    coordinator.behaviour.answer = ({ path }) => (path.startsWith('/content/') ? 'hold' : { status: 200 })
    const inputs = [{ ...input, url: `${coordinator.url}/api/v1/content/slow` }]
    await deliver('scout', 'attempt.requested', coordinator.assignment('att1', { inputs }))
    await coordinator.seen(ended('/content/slow'))
    expect((await deliver('scout', type, { attempt: { id: 'att1' }, reason: 'changed plans' })).status).toBe(202)
    await crew.settled()
    expect(paths()).toEqual(['activities', '/content/slow'])
  })

  it('beats while it works, and stops when a heartbeat says the task was cancelled', async () => {
    coordinator.behaviour.answer = ({ path }) => {
      if (path.startsWith('/content/')) return 'hold'
      return { status: 200, body: { cancelRequested: path.endsWith('/heartbeat') } }
    }
    const data = coordinator.assignment('att1', { inputs: [{ ...input, url: '/api/v1/content/slow' }] })
    await deliver('scout', 'attempt.requested', { ...data, attempt: { ...data.attempt, heartbeatSeconds: 0.02 } })
    expect((await coordinator.seen(ended('/heartbeat'))).body).toEqual({ progress: 0 })
    await crew.settled()
    expect(paths()).not.toContain('complete')
    expect(paths()).not.toContain('fail')
  })

  it('F72 is handed back when the crew shuts down in the middle of it', async () => {
    coordinator.behaviour.answer = ({ path }) => (path.startsWith('/content/') ? 'hold' : { status: 200 })
    await deliver(
      'scout',
      'attempt.requested',
      coordinator.assignment('att1', { inputs: [{ ...input, url: '/api/v1/content/slow' }] }),
    )
    await coordinator.seen(ended('/content/slow'))
    await crew.close()
    expect(coordinator.calls.at(-1)).toMatchObject({
      path: '/attempts/att1/fail',
      body: { code: 'shutting_down', retryable: true },
    })
  })

  it('F17 is declined when it wants what the agent cannot make', async () => {
    const output = { kind: 'website', mediaType: 'text/html' }
    await deliver(
      'writer',
      'attempt.requested',
      coordinator.assignment('att1', { inputs: [{ ...input, text: report }], output }),
    )
    expect((await coordinator.seen(ended('/decline'))).body.reason).toContain('text/html')
  })

  it('says in its result which inputs it could not read', async () => {
    const inputs = [
      { ...input, text: report },
      { ...input, id: 'file_2', name: 'photo.png', mediaType: 'image/png', url: '/api/v1/content/x' },
    ]
    await deliver('scout', 'attempt.requested', coordinator.assignment('att1', { inputs }))
    expect((await coordinator.seen(ended('/complete'))).body.response).toContain('could not read photo.png')
  })
})
