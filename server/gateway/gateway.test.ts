import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hashToken, newToken } from '../auth/tokens.ts'
import type { EventBatch, LogEvent } from '../contract/events.ts'
import type { ClientToServer, ServerToClient, WatchAnswer } from '../contract/live.ts'
import { findLaneMember } from '../store/account-reads.ts'
import { put } from '../testing/insert.ts'
import { makeAgent, makeMember, makeRoom, makeWorkspace } from '../testing/rows.ts'
import { openSite, type Site } from '../testing/site.ts'
import { createGateway, type Gateway, type GatewayLimits } from './gateway.ts'
import { guardUpgrade } from './upgrade.ts'

type Client = Socket<ServerToClient, ClientToServer>

let site: Site
let gateway: Gateway
let laneId: string
let clients: Client[]
/** Who was shut out of the lane, by user. */
let shutOut: Set<string>
let listeners: Set<(batch: EventBatch) => void>
let stored: LogEvent[]
let errors: unknown[]

async function start(limits: Partial<GatewayLimits> = {}) {
  gateway = createGateway({
    callerOf: site.auth.callerOf,
    originAllowed: site.originAllowed,
    log: {
      after: async (id, seq, limit) => (id === laneId ? stored.filter((one) => one.seq > seq).slice(0, limit) : []),
      head: async (id) => (id === laneId ? (stored.at(-1)?.seq ?? 0) : null),
      onCommit(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    access: async (actor, id) => {
      if (actor.kind !== 'member' || id !== laneId || shutOut.has(actor.userId)) return false
      return (await findLaneMember(site.pool, actor.userId, id)) !== null
    },
    memberIdOf: (userId, id) => findLaneMember(site.pool, userId, id),
    limits: { gatherMs: 5, presenceMs: 20, sweepMs: 50, accessMs: 50, ...limits },
    onError: (error) => errors.push(error),
  })
  const [next] = site.server.listeners('request')
  site.server.removeAllListeners('request')
  site.server.on('request', (req, res) => gateway.handle(req, res) || next?.(req, res))
  guardUpgrade(site.server, { dev: false, live: gateway.upgrade })
  site.auth.sessions.onEnded(gateway.kick)
}

beforeEach(async () => {
  site = await openSite()
  clients = []
  shutOut = new Set()
  listeners = new Set()
  stored = []
  errors = []
  laneId = (await makeRoom(site.pool)).id
})
afterEach(async () => {
  for (const client of clients) client.disconnect()
  await gateway.close()
  await site.close()
  expect(errors).toEqual([])
})

const pad = { data: {} as Record<string, unknown> }
function commit(count: number, heard = true): void {
  const batch = Array.from(
    { length: count },
    (_, n): LogEvent => ({
      seq: (stored.at(-1)?.seq ?? 0) + n + 1,
      at: 0,
      type: 'message.posted',
      actor: { kind: 'member', id: 'm', name: 'Ana' },
      changes: [],
      ...pad,
    }),
  )
  stored.push(...batch)
  if (heard) for (const listener of listeners) listener({ laneId, events: batch })
}

/** A member of the lane's workspace with a personal token. */
async function person(workspaceId?: string) {
  const { rows } = await site.pool.query<{ workspaceId: string }>('SELECT "workspaceId" FROM lane WHERE id = $1', [
    laneId,
  ])
  const member = await makeMember(site.pool, { workspaceId: workspaceId ?? rows[0]?.workspaceId ?? '' })
  const token = newToken('mst_pat_')
  await put(site.pool, 'personal_token', {
    id: randomUUID(),
    workspaceId: member.workspaceId,
    memberId: member.id,
    name: 'test',
    tokenHash: hashToken(token),
    hint: '',
    expiresAt: null,
    revokedAt: null,
    createdAt: Date.now(),
  })
  return { ...member, headers: { authorization: `Bearer ${token}` } }
}

/** A person's session, as their browser sends it. */
async function session(userId: string) {
  const { encode } = await import('next-auth/jwt')
  const sid = await site.auth.sessions.start(userId, null, true)
  const value = await encode({ token: { sub: userId, sid }, secret: site.auth.cookieSecret })
  return {
    headers: { cookie: `muster.session=${value}`, origin: site.url },
    end: () => site.auth.sessions.endPlain(userId, sid),
  }
}

async function open(headers: Record<string, string>, transports = ['websocket']): Promise<Client> {
  const client: Client = io(site.url, {
    path: '/live',
    transports,
    extraHeaders: headers,
    reconnection: false,
    forceNew: true,
  })
  clients.push(client)
  await new Promise<void>((resolve, reject) => {
    client.on('connect', resolve)
    client.on('connect_error', reject)
  })
  return client
}

/** Collects what a client is sent of the lane, as a window would: the next number or nothing. */
function read(client: Client) {
  const seen: number[] = []
  let cursor = 0
  client.on('events', ({ events }) => {
    for (const { seq } of events) {
      if (seq <= cursor) continue
      seen.push(seq)
      cursor = seq
    }
  })
  return seen
}
const watch = (client: Client, after: number, id = laneId): Promise<WatchAnswer> =>
  client.timeout(2000).emitWithAck('watch', { laneId: id, after })
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

test('F75 a window that was cut off in the middle of a storm of events catches up to the last one, in order', async () => {
  await start()
  const { headers } = await person()
  const storm = setInterval(() => commit(7, Math.random() < 0.7), 1)
  const everything: number[] = []
  for (let cut = 0; cut < 6; cut++) {
    const client = await open(headers)
    client.on('events', ({ events }) => {
      for (const { seq } of events) {
        const last = everything.at(-1) ?? 0
        if (seq > last + 1) throw new Error(`a gap between ${last} and ${seq}`)
        if (seq === last + 1) everything.push(seq)
      }
    })
    let answer = await watch(client, everything.at(-1) ?? 0)
    while (answer.ok && answer.behind) {
      // What a window reads from the log over HTTP.
      for (const { seq } of stored.slice(everything.length, everything.length + 500)) everything.push(seq)
      answer = await watch(client, everything.at(-1) ?? 0)
    }
    expect(answer.ok).toBe(true)
    const before = everything.length
    await vi.waitFor(() => expect(everything.length).toBeGreaterThan(before + 20))
    if (cut === 5) clearInterval(storm)
    else client.disconnect()
    if (cut === 5) {
      await client.timeout(2000).emitWithAck('head', { laneId })
      await vi.waitFor(() => expect(everything.at(-1)).toBe(stored.at(-1)?.seq))
    }
  }
  expect(everything).toEqual(upTo(stored.length))
})

test('a lane is streamed to all who watch it, and a window that is far behind is told so', async () => {
  await start()
  commit(700)
  const [ana, ben] = [await open((await person()).headers), await open((await person()).headers)]
  const [seenByAna, seenByBen] = [read(ana), read(ben)]
  expect(await watch(ana, 650)).toEqual({ ok: true, seq: 700, behind: false })
  expect(await watch(ben, 100)).toEqual({ ok: true, seq: 700, behind: true })
  expect(await watch(ben, 701)).toEqual({ ok: true, seq: 700, behind: true })
  expect(seenByAna).toEqual(upTo(700, 651))
  expect(await watch(ben, 700)).toEqual({ ok: true, seq: 700, behind: false })
  commit(3)
  commit(2, false)
  expect(await ben.timeout(2000).emitWithAck('head', { laneId })).toEqual({ ok: true, seq: 705 })
  await vi.waitFor(() => expect(seenByBen).toEqual(upTo(705, 701)))
  await vi.waitFor(() => expect(seenByAna).toEqual(upTo(705, 651)))
  await ana.timeout(2000).emitWithAck('unwatch', { laneId })
  commit(1)
  await vi.waitFor(() => expect(seenByBen.at(-1)).toBe(706))
  expect(seenByAna.at(-1)).toBe(705)
})

test('those who watch a lane see who else does, and who is writing', async () => {
  await start()
  const [one, two] = [await person(), await person()]
  const [ana, ben] = [await open(one.headers), await open(two.headers)]
  const seen: string[][] = []
  const writing: string[] = []
  ana.on('presence', ({ memberIds }) => seen.push(memberIds))
  ana.on('typing', ({ memberId }) => writing.push(memberId))
  await watch(ana, 0)
  await watch(ben, 0)
  await vi.waitFor(() => expect(new Set(seen.at(-1))).toEqual(new Set([one.id, two.id])))
  ben.emit('typing', { laneId })
  await vi.waitFor(() => expect(writing).toEqual([two.id]))
  ben.disconnect()
  await vi.waitFor(() => expect(seen.at(-1)).toEqual([one.id]))
})

test('S05 an open socket is closed within a second of signing out', async () => {
  await start()
  const { userId } = await person()
  const { headers, end } = await session(userId)
  const other = await session(userId)
  const [client, stays] = [await open(headers), await open(other.headers)]
  await watch(client, 0)
  const closed = new Promise((resolve) => client.on('disconnect', resolve))
  const startedAt = performance.now()
  await end()
  expect(await closed).toBe('io server disconnect')
  expect(performance.now() - startedAt).toBeLessThan(1000)
  expect((await watch(stays, 0)).ok).toBe(true)
  await expect(open(headers)).rejects.toThrow()
})

test('S06 what another process revoked closes the socket at the next look', async () => {
  await start()
  const { userId } = await person()
  const { headers } = await session(userId)
  const client = await open(headers)
  const closed = new Promise((resolve) => client.on('disconnect', resolve))
  await site.pool.query('UPDATE session SET "revokedAt" = now()')
  site.auth.forgetUser(userId)
  expect(await closed).toBe('io server disconnect')
})

test("S08 S21 a socket without a session, with a bad one or with an agent's token is not opened", async () => {
  await start()
  const token = newToken('mst_agt_')
  await makeAgent(site.pool, { tokenHash: hashToken(token) })
  const refused = [
    { origin: site.url },
    { origin: site.url, cookie: 'muster.session=%E0%A4%A' },
    { origin: site.url, cookie: `muster.session=${'x'.repeat(4000)}` },
    { authorization: `Bearer ${token}` },
    { authorization: `Bearer ${newToken('mst_pat_')}` },
    { authorization: 'Bearer mst_pat_' },
  ]
  for (const headers of refused) {
    for (const transport of ['websocket', 'polling']) {
      await expect(open(headers, [transport]), JSON.stringify(headers)).rejects.toThrow()
    }
  }
  expect(gateway.size()).toBe(0)
})

test('S20 a handshake from another origin is refused, by websocket and by polling', async () => {
  await start()
  const { headers } = await session((await person()).userId)
  const foreign = [
    'https://evil.example',
    'null',
    `${site.url}.evil`,
    site.url.replace('http:', 'https:'),
    'http://127.0.0.1:1',
    'http://app.example.evil',
  ]
  for (const transport of ['websocket', 'polling']) {
    for (const origin of foreign) await expect(open({ ...headers, origin }, [transport]), origin).rejects.toThrow()
    await expect(open({ cookie: headers.cookie }, [transport])).rejects.toThrow()
    expect((await open(headers, [transport])).connected).toBe(true)
  }
})

test('S22 a lane one is not in looks like one that does not exist, and nothing comes of it', async () => {
  await start()
  const stranger = await person((await makeWorkspace(site.pool)).id)
  const client = await open(stranger.headers)
  const seen = read(client)
  for (const id of [laneId, randomUUID()]) {
    expect(await watch(client, 0, id)).toEqual({ ok: false, code: 'not_found' })
    expect(await client.timeout(2000).emitWithAck('head', { laneId: id })).toEqual({ ok: false, code: 'not_found' })
  }
  commit(3)
  const insider = read(await open((await person()).headers))
  await watch(clients.at(-1) as Client, 0)
  await vi.waitFor(() => expect(insider).toEqual([1, 2, 3]))
  expect(seen).toEqual([])
})

test('S22 whoever is removed from a lane is told, and gets nothing from then on', async () => {
  await start()
  const [out, stays] = [await person(), await person()]
  const [client, other] = [await open(out.headers), await open(stays.headers)]
  const [seen, seenByOther] = [read(client), read(other)]
  await watch(client, 0)
  await watch(other, 0)
  commit(1)
  await vi.waitFor(() => expect(seen).toEqual([1]))
  const told = new Promise((resolve) => client.on('revoked', resolve))
  shutOut.add(out.userId)
  gateway.revoke(laneId, out.userId)
  commit(1)
  expect(await told).toEqual({ laneId })
  expect(await watch(client, 0)).toEqual({ ok: false, code: 'not_found' })
  await vi.waitFor(() => expect(seenByOther).toEqual([1, 2]))
  expect(seen).toEqual([1])
  const alsoTold = new Promise((resolve) => other.on('revoked', resolve))
  // Removed by another process: nobody told this one, the next look finds out.
  shutOut.add(stays.userId)
  expect(await alsoTold).toEqual({ laneId })
})

test('S23 misshapen events are refused and the socket goes on; a huge one costs the socket alone', async () => {
  await start()
  const { headers } = await person()
  const client = await open(headers)
  const send = (name: string, input: unknown): Promise<unknown> =>
    client.timeout(2000).emitWithAck(name as 'head', input as { laneId: string })
  let deep: unknown = 1
  for (let n = 0; n < 2000; n++) deep = [deep]
  const wrong = [
    ['watch', { laneId, after: -1 }],
    ['watch', { laneId, after: '1' }],
    ['watch', { laneId, after: 1, role: 'owner' }],
    ['watch', null],
    ['watch', deep],
    ['head', { laneId: { not: '' } }],
    ['head', [laneId]],
    ['nothing', { laneId }],
    ['head', undefined],
  ] as const
  for (const [name, input] of wrong) {
    expect(await send(name, input), name).toEqual({ ok: false, code: 'invalid' })
  }
  expect(await watch(client, 0)).toMatchObject({ ok: true })
  const closed = new Promise((resolve) => client.on('disconnect', resolve))
  client.emit('typing', { laneId: 'x'.repeat(10_000_000) })
  await closed
  expect((await watch(await open(headers), 0)).ok).toBe(true)
})

test('S24 a flood on one socket, sockets without number and handshakes without end are limited', async () => {
  await start({ socketsPerUser: 3, handshakes: { limit: 12, windowMs: 60_000 } })
  const { headers } = await person()
  const client = await open(headers)
  const answers = await Promise.all(
    Array.from({ length: 500 }, () => client.timeout(5000).emitWithAck('head', { laneId })),
  )
  const taken = answers.filter(({ ok }) => ok).length
  expect(taken).toBeGreaterThanOrEqual(50)
  expect(taken).toBeLessThan(250)
  await open(headers)
  await open(headers)
  await expect(open(headers)).rejects.toThrow('throttled')
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => open(headers)))
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
  await expect(open((await person()).headers)).rejects.toThrow()
})

