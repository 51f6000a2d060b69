import type { Candidate } from './candidate.ts'

/** The parts of a score, in the order in which they are kept. A bid follows them where somebody gave one. */
export const scoreParts = ['record', 'load', 'speed', 'health', 'cost', 'fairness'] as const
export type ScorePart = (typeof scoreParts)[number]
/** How much each part counts; together one. */
export type Weights = Readonly<Record<ScorePart, number>>
/** Weights as somebody gives them: relative, and by default where absent. */
export type GivenWeights = Partial<Record<ScorePart, number | undefined>>

export const defaultWeights: Weights = { record: 0.35, load: 0.1, speed: 0.1, health: 0.15, cost: 0.1, fairness: 0.2 }
/** How much an agent's own word counts, at most, beside all the rest. */
export const bidWeight = 0.2
/** What is taken for the word of those who said nothing while others did. */
export const silentBid = 0.5
/** Smoothing of the record: as if so much had been seen before. Hopeful, so that bad luck at first ends nobody's chances. */
const prior = { good: 4.5, total: 6 } as const
/** Half the speed score at this mean time. */
const halfSpeedMs = 5 * 60_000
/** Fewer hand-outs in vain than this are nobody's habit. */
const missesFrom = 3
/** From this much work among the others on, somebody with next to none gets a turn. */
const turnsFrom = 1

/** Weights as shares of one; what is absent counts as by default. Null when nothing would count at all. */
export function sharesOf(given: GivenWeights = {}): Weights | null {
  const raw = scoreParts.map((part) => given[part] ?? defaultWeights[part])
  const sum = raw.reduce((total, weight) => total + weight, 0)
  if (!(sum > 0) || raw.some((weight) => weight < 0)) return null
  return Object.fromEntries(scoreParts.map((part, i) => [part, (raw[i] ?? 0) / sum])) as Weights
}

/** What those who could take a task at this moment have done and cost on average; who is compared, is compared with it. */
export type Peers = { work: number; costUsd: number; turn: number }

/** What an agent was asked lately at these skills, whatever came of it, with what it has open now. */
export const workOf = ({ good, bad, missed, places, free }: Candidate): number =>
  good + bad + missed + Math.max(0, places - free)

/** The averages over those who could take the task at this moment, kept while they come and go. */
export class Tally {
  private count = 0
  private work = 0
  private priced = 0
  private cost = 0

  /** Counts one in, or with -1 out again; `work` is the candidate's `workOf`. */
  add({ costUsd }: Candidate, work: number, by: 1 | -1 = 1) {
    this.count += by
    this.work += by * work
    if (costUsd === null) return
    this.priced += by
    this.cost += by * costUsd
  }

  peers(): Peers {
    const mean = this.count === 0 ? 0 : this.work / this.count
    return {
      work: mean,
      costUsd: this.priced === 0 ? 0 : this.cost / this.priced,
      turn: mean < turnsFrom ? 0 : Math.log2(1 + mean) / 2,
    }
  }
}

/** One half for the average, towards one for less than it, towards nothing for more. */
const relative = (own: number, mean: number): number => (own + mean === 0 ? 0.5 : mean / (mean + own))

/** How much of what it was asked lately it declined or could not be reached for; 0 while that is no habit. */
export const missHabit = ({ good, bad, missed }: Candidate): number =>
  missed < missesFrom ? 0 : missed / (good + bad + missed)

/** How likely a result of it is accepted, as far as its record tells, 0..1. */
export const acceptanceOf = ({ good, bad }: Candidate): number => (good + prior.good) / (good + bad + prior.total)
const loadPart = (candidate: Candidate): number =>
  candidate.places === 0 ? 0 : (Math.max(0, candidate.free) / candidate.places) * (1 - missHabit(candidate))
const speedPart = ({ meanMs }: Candidate): number => (meanMs === null ? 0.5 : halfSpeedMs / (halfSpeedMs + meanMs))
const healthPart = ({ endpointFailures, throttled }: Candidate): number =>
  Math.max(0, 1 / (1 + endpointFailures) - (throttled ? 0.5 : 0))
const costPart = ({ costUsd }: Candidate, peers: Peers): number =>
  costUsd === null ? 0.5 : relative(costUsd, peers.costUsd)

/** Every part of a score, 0..1 each, in the order of `scoreParts`. */
export const partsOf = (candidate: Candidate, peers: Peers): number[] => [
  acceptanceOf(candidate),
  loadPart(candidate),
  speedPart(candidate),
  healthPart(candidate),
  costPart(candidate, peers),
  relative(workOf(candidate), peers.work),
]

/** The share of the score that depends on nobody else. */
export const ownShare = (candidate: Candidate, weights: Weights): number =>
  weights.record * acceptanceOf(candidate) +
  weights.load * loadPart(candidate) +
  weights.speed * speedPart(candidate) +
  weights.health * healthPart(candidate)

/** The whole score, 0..1, three decimals; `own` is the candidate's `ownShare` and `work` its `workOf`. */
export function scoreOf(candidate: Candidate, own: number, work: number, peers: Peers, weights: Weights): number {
  const value = own + weights.cost * costPart(candidate, peers) + weights.fairness * relative(work, peers.work)
  return Math.round(value * 1000) / 1000
}

/** The score with an agent's own word in it. */
export const withBid = (score: number, fit: number): number =>
  Math.round((score * (1 - bidWeight) + fit * bidWeight) * 1000) / 1000

/**
 * Whether it is somebody's turn: whole and willing, with next to none of the work that the others had. The bound grows with
 * the logarithm of their work, so everybody is tried again and again, and a poor one costs little.
 */
export const isDue = (candidate: Candidate, work: number, peers: Peers, weights: Weights): boolean =>
  work < peers.turn &&
  weights.fairness > 0 &&
  candidate.endpointFailures === 0 &&
  !candidate.throttled &&
  candidate.missed < missesFrom

const priceOf = (costUsd: number): string =>
  costUsd === 0 ? 'free of charge' : `$${costUsd >= 0.01 ? costUsd.toFixed(2) : costUsd.toPrecision(2)} a task`

/** What the score rests on, in words. */
export function reasonsOf(candidate: Candidate): string[] {
  const { good, bad, free, places, costUsd, endpointFailures } = candidate
  const seen = Math.round(good + bad)
  const reasons = [
    seen === 0 ? 'no record yet' : `${Math.round(good)} of ${seen} accepted lately`,
    `${Math.max(0, free)} of ${places} places free`,
  ]
  if (costUsd !== null) reasons.push(priceOf(costUsd))
  const habit = missHabit(candidate)
  if (habit > 0) reasons.push(`did not take up ${Math.round(habit * 100)} % of what it was asked lately`)
  if (endpointFailures === 1) reasons.push('the last delivery failed')
  if (endpointFailures > 1) reasons.push(`${endpointFailures} failed deliveries in a row`)
  if (candidate.throttled) reasons.push('asked for quiet')
  return reasons
}
