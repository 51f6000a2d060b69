import { expect, test } from 'vitest'
import { completeAttempt } from '../commands/attempt/complete.ts'
import type { Command } from '../commands/kit.ts'
import type { Reactions } from '../commands/run.ts'
import { finish } from '../coordinator/finish.ts'
import { react } from '../coordinator/react.ts'
import { isOpen } from '../domain/attempt.ts'
import { opinionOn } from '../domain/opinion.ts'
import { closedBreaker } from '../domain/workspace.ts'
import type { Unit } from '../store/unit.ts'
import type { Seams } from './scenario-parts.ts'
import { Simulation } from './simulator.ts'
import type { ProfileName } from './torment.ts'

// A part of the product is taken away, and the simulator must notice: what it never notices it does not test.

/** Plays seeds until one fails and answers what it said. */
async function caught(seams: Seams, within = 300, profile: ProfileName = 'mixed'): Promise<string> {
  for (let seed = 1; seed <= within; seed++) {
    const { failures } = await new Simulation(seed, { seams, profile }).play()
    if (failures.length > 0) return `seed ${seed}: ${failures.join('\n')}`
  }
  return 'nothing'
}

/** The command with `before` in front of it, as if its own check were not there; forgetful of ids when told. */
const without = (name: string, before: (unit: Unit, attemptId: string) => void, forgetful = false): Seams => ({
  replace: (command, key) => {
    if (command.name !== name) return [command, key]
    const run: (typeof command)['run'] = (unit, call) => {
      before(unit, (call.input as { attemptId: string }).attemptId)
      return command.run(unit, call)
    }
    return [{ ...command, run } as typeof command & Command<never, never, never>, forgetful ? undefined : key]
  },
})
/** Takes attempt and task back to work, past the tables that would refuse it, too. */
function reopen(unit: Unit, attemptId: string, fence?: number) {
  const { taskId } = unit.update('attempt', attemptId, { status: 'working', submittedAt: null })
  unit.update('task', taskId, { status: 'running', ...(fence === undefined ? {} : { fence }) })
}
/** The coordinator with another way to end a batch. */
const ending = (other: Reactions['finish']): Seams => ({ reactions: { react, finish: other } })
/** Ends a batch with a part of the unit replaced, for that long. */
function finishWith(unit: Unit, ports: Parameters<Reactions['finish']>[1], parts: Partial<Unit>) {
  finish(Object.assign(unit, parts), ports)
  for (const name of Object.keys(parts)) Reflect.deleteProperty(unit, name)
}

test('the fence: results are taken without comparing it', async () => {
  const seams = without(completeAttempt.name, (unit, attemptId) => {
    const attempt = unit.get('attempt', attemptId)
    if (!attempt || isOpen(attempt.status) || attempt.submittedAt !== null) return
    reopen(unit, attemptId, attempt.number)
  })
  expect(await caught(seams)).toMatch(/I0[1-8]/)
})

test('the duplicate check: a repeated result is not recognised', async () => {
  const seams = without(
    completeAttempt.name,
    (unit, attemptId) => {
      if (/^(submitted|approved)$/.test(unit.get('attempt', attemptId)?.status ?? '')) reopen(unit, attemptId)
    },
    true,
  )
  expect(await caught(seams)).toMatch(/I0[1-8]|I1[24]/)
})

test('the receipt: the same id is carried out twice', async () => {
  expect(await caught({ replace: (command) => [command, undefined] })).toMatch(/I1[23]/)
})

test('the reaper: nobody watches the clocks', async () => {
  const blind = ending((unit, ports) => {
    unit.watch = false
    finish(unit, ports)
  })
  expect(await caught(blind)).toMatch(/I4[12]/)
})

test('the capacity limit: places are not counted', async () => {
  const greedy = ending((unit, ports) => finishWith(unit, ports, { freeSlots: () => 9 }))
  expect(await caught(greedy)).toMatch(/took a place|I17/)
})

test('the breaker: work goes to agents that do not answer', async () => {
  const trusting = ending((unit, ports) => {
    const agent = unit.agent.bind(unit)
    finishWith(unit, ports, {
      agent: (id) => {
        const found = agent(id)
        return found && { ...found, breaker: closedBreaker, throttledUntil: null }
      },
    })
  })
  expect(await caught(trusting)).toMatch(/I16|I28/)
})

test('the stale marking: what was built on a result that is opened again is left as it is', async () => {
  const blind: Seams = {
    reactions: {
      finish,
      react: (unit, first, ports) => {
        const opened = unit.events.slice(first).filter((event) => event.type === 'task.reopened')
        for (const event of opened) event.type = 'nobody heard'
        react(unit, first, ports)
        for (const event of opened) event.type = 'task.reopened'
      },
    },
  }
  expect(await caught(blind, 600, 'people')).toMatch(/I19|I18/)
})

test('the outbox scan: what a dead process left is never claimed', async () => {
  const forgetful: Seams = { tamper: ({ store }) => Object.assign(store, { claimJobs: async () => [] }) }
  expect(await caught(forgetful)).toMatch(/I4[15]/)
})

test('the lane number: rows that another process changed are not read again', async () => {
  const stubborn: Seams = {
    tamper: ({ store }) => {
      const rowsOf = Reflect.get(store, 'rowsOf').bind(store)
      const kept = new Map<string, object>()
      const first = (laneId: string) => {
        const rows = kept.get(laneId) ?? rowsOf(laneId)
        kept.set(laneId, rows)
        return rows
      }
      Object.assign(store, { rowsOf: first })
    },
  }
  expect(await caught(stubborn)).not.toBe('nothing')
})

test('the budget stop: nothing looks at what is left of a goal’s, a room’s or an agent’s means', async () => {
  const lavish = ending((unit, ports) => {
    const rows = [...unit.tables.goal.all(), ...unit.tables.room.all(), ...unit.directory.agents.values()]
    // Every copy of a row has the same limits: they are emptied in place, and filled again.
    const had = rows.map(({ limits }) => [limits, { ...limits }] as const)
    for (const [limits] of had) for (const kind of Object.keys(limits)) Reflect.deleteProperty(limits, kind)
    finish(unit, ports)
    for (const [limits, before] of had) Object.assign(limits, before)
  })
  expect(await caught(lavish)).toMatch(/I40/)
})

test('the incident: many failures at once are taken for as many single ones', async () => {
  const numb = ending((unit, ports) => {
    const { attempt } = unit.tables
    const by = attempt.by.bind(attempt)
    attempt.by = (name, key) => (name === 'failed' ? [] : by(name, key))
    finish(unit, ports)
    Reflect.deleteProperty(attempt, 'by')
  })
  expect(await caught(numb, 60, 'hosts')).toMatch(/F26/)
})

test('the author never judges: whoever made a version is asked for an opinion on it', async () => {
  const partial = ending((unit, ports) => {
    const asked = [...unit.tables.task.all()].some((task) => task.status === 'ready' && opinionOn(task) !== null)
    if (!asked) return finish(unit, ports)
    const get = unit.get.bind(unit) as Unit['get']
    finishWith(unit, ports, {
      get: (table, id) => {
        const row = get(table, id)
        return row && table === 'version' ? { ...row, createdBy: 'nobody' } : row
      },
    })
  })
  expect(await caught(partial, 1500, 'people')).toMatch(/I16 .*made what it is to judge/)
})
