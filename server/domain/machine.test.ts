import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attemptTable, attemptWaker, isOpen } from './attempt.ts'
import { goalTable, goalWaker, isEnded } from './goal.ts'
import { isFinal, step, type Table } from './machine.ts'
import { isSettled, taskTable, taskWaker } from './task.ts'
import { versionTable } from './version.ts'

const machines = {
  goal: {
    table: goalTable,
    waker: goalWaker,
    start: 'draft',
    over: isEnded as (status: never) => boolean,
    reopens: ['completed'],
  },
  task: {
    table: taskTable,
    waker: taskWaker,
    start: 'blocked',
    over: isSettled as (status: never) => boolean,
    reopens: ['done'],
  },
  attempt: {
    table: attemptTable,
    waker: attemptWaker,
    start: 'offered',
    over: ((status: never) => !isOpen(status)) as (status: never) => boolean,
    reopens: [] as string[],
  },
}

describe.each(Object.entries(machines))('the table of a %s', (_name, machine) => {
  const table = machine.table as Table<string, string>
  const statuses = Object.keys(table)
  const waker = machine.waker as Record<string, string>
  const over = (status: string) => machine.over(status as never)

  test('every status that waits names what wakes it, and only what is over names nobody', () => {
    expect(Object.keys(waker).sort()).toEqual([...statuses].sort())
    for (const status of statuses) expect(waker[status] === 'none', status).toBe(over(status))
  })

  test('nothing leads out of what is over, save a person who opens it again', () => {
    for (const status of statuses)
      if (over(status)) expect(isFinal(table, status), status).toBe(!machine.reopens.includes(status))
      else expect(isFinal(table, status), status).toBe(false)
  })

  test('every status can be reached, and from every status an end can be', () => {
    const from = (start: string) => {
      const found = new Set([start])
      for (const status of found) for (const to of Object.values(table[status] ?? {})) if (to) found.add(to)
      return found
    }
    expect([...from(machine.start)].sort()).toEqual([...statuses].sort())
    for (const status of statuses) expect([...from(status)].some(over), status).toBe(true)
  })

  test('whatever happens, in whatever order, it stands in a status of its table and stays over', () => {
    const events = [...new Set(statuses.flatMap((status) => Object.keys(table[status] ?? {})))]
    const story = fc.array(fc.constantFrom(...events), { maxLength: 40 })
    fc.assert(
      fc.property(story, (happened) => {
        let status = machine.start
        for (const event of happened) {
          const next = step(table, status, event)
          if (next === null) continue
          expect(statuses).toContain(next)
          if (over(status)) expect(machine.reopens).toContain(status)
          status = next
        }
      }),
    )
  })
})

test('a version that was decided on is decided on once; only an approval can be taken back', () => {
  const open = Object.entries(versionTable).filter(([, row]) => Object.keys(row).length > 0)
  expect(open.map(([status]) => status)).toEqual(['checking', 'in_review', 'approved'])
  expect(Object.values(versionTable.approved)).toEqual(['rolled_back', 'superseded'])
})
