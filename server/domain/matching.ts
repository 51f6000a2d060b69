import type { MatchRecord, MatchScore } from './attempt.ts'

/** One participant as the matcher sees it at this moment. */
export type Candidate = {
  participantId: string
  name: string
  skills: readonly string[]
  /** Places free over all rooms, and all places. */
  free: number
  places: number
  /** Record on the task's skills: results accepted and failed, and mean time of an accepted one in milliseconds. */
  accepted: number
  failed: number
  meanMs: number | null
  /** Failures in a row at its endpoint. */
  endpointFailures: number
  throttled: boolean
  /** Why it cannot get work now whatever the task; null when it can. */
  barred: string | null
  /** Whether only a person can bring it back. */
  down: boolean
}

/** What happened to this task so far, by participant. */
export type Tried = { participantId: string; failed: number; declined: boolean; lastFailedAt: number }

export type Ask = {
  skills: readonly string[]
  /** Authors of what is to be judged never judge it. */
  authors: ReadonlySet<string>
  tried: readonly Tried[]
  attemptsPerAgent: number
  /** Who made the version that a person sent back: knows the work best. */
  previousAuthor: string | null
}

export type Match =
  | { kind: 'matched'; participantId: string; record: MatchRecord }
  /** Somebody could do it, but not now: look again when a place frees or the hindrance passes. */
  | { kind: 'wait'; reason: string; excluded: MatchRecord['excluded'] }
  /** Everybody who could do it has used up their tries, or waits for a person to bring them back. */
  | { kind: 'exhausted'; reason: string; excluded: MatchRecord['excluded'] }
  /** Nobody in the room has the skills. */
  | { kind: 'nobody'; reason: string }

const weights = { record: 0.45, load: 0.25, speed: 0.1, health: 0.2 } as const
/** Smoothing of the track record: as if two results, one accepted, had been seen before. */
const prior = { accepted: 1, total: 2 } as const
/** Half the speed score at this mean time. */
const halfSpeedMs = 5 * 60_000
const runnersUp = 2
const noPlace = 'has no free place'
/** How many of those left out are named with a choice. */
const listed = 8

export const hasSkills = (has: readonly string[], wants: readonly string[]): boolean =>
  wants.every((skill) => has.includes(skill))

/** The score of a candidate who may have the task, 0..1. */
export function score(candidate: Candidate): number {
  const total = candidate.accepted + candidate.failed
  const record = (candidate.accepted + prior.accepted) / (total + prior.total)
  const load = candidate.places === 0 ? 0 : candidate.free / candidate.places
  const speed = candidate.meanMs === null ? 0.5 : halfSpeedMs / (halfSpeedMs + candidate.meanMs)
  const health = 1 / (1 + candidate.endpointFailures) - (candidate.throttled ? 0.5 : 0)
  const value =
    weights.record * record + weights.load * load + weights.speed * speed + weights.health * Math.max(0, health)
  return Math.round(value * 1000) / 1000
}

/** What the score rests on, in words. */
function reasonsOf(candidate: Candidate): string[] {
  const total = candidate.accepted + candidate.failed
  const reasons = [
    total === 0 ? 'no record yet' : `${candidate.accepted} of ${total} accepted`,
    `${candidate.free} of ${candidate.places} places free`,
  ]
  if (candidate.endpointFailures > 0) reasons.push(`${candidate.endpointFailures} failed deliveries in a row`)
  if (candidate.throttled) reasons.push('asked for quiet')
  return reasons
}

/** Whether a task could be taken at once. */
const isFree = ({ barred, free }: Candidate): boolean => barred === null && free > 0

type Able = { candidate: Candidate; score: number; failedBefore: number; knows: boolean }
type Hindered = { candidate: Candidate; why: string; final: boolean }

/** Below zero when `a` is the better choice: who has not failed this task, then the score, then free places, then the id. */
const better = (a: Able, b: Able): number =>
  a.failedBefore - b.failedBefore ||
  b.score - a.score ||
  b.candidate.free - a.candidate.free ||
  (a.candidate.participantId < b.candidate.participantId ? -1 : 1)

/**
 * Chooses who gets a task. Order of preference: those who have not failed this task, then the score; among equals the
 * one with more free places, then the id, so that the same state always gives the same answer.
 */
