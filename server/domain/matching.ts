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

export const hasSkills = (has: readonly string[], wants: readonly string[]): boolean =>
  wants.every((skill) => has.includes(skill))

/** The score of a candidate who may have the task, 0..1, with its reasons. */
export function score(candidate: Candidate): { score: number; reasons: string[] } {
  const total = candidate.accepted + candidate.failed
  const record = (candidate.accepted + prior.accepted) / (total + prior.total)
  const load = candidate.places === 0 ? 0 : candidate.free / candidate.places
  const speed = candidate.meanMs === null ? 0.5 : halfSpeedMs / (halfSpeedMs + candidate.meanMs)
  const health = 1 / (1 + candidate.endpointFailures) - (candidate.throttled ? 0.5 : 0)
  const reasons = [
    total === 0 ? 'no record yet' : `${candidate.accepted} of ${total} accepted`,
    `${candidate.free} of ${candidate.places} places free`,
  ]
  if (candidate.endpointFailures > 0) reasons.push(`${candidate.endpointFailures} failed deliveries in a row`)
  if (candidate.throttled) reasons.push('asked for quiet')
  const value =
    weights.record * record + weights.load * load + weights.speed * speed + weights.health * Math.max(0, health)
  return { score: Math.round(value * 1000) / 1000, reasons }
}

/**
 * Chooses who gets a task. Order of preference: those who have not failed this task, then the score; among equals the
 * one with more free places, then the id, so that the same state always gives the same answer.
 */
export function match(candidates: readonly Candidate[], ask: Ask): Match {
  const fit = candidates.filter((candidate) => hasSkills(candidate.skills, ask.skills))
  if (fit.length === 0) return { kind: 'nobody', reason: nobodySentence(ask.skills) }
  const tried = new Map(ask.tried.map((entry) => [entry.participantId, entry]))
  const able: { candidate: Candidate; score: number; reasons: string[]; failedBefore: number }[] = []
  const hindered: { candidate: Candidate; why: string; final: boolean }[] = []
  for (const candidate of fit) {
    const why = exclusion(candidate, tried.get(candidate.participantId), ask)
    if (why === null) {
      const before = tried.get(candidate.participantId)?.failed ?? 0
      const { score: value, reasons } = score(candidate)
      const knows = candidate.participantId === ask.previousAuthor
      able.push({
        candidate,
        score: value + (knows ? 1 : 0),
        reasons: knows ? ['made the version that came back', ...reasons] : reasons,
        failedBefore: before,
      })
    } else {
      hindered.push({ candidate, why: why.text, final: why.final })
    }
  }
  const excluded = hindered
    .slice(0, 8)
    .map(({ candidate, why }) => ({ participantId: candidate.participantId, name: candidate.name, why }))
  if (able.length === 0) return nobodyLeft(hindered, excluded)
  able.sort(
    (a, b) =>
      a.failedBefore - b.failedBefore ||
      b.score - a.score ||
      b.candidate.free - a.candidate.free ||
      (a.candidate.participantId < b.candidate.participantId ? -1 : 1),
  )
  const [winner] = able
  if (!winner) throw new Error('unreachable: able is not empty')
  const scores: MatchScore[] = able.slice(0, 1 + runnersUp).map(({ candidate, score: value, reasons }) => ({
    participantId: candidate.participantId,
    name: candidate.name,
    score: value,
    reasons,
  }))
  return {
    kind: 'matched',
    participantId: winner.candidate.participantId,
    record: {
      reason: reasonOf(winner, ask, able.length),
      scores,
      excluded,
      others: Math.max(0, able.length - scores.length),
    },
  }
}

function nobodyLeft(
  hindered: readonly { candidate: Candidate; final: boolean }[],
  excluded: MatchRecord['excluded'],
): Match {
  const spent = hindered.some(({ final }) => final)
  if (spent && hindered.every(({ final, candidate }) => final || candidate.down)) {
    const reasons = excluded.map(({ name, why }) => `${name} ${why}`).join('; ')
    return { kind: 'exhausted', reason: `Nobody is left who could do this: ${reasons}.`, excluded }
  }
  const first = excluded[0]
  return {
    kind: 'wait',
    reason: first ? `Waiting: ${first.name} ${first.why}.` : 'Waiting for a free place.',
    excluded,
  }
}

function exclusion(candidate: Candidate, tried: Tried | undefined, ask: Ask): { text: string; final: boolean } | null {
  if (ask.authors.has(candidate.participantId)) return { text: 'made what is to be judged', final: true }
  if (tried?.declined) return { text: 'declined this task', final: true }
  if (tried && tried.failed >= ask.attemptsPerAgent)
    return { text: `failed this task ${tried.failed} times`, final: true }
  if (candidate.barred) return { text: candidate.barred, final: false }
  if (candidate.free <= 0) return { text: 'has no free place', final: false }
  return null
}

function reasonOf(
  winner: { candidate: Candidate; reasons: string[]; failedBefore: number },
  ask: Ask,
  able: number,
): string {
  const skills = ask.skills.length === 0 ? 'needs no special skill' : `has ${ask.skills.join(', ')}`
  const field = able === 1 ? 'the only one free' : `best of ${able}`
  const again = winner.failedBefore > 0 ? '; tries again, nobody else is left' : ''
  return `${skills}; ${winner.reasons.join(', ')}; ${field}${again}`
}

const nobodySentence = (skills: readonly string[]): string =>
  skills.length === 0
    ? 'Nobody in this room takes work: add an agent, or give the task to a person.'
    : `Nobody in this room can do ${skills.join(' + ')}: add an agent with it, or give the task to a person.`
