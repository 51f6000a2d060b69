import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('no more are let in at once than there are places, and those who wait come in order', async () => {
  const turns = new Turns(2)
  const order: number[] = []
  let inside = 0
  let most = 0
  const come = async (number: number) => {
    await turns.take()
    order.push(number)
    inside += 1
    most = Math.max(most, inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside -= 1
    turns.give()
  }
  const all = Array.from({ length: 3000 }, (_, number) => number)
  await Promise.all(all.map(come))
  expect(order).toEqual(all)
  expect(most).toBe(2)
  await Promise.all([turns.take(), turns.take()])
})