export function match(candidates: readonly Candidate[], ask: Ask): Match {
  const fit = candidates.filter((candidate) => hasSkills(candidate.skills, ask.skills))
  const tried = new Map(ask.tried.map((entry) => [entry.participantId, entry]))
  const able: Able[] = []
  const hindered: Hindered[] = []
  for (const candidate of fit) {
    const why = exclusion(candidate, tried.get(candidate.participantId), ask)
    if (why === null) {
      const failedBefore = tried.get(candidate.participantId)?.failed ?? 0
      const knows = candidate.participantId === ask.previousAuthor
      able.push({ candidate, score: score(candidate) + (knows ? 1 : 0), failedBefore, knows })
    } else {
      hindered.push({ candidate, why: why.text, final: why.final })
    }
  }
  able.sort(better)
  return answer(ask.skills, able.slice(0, 1 + runnersUp), able.length, hindered)
}

/**
 * Those fit for one set of skills, asked again and again for tasks that nobody has tried: the same answers as `match`
 * at the price of one look along the list, with places counted down in between.
 */
export class Field {
  private readonly entries: Able[]

  constructor(
    candidates: readonly Candidate[],
    private readonly skills: readonly string[],
  ) {
    this.entries = candidates
      .filter((candidate) => hasSkills(candidate.skills, skills))
      .map((candidate) => ({
        candidate,
        score: isFree(candidate) ? score(candidate) : 0,
        failedBefore: 0,
        knows: false,
      }))
  }

  get size(): number {
    return this.entries.length
  }

  /** Whether anybody could take a task at once. */
  hasPlace(): boolean {
    return this.entries.some(({ candidate }) => isFree(candidate))
  }

  /** Of those who are fit, the first in the way of something other than a lack of places, when that is all of them. */
  allBarred(): Candidate | null {
    const [first] = this.entries
    return first && this.entries.every(({ candidate }) => candidate.barred !== null) ? first.candidate : null
  }

  choose(): Match {
    const best: Able[] = []
    const hindered: Hindered[] = []
    let able = 0
    for (const entry of this.entries) {
      const { candidate } = entry
      if (!isFree(candidate)) {
        // Once somebody is found, nobody reads on.
        if (best.length === 0 || hindered.length < listed)
          hindered.push({ candidate, why: candidate.barred ?? noPlace, final: false })
        continue
      }
      able += 1
      let place = best.length
      for (let above = best[place - 1]; above && better(entry, above) < 0; above = best[place - 1]) place -= 1
      if (place > runnersUp) continue
      best.splice(place, 0, entry)
      if (best.length > 1 + runnersUp) best.pop()
    }
    return answer(this.skills, best, able, hindered)
  }

  /** A participant has fewer places free now. */
  setFree(participantId: string, free: number) {
    const entry = this.entries.find(({ candidate }) => candidate.participantId === participantId)
    if (!entry) return
    entry.candidate = { ...entry.candidate, free }
    entry.score = score(entry.candidate)
  }
}

/** The choice in words: `best` are the first of so many able ones, best first. */
function answer(skills: readonly string[], best: readonly Able[], able: number, hindered: readonly Hindered[]): Match {
  if (able === 0 && hindered.length === 0) return { kind: 'nobody', reason: nobodySentence(skills) }
  const excluded = hindered
    .slice(0, listed)
    .map(({ candidate, why }) => ({ participantId: candidate.participantId, name: candidate.name, why }))
  const [winner] = best
  if (!winner) return nobodyLeft(hindered, excluded)
  const scores: MatchScore[] = best.map(({ candidate, score: value, knows }) => ({
    participantId: candidate.participantId,
    name: candidate.name,
    score: value,
    reasons: knows ? ['made the version that came back', ...reasonsOf(candidate)] : reasonsOf(candidate),
  }))
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

function exclusion(candidate: Candidate, tried: Tried | undefined, ask: Ask): { text: string; final: boolean } | null {
  if (ask.authors.has(candidate.participantId)) return { text: 'made what is to be judged', final: true }
  if (tried?.declined) return { text: 'declined this task', final: true }
  if (tried && tried.failed >= ask.attemptsPerAgent)
    return { text: `failed this task ${tried.failed} times`, final: true }
  if (candidate.barred) return { text: candidate.barred, final: false }
  if (candidate.free <= 0) return { text: noPlace, final: false }
  return null
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
