import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Candidate } from './candidate.ts'
import { Field } from './field.ts'
import { addToTrack, missedName, recordAt, type Track } from './record.ts'
import { defaultWeights, type Weights } from './score.ts'

const minute = 60_000
/** How likely open work ends at a step. */
const pace = 0.4

type Worker = {
  /** How often its results are accepted. */
  skill: number
  places: number
  declines?: boolean
  costUsd?: number
  /** Failed deliveries in a row at this step. */
  failures?: (step: number) => number
  from?: number
}

/** Tasks that come one after the other to these workers, who finish in random order; counts who got how many. */
class Shop {
  readonly got: number[]
  private readonly open: number[]
  private readonly tracks = new Map<string, Track>()

  constructor(
    private readonly workers: readonly Worker[],
    private readonly draw: () => number,
    private readonly weights: Weights = defaultWeights,
  ) {
    this.got = workers.map(() => 0)
    this.open = workers.map(() => 0)
  }

  private note(name: string, accepted: number, bad: number, at: number) {
    const note = { accepted, failed: bad, ms: accepted * minute, bad }
    this.tracks.set(name, addToTrack(this.tracks.get(name), note, at))
  }

  private candidate(worker: Worker, i: number, step: number): Candidate {
    const failures = worker.failures?.(step) ?? 0
    return {
      participantId: `p${String(i).padStart(3, '0')}`,
      name: `worker ${i}`,
      skills: ['write'],
      free: worker.places - (this.open[i] ?? 0),
      places: worker.places,
      ...recordAt(['write'], (skill) => this.tracks.get(`${i} ${skill}`), step * minute),
      costUsd: worker.costUsd ?? null,
      endpointFailures: failures,
      throttled: false,
      barred: failures >= 5 ? 'does not answer at the moment' : null,
      down: false,
    }
  }

  private handOut(step: number) {
    const there = this.workers.flatMap((worker, i) =>
      (worker.from ?? 0) > step ? [] : [this.candidate(worker, i, step)],
    )
    const found = new Field(there, ['write'], this.weights).choose()
    if (found.kind !== 'matched') return
    const i = Number(found.participantId.slice(1))
    const worker = this.workers[i]
    this.got[i] = (this.got[i] ?? 0) + 1
    if (worker?.declines) this.note(`${i} ${missedName('write')}`, 0, 1, step * minute)
    else this.open[i] = (this.open[i] ?? 0) + 1
  }

  private finish(worker: Worker, i: number, step: number) {
    for (let open = this.open[i] ?? 0; open > 0; open--) {
      if (this.draw() >= pace) continue
      this.open[i] = (this.open[i] ?? 0) - 1
      if (worker.failures?.(step)) {
        this.note(`${i} ${missedName('write')}`, 0, 1, step * minute)
        continue
      }
      const good = this.draw() < worker.skill
      this.note(`${i} write`, good ? 1 : 0, good ? 0 : 1, step * minute)
    }
  }

  /** So many steps, at each so many tasks that the workers are busy a third of the time. */
  run(steps: number): number[] {
    const capacity = this.workers.reduce((sum, worker) => sum + worker.places * pace, 0)
    for (let step = 0; step < steps; step++) {
      for (let tasks = Math.floor(capacity / 3 + this.draw()); tasks > 0; tasks--) this.handOut(step)
      for (const [i, worker] of this.workers.entries()) this.finish(worker, i, step)
    }
    return this.got
  }
}
const handOut = (workers: readonly Worker[], steps: number, draw: () => number, weights?: Weights) =>
  new Shop(workers, draw, weights).run(steps)
const drawing = fc.nat(2 ** 31 - 1)
/** Even draws of 0..1 from a seed (mulberry32). */
function drawOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
const settings = { numRuns: 12, endOnFailure: true }

