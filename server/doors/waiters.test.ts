import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Chance, Waiters } from './waiters.ts'

const open = new AbortController().signal
const long = 60_000
/** A waiting claim and whether it was woken. */
function waiting(waiters: Waiters, rooms = ['room'], mark = waiters.mark(), signal = open) {
  const one: { chance?: Chance | null; done: Promise<void> } = { done: Promise.resolve() }
  one.done = waiters.wait(rooms, mark, long, signal).then((chance) => {
    one.chance = chance
  })
  return one
}
const turn = () => new Promise((resolve) => setImmediate(resolve))
const woken = (all: readonly { chance?: Chance | null }[]) => all.map(({ chance }) => chance !== undefined)

test('each thing to take wakes one, who came first; nobody of another room', async () => {
  const waiters = new Waiters()
  const all = [waiting(waiters, ['other']), waiting(waiters), waiting(waiters), waiting(waiters)]
  waiters.offer('room', 2)
  await turn()
  expect(woken(all)).toEqual([false, true, true, false])
})

test('what concerns everybody wakes everybody', async () => {
  const waiters = new Waiters()
  const all = Array.from({ length: 40 }, () => waiting(waiters))
  waiters.offer('room', Number.POSITIVE_INFINITY)
  await turn()
  expect(woken(all)).toEqual(all.map(() => true))
})

test('whoever may not take it hands the chance on, and everybody who waited is asked once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 59 }), async (count, able) => {
      const waiters = new Waiters()
      const looks = Array.from({ length: count }, () => 0)
      let taken = 0
      const claim = async (who: number) => {
        for (;;) {
          const mark = waiters.mark()
          const chance = await waiters.wait(['room'], mark, long, open)
          if (!chance) return
          looks[who] = (looks[who] ?? 0) + 1
          if (who === able) {
            taken += 1
            return
          }
          waiters.pass(chance)
        }
      }
      for (let who = 0; who < count; who++) void claim(who)
      waiters.offer('room', 1)
      for (let i = 0; i < 20; i++) await turn()
      expect(taken).toBe(able < count ? 1 : 0)
      expect(Math.max(...looks)).toBe(1)
      if (able >= count) expect(looks).toEqual(looks.map(() => 1))
    }),
    { numRuns: 60 },
  )
})

test('what came while somebody looked is not missed, and what was there before is not offered again', async () => {
  const waiters = new Waiters()
  waiters.offer('room', 1)
  const mark = waiters.mark()
  const late = waiting(waiters, ['room'], mark)
  await turn()
  expect(woken([late])).toEqual([false])
  const before = waiters.mark()
  waiters.offer('other', 1)
  const busy = waiting(waiters, ['other'], before)
  await turn()
  expect(busy.chance).toMatchObject({ roomId: 'other' })
})

test('who hangs up waits no longer and takes nobody’s chance', async () => {
  const waiters = new Waiters()
  const gone = new AbortController()
  const first = waiting(waiters, ['room'], 0, gone.signal)
  const second = waiting(waiters)
  gone.abort()
  await first.done
  expect(first.chance).toBeNull()
  waiters.offer('room', 1)
  await second.done
  expect(second.chance).toMatchObject({ roomId: 'room' })
})
