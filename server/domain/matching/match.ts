import { type Able, answer, better, type Hindered, type Match, noPlace, runnersUp } from './answer.ts'
import { type Candidate, hasSkills } from './candidate.ts'
import { isDue, ownShare, scoreOf, silentBid, Tally, type Weights, withBid, workOf } from './score.ts'
import type { Tried } from './tried.ts'

export type Ask = {
  skills: readonly string[]
  /** Who must not get it for what they made: authors never judge their own, and nobody answers a question twice. */
  authors: ReadonlySet<string>
  /** What the authors made: what is to be judged, where nothing is said. */
  authorsOf?: keyof typeof madeWords
  tried: readonly Tried[]
  attemptsPerAgent: number
  /** Who made the version that a person sent back: knows the work best. */
  previousAuthor: string | null
  weights: Weights
  /** What participants said of how well it suits them, 0..1; empty when nobody was asked or nobody answered. */
  bids: ReadonlyMap<string, number>
}

const madeWords = {
  judged: 'made what is to be judged',
  answers: 'gives one of the answers to this question',
} as const

export const noBids: ReadonlyMap<string, number> = new Map()

/** Chooses who gets a task: all who are fit and not excluded, in the order of `better`. */
export function match(candidates: readonly Candidate[], ask: Ask): Match {
  const tried = new Map(ask.tried.map((entry) => [entry.participantId, entry]))
  const free: Candidate[] = []
  const hindered: Hindered[] = []
  for (const candidate of candidates) {
    if (!hasSkills(candidate.skills, ask.skills)) continue
    const why = exclusion(candidate, tried.get(candidate.participantId), ask)
    if (why === null) free.push(candidate)
    else hindered.push({ candidate, why: why.text, final: why.final })
  }
  const tally = new Tally()
  for (const candidate of free) tally.add(candidate, workOf(candidate))
  const peers = tally.peers()
  const able: Able[] = free.map((candidate) => {
    const { participantId } = candidate
    const work = workOf(candidate)
    const score = scoreOf(candidate, ownShare(candidate, ask.weights), work, peers, ask.weights)
    return {
      candidate,
      score: ask.bids.size > 0 ? withBid(score, ask.bids.get(participantId) ?? silentBid) : score,
      failedBefore: tried.get(participantId)?.failed ?? 0,
      knows: participantId === ask.previousAuthor,
      due: isDue(candidate, work, peers, ask.weights),
      fit: ask.bids.get(participantId) ?? null,
    }
  })
  able.sort(better)
  return answer({ skills: ask.skills, best: able.slice(0, 1 + runnersUp), able: able.length, peers, hindered })
}

function exclusion(candidate: Candidate, tried: Tried | undefined, ask: Ask): { text: string; final: boolean } | null {
  if (ask.authors.has(candidate.participantId)) return { text: madeWords[ask.authorsOf ?? 'judged'], final: true }
  if (tried?.declined) return { text: 'declined this task', final: true }
  if (tried && tried.failed >= ask.attemptsPerAgent)
    return { text: `failed this task ${tried.failed} times`, final: true }
  if (candidate.barred) return { text: candidate.barred, final: false }
  if (candidate.free <= 0) return { text: noPlace, final: false }
  return null
}
