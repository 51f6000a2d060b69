import { expect, test } from 'vitest'
import { completeAttempt } from '../commands/attempt/complete.ts'
import type { Command } from '../commands/kit.ts'
import { finish } from '../coordinator/finish.ts'
import { react } from '../coordinator/react.ts'
import { isOpen } from '../domain/attempt.ts'
import type { Unit } from '../store/unit.ts'
import type { Seams } from './scenario-parts.ts'
import { Sightings } from './sightings.ts'
import { Simulation } from './simulator.ts'

/** The first 2,000, and those further on that once failed. */
const seeds = [...Array.from({ length: 2000 }, (_, i) => i + 1), 5627, 5718]

test('whatever agents, people and the machine do, nothing is lost, doubled or stuck', {
  timeout: 240_000,
}, async () => {
  const sightings = new Sightings()
  for (const seed of seeds) {
    const { failures } = await new Simulation(seed, sightings).play()
    const replay = `node --import tsx server/testing/simulate.ts --seed ${seed}`
    expect(failures, `seed ${seed} failed; replay it: ${replay}`).toEqual([])
  }
  expect(sightings.missing(), 'situations that no run was in').toEqual([])
})

test('the same seed plays the same run', async () => {
  const [one, other] = [await new Simulation(77).play(), await new Simulation(77).play()]
  expect(one).toEqual(other)
  expect(one.commits).toBeGreaterThan(5)
})

/** Plays seeds until one fails and answers what it said. */
async function caught(seams: Seams, within = 200): Promise<string> {
  for (let seed = 1; seed <= within; seed++) {
    const { failures } = await new Simulation(seed, new Sightings(), seams).play()
    if (failures.length > 0) return failures.join('\n')
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

test('the simulator notices when results are taken without comparing the fence', async () => {
  const seams = without(completeAttempt.name, (unit, attemptId) => {
    const attempt = unit.get('attempt', attemptId)
    if (!attempt || isOpen(attempt.status) || attempt.submittedAt !== null) return
    reopen(unit, attemptId, attempt.number)
  })
  expect(await caught(seams)).toMatch(/I0[1-8]/)
})

test('the simulator notices when a repeated result is not recognised', async () => {
  const seams = without(
    completeAttempt.name,
    (unit, attemptId) => {
      if (/^(submitted|approved)$/.test(unit.get('attempt', attemptId)?.status ?? '')) reopen(unit, attemptId)
    },
    true,
  )
  expect(await caught(seams)).toMatch(/I0[1-8]|I14/)
})

test('the simulator notices when the same id is carried out twice', async () => {
  expect(await caught({ replace: (command) => [command, undefined] })).toMatch(/I13 one id, one answer/)
})

test('the simulator notices when nobody watches the clocks', async () => {
  const blind: Seams = {
    reactions: {
      react,
      finish: (unit, ports) => {
        unit.watch = false
        finish(unit, ports)
      },
    },
  }
  expect(await caught(blind)).toMatch(/I41/)
})

test('the simulator notices when places are not counted', async () => {
  const greedy: Seams = {
    reactions: {
      react,
      finish: (unit, ports) => finish(Object.assign(unit, { freeSlots: () => 9 }), ports),
    },
  }
  expect(await caught(greedy)).toMatch(/took a place|I17/)
})
