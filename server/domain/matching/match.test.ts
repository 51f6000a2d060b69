import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Candidate, hasSkills } from './candidate.ts'
import { type Ask, match } from './match.ts'
import { defaultWeights, ownShare, scoreOf, scoreParts, sharesOf, Tally, workOf } from './score.ts'

const skills = fc.subarray(['writing', 'editing', 'research'])
const ids = ['a', 'b', 'c', 'd', 'e']
const candidateOf = (participantId: string) =>
  fc.record<Candidate>({
    participantId: fc.constant(participantId),
    name: fc.constant(participantId.toUpperCase()),
    skills,
    free: fc.integer({ min: -1, max: 3 }),
    places: fc.integer({ min: 1, max: 3 }),
    good: fc.nat(20),
    bad: fc.nat(20),
    missed: fc.nat(6),
    costUsd: fc.option(fc.nat(5)),
    meanMs: fc.option(fc.nat(3_600_000)),
    endpointFailures: fc.nat(6),
    throttled: fc.boolean(),
    barred: fc.option(fc.constant('is paused'), { freq: 4 }),
    down: fc.boolean(),
  })
const candidates = fc.subarray(ids).chain((chosen) => fc.tuple(...chosen.map(candidateOf)))
const ask = fc.record<Ask>({
  skills,
  authors: fc.subarray(ids).map((some) => new Set(some.slice(0, 1))),
  tried: fc.uniqueArray(
    fc.record({
      participantId: fc.constantFrom(...ids),
      failed: fc.nat(3),
      declined: fc.boolean(),
      lastFailedAt: fc.nat(),
    }),
    { selector: (one) => one.participantId },
  ),
  attemptsPerAgent: fc.integer({ min: 1, max: 3 }),
  previousAuthor: fc.option(fc.constantFrom(...ids)),
  weights: fc.constant(defaultWeights),
  bids: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.integer({ min: 0, max: 4 })), { selector: ([id]) => id })
    .map((given) => new Map(given.map(([id, fit]) => [id, fit / 4]))),
})

test('I16 the chosen one is fit, free, asked for the first time or allowed again, and no author of what it judges', () => {
  fc.assert(
    fc.property(candidates, ask, (crowd, task) => {
      const found = match(crowd, task)
      if (found.kind !== 'matched') return
      const winner = crowd.find((one) => one.participantId === found.participantId)
      const tried = task.tried.find((one) => one.participantId === found.participantId)
      expect(winner && hasSkills(winner.skills, task.skills)).toBe(true)
      expect(winner?.barred).toBeNull()
      expect(winner?.free).toBeGreaterThan(0)
      expect(task.authors.has(found.participantId)).toBe(false)
      expect(tried?.declined ?? false).toBe(false)
      expect(tried?.failed ?? 0).toBeLessThan(task.attemptsPerAgent)
    }),
  )
})

test('I20 whoever failed this task comes after everybody who failed it less', () => {
  fc.assert(
    fc.property(candidates, ask, (crowd, task) => {
      const found = match(crowd, task)
      if (found.kind !== 'matched') return
      const failedBy = (id: string) => task.tried.find((one) => one.participantId === id)?.failed ?? 0
      const others = crowd.filter((one) => match([one], task).kind === 'matched')
      for (const other of others)
        expect(failedBy(found.participantId)).toBeLessThanOrEqual(failedBy(other.participantId))
    }),
  )
})

test('the same state gives the same answer, in whatever order the room is read', () => {
  fc.assert(
    fc.property(candidates, ask, fc.infiniteStream(fc.nat()), (crowd, task, order) => {
      const shuffled = crowd.map((one) => ({ one, at: order.next().value ?? 0 })).sort((a, b) => a.at - b.at)
      const [here, there] = [
        match(crowd, task),
        match(
          shuffled.map(({ one }) => one),
          task,
        ),
      ]
      expect(there.kind).toBe(here.kind)
      if (here.kind === 'matched' && there.kind === 'matched') {
        expect(there.participantId).toBe(here.participantId)
        expect(there.record.scores).toEqual(here.record.scores)
      }
    }),
  )
})

test('there is always an answer with a reason in words, and it is to wait only when somebody may come free', () => {
  fc.assert(
    fc.property(candidates, ask, (crowd, task) => {
      const found = match(crowd, task)
      expect(found.kind === 'matched' ? found.record.reason : found.reason).toMatch(/\S/)
      const fit = crowd.filter((one) => hasSkills(one.skills, task.skills))
      expect(found.kind === 'nobody').toBe(fit.length === 0)
      for (const one of fit)
        if (found.kind === 'wait' && task.authors.has(one.participantId))
          expect(found.reason).not.toContain(`: ${one.name} `)
      if (found.kind === 'wait') expect(fit.length).toBeGreaterThan(0)
      if (found.kind === 'exhausted')
        for (const one of fit)
          expect(one.down || match([{ ...one, free: 1, barred: null }], task).kind === 'exhausted').toBe(true)
    }),
  )
})

const weights = fc.dictionary(fc.constantFrom(...scoreParts), fc.nat(5))

test('a score lies between nothing and one, whatever the weights, which count as shares of one', () => {
  fc.assert(
    fc.property(candidateOf('a'), candidateOf('b'), weights, (one, other, given) => {
      const shares = sharesOf(given)
      if (!shares) return
      expect(scoreParts.reduce((sum, part) => sum + shares[part], 0)).toBeCloseTo(1, 9)
      const candidate = { ...one, free: Math.min(one.places, Math.max(0, one.free)) }
      const tally = new Tally()
      for (const each of [candidate, other]) tally.add(each, workOf(each))
      const value = scoreOf(candidate, ownShare(candidate, shares), workOf(candidate), tally.peers(), shares)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
    }),
  )
})

test('weights that are negative, or all nothing, are none', () => {
  expect(sharesOf({ cost: -1 })).toBeNull()
  expect(sharesOf(Object.fromEntries(scoreParts.map((part) => [part, 0])))).toBeNull()
  expect(sharesOf({ cost: 0 })?.cost).toBe(0)
})

test('who is left out for what they made is told which: a judge what is to be judged, an answerer another answer', () => {
  const [plain] = fc.sample(candidateOf('a'), 1)
  const crowd = plain ? [{ ...plain, skills: [], barred: null, free: 1 }] : []
  const task: Ask = {
    ...{ skills: [], authors: new Set(['a']), tried: [], attemptsPerAgent: 2, previousAuthor: null },
    ...{ weights: defaultWeights, bids: new Map() },
  }
  const why = (more: Partial<Ask>) => {
    const found = match(crowd, { ...task, ...more })
    return 'excluded' in found ? found.excluded.map((one) => one.why).join() : ''
  }
  expect(why({})).toBe('made what is to be judged')
  expect(why({ authorsOf: 'answers' })).toBe('gives one of the answers to this question')
})