test('among equal agents nobody starves or hoards over thousands of hand-outs', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 10 }),
      fc.integer({ min: 1, max: 4 }),
      fc.double({ min: 0.3, max: 1, noNaN: true }),
      drawing,
      (count, places, skill, seed) => {
        const workers = Array.from({ length: count }, () => ({ skill, places }))
        const got = handOut(workers, 3000, drawOf(seed))
        const mean = got.reduce((sum, one) => sum + one, 0) / count
        expect(Math.min(...got)).toBeGreaterThan(mean * 0.5)
        expect(Math.max(...got)).toBeLessThan(mean * 1.6)
      },
    ),
    settings,
  )
})

test('a better agent gets more, and no fit one gets none over a long run', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 4 }), drawing, (others, places, seed) => {
      const workers = [{ skill: 0.98, places }, ...Array.from({ length: others }, () => ({ skill: 0.2, places }))]
      const got = handOut(workers, 3000, drawOf(seed))
      const [best = 0, ...rest] = got
      for (const one of rest) {
        expect(best).toBeGreaterThan(one * 1.2)
        expect(one).toBeGreaterThan(3)
      }
    }),
    settings,
  )
})

test('a newcomer gets an honest chance beside agents with a long record, and no more than that when it is poor', () => {
  fc.assert(
    fc.property(drawing, (seed) => {
      const veterans = Array.from({ length: 3 }, () => ({ skill: 0.9, places: 3 }))
      const draw = drawOf(seed)
      const good = handOut([...veterans, { skill: 0.95, places: 3, from: 1000 }], 2000, draw)[3] ?? 0
      const poor = handOut([...veterans, { skill: 0.05, places: 3, from: 1000 }], 2000, draw)[3] ?? 0
      expect(good).toBeGreaterThan(100)
      expect(poor).toBeGreaterThan(2)
      expect(poor).toBeLessThan(good / 2)
    }),
    settings,
  )
})

test('an agent that declines all it is asked gains nothing by it: it is asked less and less, its record stands still', () => {
  fc.assert(
    fc.property(drawing, (seed) => {
      const workers = [
        { skill: 0.8, places: 2 },
        { skill: 0.8, places: 2 },
        { skill: 1, places: 2, declines: true },
      ]
      const [a = 0, b = 0, declining = 0] = handOut(workers, 2000, drawOf(seed))
      expect(declining).toBeLessThan((a + b) / 2)
      expect(declining).toBeGreaterThan(0)
    }),
    settings,
  )
  const track = addToTrack(undefined, { accepted: 3, failed: 0, ms: 10 }, 0)
  const refused = addToTrack(undefined, { accepted: 0, failed: 0, ms: 0, bad: 9 }, 0)
  const before = recordAt(['write'], (name) => (name === 'write' ? track : undefined), 0)
  const after = recordAt(['write'], (name) => (name === 'write' ? track : refused), 0)
  expect(after).toEqual({ ...before, missed: 9 })
})

test('F24 an agent that flaps each minute is asked less than those that stand, and starves nobody', () => {
  fc.assert(
    fc.property(drawing, (seed) => {
      const flapping = { skill: 0.9, places: 2, failures: (step: number) => (step % 2 === 0 ? (step % 8) + 1 : 0) }
      const got = handOut([{ skill: 0.9, places: 2 }, { skill: 0.9, places: 2 }, flapping], 2000, drawOf(seed))
      const [a = 0, b = 0, c = 0] = got
      expect(c).toBeLessThan(Math.min(a, b))
      expect(Math.min(a, b)).toBeGreaterThan(500)
    }),
    settings,
  )
})

test('the cheaper of two equal agents gets more where cost counts, and the dearer one still gets some', () => {
  fc.assert(
    fc.property(drawing, (seed) => {
      const workers = [
        { skill: 0.9, places: 3, costUsd: 0.1 },
        { skill: 0.9, places: 3, costUsd: 2 },
      ]
      const weights = { record: 0.3, load: 0.1, speed: 0, health: 0.1, cost: 0.4, fairness: 0.1 }
      const [cheap = 0, dear = 0] = handOut(workers, 1000, drawOf(seed), weights)
      expect(cheap).toBeGreaterThan(dear)
      expect(dear).toBeGreaterThan(3)
    }),
    settings,
  )
})
