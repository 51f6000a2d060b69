import { expect, test } from 'vitest'
import { createAlarms } from './alarms.ts'

test('each lane is looked at once its clock ran out, the earliest first, and not before', async () => {
  const since = performance.now()
  const rung: string[] = []
  const done = new Promise<number>((resolve) => {
    const alarms = createAlarms((laneId) => {
      rung.push(laneId)
      if (laneId === 'late') resolve(performance.now() - since)
    })
    alarms.set('late', 300)
    alarms.set('early', 50)
  })
  expect(await done).toBeGreaterThanOrEqual(250)
  expect(rung).toEqual(['early', 'late'])
})

test('a clock that was put off rings at its new time alone, and one that was taken back never', async () => {
  const since = performance.now()
  const rung: string[] = []
  const done = new Promise<number>((resolve) => {
    const alarms = createAlarms((laneId) => {
      rung.push(laneId)
      resolve(performance.now() - since)
    })
    alarms.set('settled', 20)
    alarms.set('lane', 20)
    alarms.set('lane', 200)
    alarms.set('settled', null)
  })
  expect(await done).toBeGreaterThanOrEqual(150)
  expect(rung).toEqual(['lane'])
})

test('what is due rings although it is said to be due again and again', async () => {
  let saying: NodeJS.Timeout | undefined
  const rung = await new Promise<string>((resolve) => {
    const alarms = createAlarms(resolve)
    saying = setInterval(() => alarms.set('lane', 0), 1)
  })
  clearInterval(saying)
  expect(rung).toBe('lane')
})