test('F80 a reader who does not read is dropped at the cap, costs the others nothing and catches up later', async () => {
  await start({ unsentBytes: 256 * 1024, unsentMs: 200 })
  const [slow, quick] = [await person(), await person()]
  const other = await open(quick.headers)
  const seen = read(other)
  await watch(other, 0)
  const { port } = new URL(site.url)
  const socket = connect(Number(port), '127.0.0.1')
  const key = Buffer.from('0123456789abcdef').toString('base64')
  socket.write(
    `GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nhost: x\r\nauthorization: ${slow.headers.authorization}\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`,
  )
  const closed = new Promise((resolve) => socket.on('close', resolve))
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => undefined)
  const say = async (words: string, answer: string) => {
    const bytes = Buffer.from(words)
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]))
    await vi.waitFor(() => expect(text).toContain(answer))
  }
  await vi.waitFor(() => expect(text).toContain('"sid"'))
  await say('40', '40{')
  await say(`420["watch",{"laneId":"${laneId}","after":0}]`, '430[')
  socket.pause()
  pad.data = { text: 'x'.repeat(20_000) }
  const flood = setInterval(() => commit(2), 5)
  await vi.waitFor(() => expect(gateway.size()).toBe(1), { timeout: 15_000 })
  clearInterval(flood)
  pad.data = {}
  socket.resume()
  await closed
  await other.timeout(5000).emitWithAck('head', { laneId })
  await vi.waitFor(() => expect(seen).toEqual(upTo(stored.length)), { timeout: 5000 })
  const again = await open(slow.headers)
  const caughtUp = read(again)
  const from = Math.max(0, stored.length - 100)
  expect(await watch(again, from)).toMatchObject({ ok: true, behind: false })
  await vi.waitFor(() => expect(caughtUp).toEqual(upTo(stored.length, from + 1)))
})
