import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { hashToken, newToken } from '../auth/tokens.ts'
import { type Live, numbersSeen, openLive } from '../testing/live.ts'
import { makeAgent, makeWorkspace } from '../testing/rows.ts'

let live: Live
afterEach(async () => expect(await live.close()).toEqual([]))

test('S05 an open socket is closed within a second of signing out', async () => {
  live = await openLive()
  const { open, person, session, watch } = live
  const { userId } = await person()
  const { headers, end } = await session(userId)
  const other = await session(userId)
  const [client, stays] = [await open(headers), await open(other.headers)]
  await watch(client, 0)
  const closed = new Promise((resolve) => client.on('disconnect', resolve))
  const startedAt = performance.now()
  await end()
  expect(await closed).toBe('io server disconnect')
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  expect((await watch(stays, 0)).ok).toBe(true)
  await expect(open(headers)).rejects.toThrow()
})

test('S06 what another process revoked closes the socket at the next look', async () => {
  live = await openLive()
  const { open, person, session, site } = live
  const { userId } = await person()
  const { headers } = await session(userId)
  const client = await open(headers)
  const closed = new Promise((resolve) => client.on('disconnect', resolve))
  await site.pool.query('UPDATE session SET "revokedAt" = now()')
  site.auth.forgetUser(userId)
  expect(await closed).toBe('io server disconnect')
})

test("S08 S21 a socket without a session, with a bad one or with an agent's token is not opened", async () => {
  live = await openLive()
  const { gateway, open, site } = live
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
  live = await openLive()
  const { open, person, session, site } = live
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
  live = await openLive()
  const { commit, laneId, open, person, site, watch } = live
  const stranger = await person((await makeWorkspace(site.pool)).id)
  const client = await open(stranger.headers)
  const seen = numbersSeen(client)
  for (const id of [laneId, randomUUID()]) {
    expect(await watch(client, 0, id)).toEqual({ ok: false, code: 'not_found' })
    expect(await client.timeout(20_000).emitWithAck('head', { laneId: id })).toEqual({ ok: false, code: 'not_found' })
  }
  commit(3)
  const inside = await open((await person()).headers)
  const insider = numbersSeen(inside)
  await watch(inside, 0)
  await expect.poll(() => insider).toEqual([1, 2, 3])
  expect(seen).toEqual([])
})

test('S22 whoever is removed from a lane is told, and gets nothing from then on', async () => {
  live = await openLive()
  const { commit, gateway, laneId, open, person, shutOut, watch } = live
  const [out, stays] = [await person(), await person()]
  const [client, other] = [await open(out.headers), await open(stays.headers)]
  const [seen, seenByOther] = [numbersSeen(client), numbersSeen(other)]
  await watch(client, 0)
  await watch(other, 0)
  commit(1)
  await expect.poll(() => seen).toEqual([1])
  const told = new Promise((resolve) => client.on('revoked', resolve))
  shutOut.add(out.userId)
  gateway.revoke(laneId, out.userId)
  commit(1)
  expect(await told).toEqual({ laneId })
  expect(await watch(client, 0)).toEqual({ ok: false, code: 'not_found' })
  await expect.poll(() => seenByOther).toEqual([1, 2])
  expect(seen).toEqual([1])
  const alsoTold = new Promise((resolve) => other.on('revoked', resolve))
  // Removed by another process: nobody told this one, the next look finds out.
  shutOut.add(stays.userId)
  expect(await alsoTold).toEqual({ laneId })
})

test('S23 misshapen events are refused and the socket goes on; a huge one costs the socket alone', async () => {
  live = await openLive()
  const { laneId, open, person, watch } = live
  const { headers } = await person()
  const client = await open(headers)
  const send = (name: string, input: unknown): Promise<unknown> =>
    client.timeout(20_000).emitWithAck(name as 'head', input as { laneId: string })
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
  live = await openLive({ socketsPerUser: 3, handshakes: { limit: 12, windowMs: 60_000 } })
  const { laneId, open, person } = live
  const { headers } = await person()
  const client = await open(headers)
  const startedAt = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 500 }, () => client.timeout(20_000).emitWithAck('head', { laneId })),
  )
  const taken = answers.filter(({ ok }) => ok).length
  expect(taken).toBeGreaterThanOrEqual(50)
  // Fifty a second, and those of a second that began before.
  expect(taken).toBeLessThanOrEqual(50 * (2 + Math.ceil((performance.now() - startedAt) / 1000)))
  await open(headers)
  await open(headers)
  await expect(open(headers)).rejects.toThrow('throttled')
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => open(headers)))
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
  await expect(open((await person()).headers)).rejects.toThrow()
})
