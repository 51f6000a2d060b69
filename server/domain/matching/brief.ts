import type { MatchRecord } from '../attempt.ts'

/**
 * A choice as a live line tells of it: how many were fit (0 when somebody was chosen by name), the best who were not
 * chosen, how many more were fit, who was left out first and how many were. The whole record stays with the attempt.
 */
export type MatchBrief = {
  fit: number
  next: { name: string; score: number }[]
  more: number
  left: { name: string; why: string }[]
  leftOut: number
}

const told = 2
// A record never changes, and a row is looked at many times in its life.
const known = new WeakMap<MatchRecord, MatchBrief>()

/** What a live line tells of the choice of `chosen`; the same object for the same record. */
export function briefOf(record: MatchRecord, chosen: string): MatchBrief {
  const before = known.get(record)
  if (before) return before
  const others = record.scores.filter((one) => one.participantId !== chosen)
  const next = others.slice(0, told).map(({ name, score }) => ({ name, score }))
  const brief = {
    fit: record.scores.length + record.others,
    next,
    more: others.length - next.length + record.others,
    left: record.excluded.slice(0, told).map(({ name, why }) => ({ name, why })),
    leftOut: record.excluded.length,
  }
  known.set(record, brief)
  return brief
}
