import { expect, test } from 'vitest'
import { failureOf, type Got, offline } from '../../workspace/http.ts'
import { laneId, laneLog } from '../../workspace/testing/lane-log.ts'
import { advance } from './play.ts'
import { createReel, type ReelState } from './reel.ts'

async function opened(count: number) {
  const log = await laneLog()
  log.commit(count)
  const read = async <T>(path: string): Promise<Got<T>> => {
    try {
      const response = await fetch(log.url + path)
      return response.ok ? { ok: true, value: (await response.json()) as T } : await failureOf(response)
    } catch {
      return offline
    }
  }
  const reel = createReel(laneId, read, () => count)
  const when = (fits: (state: ReelState) => boolean) =>
    new Promise<ReelState>((resolve) => {
      const look = (state: ReelState) => {
        if (!fits(state)) return
        stop()
        resolve(state)
      }
      const stop = reel.state.subscribe(look)
      look(reel.state.getState())
    })
  return { log, reel, rests: () => when((state) => !state.loading) }
}

test('only as much of the log is read as is looked at, and the length of the whole is known at once', async () => {
  const { log, reel, rests } = await opened(6000)
  reel.reach(10)
  const state = await rests()
  expect(state).toMatchObject({ head: 6000, endAt: 6000, failure: null })
  expect(state.loaded).toBeLessThan(3000)
  const asked = log.asked.length
  reel.reach(20)
  expect((await rests()).loaded).toBe(state.loaded)
  expect(log.asked.length).toBe(asked)
  const before = reel.state.getState()
  reel.reachMoment(100)
  expect(reel.state.getState()).toBe(before)
})

test('going to a moment reads all that came before it, in order and without holes', async () => {
  const { reel, rests } = await opened(6000)
  reel.reachMoment(5999)
  expect(await rests()).toMatchObject({ loaded: 6000, lastAt: 6000, failure: null })
  expect(reel.tape.event(4321)?.seq).toBe(4321)
  expect(reel.tape.frame(4321).rows.tasks.get('t')?.title).toBe('4321')
})

test('a refused page says why, and going on reads from where it stopped', async () => {
  const { log, reel, rests } = await opened(6000)
  reel.reach(1)
  await rests()
  log.access = false
  reel.reachMoment(9999)
  expect((await rests()).failure?.code).toBe('not_found')
  log.access = true
  reel.reachMoment(9999)
  expect(await rests()).toMatchObject({ loaded: 6000, failure: null })
})

test('what happens meanwhile is added where it continues what is held, and never makes a hole', async () => {
  const { log, reel, rests } = await opened(100)
  reel.reachMoment(9999)
  await rests()
  const event = (seq: number) =>
    ({ ...reel.tape.event(1), seq, at: seq }) as NonNullable<ReturnType<typeof reel.tape.event>>
  reel.grow([event(100), event(101)])
  expect(reel.state.getState()).toMatchObject({ loaded: 101, head: 101, endAt: 101 })
  reel.grow([event(150)])
  expect(reel.state.getState()).toMatchObject({ loaded: 101, head: 150 })
  log.commit(60)
  reel.reachMoment(9999)
  expect((await rests()).loaded).toBe(160)
})

test('playing goes over quiet stretches at once and never backwards', () => {
  const moments = [0, 1000, 600_000]
  const tape = {
    seqAt: (moment: number) => moments.filter((at) => at <= moment).length,
    event: (seq: number) => (moments[seq - 1] === undefined ? undefined : ({ at: moments[seq - 1] } as never)),
  }
  expect(advance(tape, 0, 100, 1)).toBe(100)
  expect(advance(tape, 0, 100, 10)).toBe(1000)
  // Ten minutes with nothing in them: two seconds of waiting are left.
  expect(advance(tape, 1000, 100, 10)).toBe(600_000 - 20_000 + 1000)
  expect(advance(tape, 595_000, 100, 10)).toBe(596_000)
  expect(advance(tape, 600_000, 100, 10)).toBe(601_000)
})
