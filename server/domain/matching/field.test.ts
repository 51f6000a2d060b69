import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Candidate } from './candidate.ts'
import { Field } from './field.ts'
import { match, noBids } from './match.ts'
import { defaultWeights, sharesOf } from './score.ts'

const skill = fc.constantFrom('write', 'count', 'judge')
const candidate: fc.Arbitrary<Candidate> = fc.record({
  participantId: fc.uuid(),
  name: fc.constantFrom('Ada', 'Bo', 'Cy'),
  skills: fc.uniqueArray(skill),
  free: fc.integer({ min: -1, max: 3 }),
  places: fc.integer({ min: 1, max: 3 }),
  good: fc.integer({ min: 0, max: 5 }),
  bad: fc.integer({ min: 0, max: 5 }),
  missed: fc.integer({ min: 0, max: 5 }),
  costUsd: fc.option(fc.integer({ min: 0, max: 5 })),
  meanMs: fc.option(fc.integer({ min: 1, max: 900_000 })),
  endpointFailures: fc.integer({ min: 0, max: 2 }),
  throttled: fc.boolean(),
  barred: fc.option(fc.constantFrom('is paused', 'does not answer at the moment')),
  down: fc.boolean(),
})

test('a field gives the same answers as the full look, also after places were taken', () => {
  const candidates = fc.uniqueArray(candidate, { selector: ({ participantId }) => participantId, maxLength: 12 })
  fc.assert(
    fc.property(candidates, fc.uniqueArray(skill, { maxLength: 2 }), fc.nat(3), (given, skills, fairness) => {
      const weights = sharesOf({ fairness }) ?? defaultWeights
      const field = new Field(given, skills, weights)
      let present = given
      for (let task = 0; task < 8; task++) {
        const full = match(present, {
          skills,
          authors: new Set(),
          tried: [],
          attemptsPerAgent: 2,
          previousAuthor: null,
          weights,
          bids: noBids,
        })
        const quick = field.choose()
        expect(quick).toEqual(full)
        expect(field.hasPlace()).toBe(full.kind === 'matched')
        if (quick.kind !== 'matched') return
        present = present.map((one) =>
          one.participantId === quick.participantId ? { ...one, free: one.free - 1 } : one,
        )
        field.setFree(quick.participantId, present.find((one) => one.participantId === quick.participantId)?.free ?? 0)
      }
    }),
  )
})
