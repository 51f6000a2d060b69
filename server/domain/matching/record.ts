import type { FailureClass } from '../attempt.ts'

/** What one agent did at one skill, as it is kept. Weights halve every `halfLifeMs`; they are as of `decayedAt`. */
export type Track = {
  accepted: number
  failed: number
  /** Time spent on accepted results, milliseconds. */
  totalMs: number
  goodWeight: number
  badWeight: number
  /** Unix milliseconds; null in rows from before weights were kept. */
  decayedAt: number | null
}
/** One more thing that an agent did at a skill; `bad` is what counts against it. */
export type TrackNote = { accepted: number; failed: number; ms: number; bad?: number | undefined }

/** An agent's record at the skills of a task, as of one moment; `missed` is what it was asked in vain. */
export type AgentRecord = { good: number; bad: number; missed: number; meanMs: number | null }

/** After this long a result counts half. */
export const halfLifeMs = 14 * 24 * 3600_000
/** What an agent was asked in vain is kept beside the skill it was about; skills are lower case, so none is named so. */
export const missedName = (skill: string): string => `Missed ${skill}`
/** The skills under which a task's outcome is kept: one that asks for none is kept under the empty name. */
export const keptUnder = (skills: readonly string[]): readonly string[] => (skills.length > 0 ? skills : [''])

/** What is left of a weight after a while; a clock that is a little behind takes nothing away. */
export const decayed = (weight: number, ms: number): number =>
  weight === 0 || ms <= 0 ? weight : weight * 2 ** (-ms / halfLifeMs)

const empty: Track = { accepted: 0, failed: 0, totalMs: 0, goodWeight: 0, badWeight: 0, decayedAt: null }

/** The weights of a track at a moment. */
function weightsAt(track: Track, at: number): { good: number; bad: number } {
  if (track.decayedAt === null) return { good: track.accepted, bad: track.failed }
  const ms = at - track.decayedAt
  return { good: decayed(track.goodWeight, ms), bad: decayed(track.badWeight, ms) }
}

/** The track with one more note, its weights as of the later of both moments. */
export function addToTrack(track: Track = empty, note: TrackNote, at: number): Track {
  const { good, bad } = weightsAt(track, at)
  return {
    accepted: track.accepted + note.accepted,
    failed: track.failed + note.failed,
    totalMs: track.totalMs + note.ms,
    goodWeight: good + note.accepted,
    badWeight: bad + (note.bad ?? 0),
    decayedAt: Math.max(at, track.decayedAt ?? at),
  }
}

export const noRecord: AgentRecord = { good: 0, bad: 0, missed: 0, meanMs: null }

/** An agent's record at some skills; `trackOf` gives what is kept under a name. */
export function recordAt(
  skills: readonly string[],
  trackOf: (name: string) => Track | undefined,
  at: number,
): AgentRecord {
  let good = 0
  let bad = 0
  let missed = 0
  let accepted = 0
  let totalMs = 0
  for (const skill of keptUnder(skills)) {
    const track = trackOf(skill)
    if (track) {
      const weights = weightsAt(track, at)
      good += weights.good
      bad += weights.bad
      accepted += track.accepted
      totalMs += track.totalMs
    }
    const asked = trackOf(missedName(skill))
    if (asked) missed += weightsAt(asked, at).bad
  }
  return { good, bad, missed, meanMs: accepted > 0 ? totalMs / accepted : null }
}

/** Mean time of an accepted result at some skills over everybody, milliseconds, from tracks with the skill of each; null before there is one. */
export function meanMsAt(
  skills: readonly string[],
  tracks: Iterable<readonly [skill: string, Pick<Track, 'accepted' | 'totalMs'>]>,
): number | null {
  const names = keptUnder(skills)
  let [accepted, totalMs] = [0, 0]
  for (const [skill, track] of tracks) {
    if (!names.includes(skill)) continue
    accepted += track.accepted
    totalMs += track.totalMs
  }
  return accepted > 0 ? totalMs / accepted : null
}

/**
 * What a failure says of the agent. The network's failures are no mark against its work, and neither is a refusal: both
 * show as availability, the former in the breaker as well. Nothing is said where our side changed what it worked on.
 */
export const blame: Record<FailureClass, 'record' | 'availability' | 'nothing'> = {
  unreachable: 'availability',
  no_ack: 'record',
  lost: 'record',
  stalled: 'record',
  looping: 'record',
  timed_out: 'record',
  throttled: 'nothing', // it says itself for how long
  declined: 'availability',
  errored: 'record',
  invalid_output: 'record',
  failed_checks: 'record',
  over_budget: 'record',
  unsafe_action: 'record',
  contradicted: 'record',
  stale_input: 'nothing',
}

/** The notes that a failure of an agent leaves, by the names they are kept under. */
export function notesOfFailure(failure: FailureClass, skills: readonly string[]): { name: string; note: TrackNote }[] {
  const about = blame[failure]
  if (about === 'nothing') return []
  // The whole count is what people read; what was never reached is no result.
  const note = { accepted: 0, failed: about === 'record' ? 1 : 0, ms: 0, bad: 1 }
  return keptUnder(skills).map((skill) => ({ name: about === 'record' ? skill : missedName(skill), note }))
}
