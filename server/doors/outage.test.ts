import { expect, test } from 'vitest'
import { isOutage, pulseOf, Silent } from './outage.ts'

const never = new Promise<never>(() => undefined)

test('work is given up when the database says nothing twice in a row, and not before', async () => {
  let questions = 0
  const pulse = pulseOf(() => {
    questions += 1
    return never
  })
  await expect(pulse.over(never)).rejects.toBeInstanceOf(Silent)
  expect(questions).toBe(2)
})

test('as long as it answers, be it with a refusal, slow work is waited for', async () => {
  let questions = 0
  let finish: (value: string) => void = () => undefined
  const work = new Promise<string>((resolve) => {
    finish = resolve
  })
  const pulse = pulseOf(async () => {
    questions += 1
    if (questions === 4) finish('done')
    throw new Error('too many connections')
  })
  expect(await pulse.over(work)).toBe('done')
})

test('an outcome that is there is handed on at once, good or bad', async () => {
  const pulse = pulseOf(() => never)
  expect(await pulse.over(Promise.resolve(1))).toBe(1)
  await expect(pulse.over(Promise.reject(new Error('a bug')))).rejects.toThrow('a bug')
})

test('what the database says of itself is an outage; what it says of a statement is a bug', () => {
  const coded = (code: string) => Object.assign(new Error('no'), { code })
  for (const code of ['25006', '57P01', '57P03', '53300', '08006', 'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', '40001'])
    expect([code, isOutage(coded(code))]).toEqual([code, true])
  for (const code of ['23505', '42P01', '22P02', '']) expect([code, isOutage(coded(code))]).toEqual([code, false])
  expect(isOutage(new Error('timeout exceeded when trying to connect'))).toBe(true)
  expect(isOutage(null)).toBe(false)
})
