import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type Live, numbersSeen, openLive } from '../testing/live.ts'

let live: Live
afterEach(async () => expect(await live.close()).toEqual([]))

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

test('F75 a window that was cut off in the middle of a storm of events catches up to the last one, in order', async () => {
  live = await openLive()
  const { commit, laneId, open, person, stored, watch } = live
  const { headers } = await person()
  const storm = setInterval(() => commit(7, { heard: Math.random() < 0.7 }), 1)
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
    await expect.poll(() => everything.length).toBeGreaterThan(before + 20)
    if (cut === 5) clearInterval(storm)
    else client.disconnect()
    if (cut === 5) {
      await client.timeout(20_000).emitWithAck('head', { laneId })
      await expect.poll(() => everything.at(-1)).toBe(stored.at(-1)?.seq)
    }
  }
  expect(everything).toEqual(upTo(stored.length))
})

test('a lane is streamed to all who watch it, and a window that is far behind is told so', async () => {
  live = await openLive()
  const { commit, laneId, open, person, watch } = live
  commit(700)
  const [ana, ben] = [await open((await person()).headers), await open((await person()).headers)]
  const [seenByAna, seenByBen] = [numbersSeen(ana), numbersSeen(ben)]
  expect(await watch(ana, 650)).toEqual({ ok: true, seq: 700, behind: false })
  expect(await watch(ben, 100)).toEqual({ ok: true, seq: 700, behind: true })
  expect(await watch(ben, 701)).toEqual({ ok: true, seq: 700, behind: true })
  expect(seenByAna).toEqual(upTo(700, 651))
  expect(await watch(ben, 700)).toEqual({ ok: true, seq: 700, behind: false })
  commit(3)
  commit(2, { heard: false })
  expect(await ben.timeout(20_000).emitWithAck('head', { laneId })).toEqual({ ok: true, seq: 705 })
  await expect.poll(() => seenByBen).toEqual(upTo(705, 701))
  await expect.poll(() => seenByAna).toEqual(upTo(705, 651))
  await ana.timeout(20_000).emitWithAck('unwatch', { laneId })
  commit(1)
  await expect.poll(() => seenByBen.at(-1)).toBe(706)
  expect(seenByAna.at(-1)).toBe(705)
})

test('those who watch a lane see who else does, and who is writing', async () => {
  live = await openLive()
  const { laneId, open, person, watch } = live
  const [one, two] = [await person(), await person()]
  const [ana, ben] = [await open(one.headers), await open(two.headers)]
  const seen: string[][] = []
  const writing: string[] = []
  ana.on('presence', ({ memberIds }) => seen.push(memberIds))
  ana.on('typing', ({ memberId }) => writing.push(memberId))
  await watch(ana, 0)
  await watch(ben, 0)
  await expect.poll(() => new Set(seen.at(-1))).toEqual(new Set([one.id, two.id]))
  ben.emit('typing', { laneId })
  await expect.poll(() => writing).toEqual([two.id])
  ben.disconnect()
  await expect.poll(() => seen.at(-1)).toEqual([one.id])
})

test('F80 a reader who does not read is dropped at the cap, costs the others nothing and catches up later', async () => {
  live = await openLive({ unsentBytes: 256 * 1024, unsentMs: 1000 })
  const { commit, gateway, laneId, open, person, site, stored, watch } = live
  const [slow, quick] = [await person(), await person()]
  const other = await open(quick.headers)
  const seen = numbersSeen(other)
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
    await expect.poll(() => text).toContain(answer)
  }
  await expect.poll(() => text).toContain('"sid"')
  await say('40', '40{')
  await say(`420["watch",{"laneId":"${laneId}","after":0}]`, '430[')
  socket.pause()
  const data = { text: 'x'.repeat(20_000) }
  const flood = setInterval(() => commit(2, { data }), 10)
  await expect.poll(() => gateway.size()).toBe(1)
  clearInterval(flood)
  socket.resume()
  await closed
  await other.timeout(20_000).emitWithAck('head', { laneId })
  await expect.poll(() => seen).toEqual(upTo(stored.length))
  const again = await open(slow.headers)
  const caughtUp = numbersSeen(again)
  const from = Math.max(0, stored.length - 100)
  expect(await watch(again, from)).toMatchObject({ ok: true, behind: false })
  await expect.poll(() => caughtUp).toEqual(upTo(stored.length, from + 1))
})
