import type { MatchRecord, MatchScore } from '../attempt.ts'
import type { Candidate } from './candidate.ts'
import { type Peers, partsOf, reasonsOf } from './score.ts'

export type Match =
  | { kind: 'matched'; participantId: string; record: MatchRecord }
  /** Somebody could do it, but not now: look again when a place frees or the hindrance passes. */
  | { kind: 'wait'; reason: string; excluded: MatchRecord['excluded'] }
  /** Everybody who could do it has used up their tries, or waits for a person to bring them back. */
  | { kind: 'exhausted'; reason: string; excluded: MatchRecord['excluded'] }
  /** Nobody in the room has the skills. */
  | { kind: 'nobody'; reason: string }

/** Somebody who may have the task. `fit` is their own word on how well it suits them, null when they gave none. */
export type Able = {
  candidate: Candidate
  score: number
  failedBefore: number
  knows: boolean
  due: boolean
  fit: number | null
}
export type Hindered = { candidate: Candidate; why: string; final: boolean }

export const runnersUp = 2
export const noPlace = 'has no free place'
/** How many of those left out are named with a choice. */
export const listed = 8

/**
 * Below zero when `a` is the better choice: who has failed this task less, then who made what came back, then whose turn it
 * is, then the score; among equals the one with more free places, then the id, so that the same state always gives the same.
 */
export const better = (a: Able, b: Able): number =>
  a.failedBefore - b.failedBefore ||
  Number(b.knows) - Number(a.knows) ||
  Number(b.due) - Number(a.due) ||
  b.score - a.score ||
  b.candidate.free - a.candidate.free ||
  (a.candidate.participantId < b.candidate.participantId ? -1 : 1)

export type Choice = {
  skills: readonly string[]
  /** The first of those able, best first, and how many there are. */
  best: readonly Able[]
  able: number
  peers: Peers
  hindered: readonly Hindered[]
}

/** The choice in words and numbers. */
export function answer({ skills, best, able, peers, hindered }: Choice): Match {
  if (able === 0 && hindered.length === 0) return { kind: 'nobody', reason: nobodySentence(skills) }
  const excluded = hindered
    .slice(0, listed)
    .map(({ candidate, why }) => ({ participantId: candidate.participantId, name: candidate.name, why }))
  const [winner] = best
  if (!winner) return nobodyLeft(hindered, excluded)
  const scores = best.map((one) => scored(one, peers))
  return {
    kind: 'matched',
    participantId: winner.candidate.participantId,
    record: {
      reason: reasonOf(skills, scores[0]?.reasons ?? [], able, winner.failedBefore > 0),
      scores,
      excluded,
      others: Math.max(0, able - scores.length),
    },
  }
}

const two = (value: number): number => Math.round(value * 100) / 100

function scored({ candidate, score, knows, due, fit }: Able, peers: Peers): MatchScore {
  const reasons = reasonsOf(candidate)
  if (fit !== null) reasons.unshift(`says it suits them ${Math.round(fit * 100)} %`)
  if (due) reasons.unshift('its turn: had next to none of this work')
  if (knows) reasons.unshift('made the version that came back')
  const parts = partsOf(candidate, peers).map(two)
  if (fit !== null) parts.push(two(fit))
  return { participantId: candidate.participantId, name: candidate.name, score, parts, reasons }
}

function nobodyLeft(hindered: readonly Hindered[], excluded: MatchRecord['excluded']): Match {
  const spent = hindered.some(({ final }) => final)
  if (spent && hindered.every(({ final, candidate }) => final || candidate.down)) {
    const reasons = excluded.map(({ name, why }) => `${name} ${why}`).join('; ')
    return { kind: 'exhausted', reason: `Nobody is left who could do this: ${reasons}.`, excluded }
  }
  // Named is whoever may still come free, not whoever has had their tries.
  const first = hindered.find(({ final }) => !final)
  return {
    kind: 'wait',
    reason: first ? `Waiting: ${first.candidate.name} ${first.why}.` : 'Waiting for a free place.',
    excluded,
  }
}

function reasonOf(skills: readonly string[], reasons: readonly string[], able: number, failedBefore: boolean): string {
  const has = skills.length === 0 ? 'needs no special skill' : `has ${skills.join(', ')}`
  const field = able === 1 ? 'the only one free' : `best of ${able}`
  const again = failedBefore ? '; tries again, nobody else is left' : ''
  return `${has}; ${reasons.join(', ')}; ${field}${again}`
}

const nobodySentence = (skills: readonly string[]): string =>
  skills.length === 0
    ? 'Nobody in this room takes work: add an agent, or give the task to a person.'
    : `Nobody in this room can do ${skills.join(' + ')}: add an agent with it, or give the task to a person.`
