import type { GoalLimits, Spent } from './goal.ts'
import { counted } from './text/counted.ts'

/** What can run out, in the order in which it is told. `depth` bounds a plan's shape, not its use. */
export const limitKinds = ['tokens', 'costUsd', 'attempts', 'steps', 'wallSeconds'] as const
export type LimitKind = (typeof limitKinds)[number]
/** How much of each is used; hand-outs that are still open count. */
export type Use = Record<LimitKind, number>

/** From this part of a limit on somebody is told. */
const warnAt = 0.8

/** What is used of a goal: what was spent, `open` hand-outs beside it, and the time since it started. */
export const usageOf = (spent: Spent, startedAt: number | null, open: number, now: number): Use => ({
  tokens: spent.tokens ?? 0,
  costUsd: spent.costUsd ?? 0,
  attempts: (spent.attempts ?? 0) + open,
  steps: spent.steps ?? 0,
  wallSeconds: startedAt === null ? 0 : Math.floor((now - startedAt) / 1000),
})

/** Limits of which nothing is left, and those of which four fifths are used. */
export function standing(limits: GoalLimits, use: Use): { over: LimitKind[]; near: LimitKind[] } {
  const over = limitKinds.filter((kind) => use[kind] >= (limits[kind] ?? Number.POSITIVE_INFINITY))
  const near = limitKinds.filter((kind) => use[kind] >= warnAt * (limits[kind] ?? Number.POSITIVE_INFINITY))
  return { over, near }
}

export const isLimited = (limits: GoalLimits): boolean => limitKinds.some((kind) => limits[kind] !== undefined)

/** Limits with some of them changed; null takes one away, undefined leaves it. */
export function changedLimits(
  limits: GoalLimits,
  changes: { [K in keyof GoalLimits]?: number | null | undefined },
): GoalLimits {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const next = Object.entries({ ...limits, ...Object.fromEntries(given) }).filter(([, value]) => value !== null)
  return Object.fromEntries(next) as GoalLimits
}

/** Limits of the kinds that are used up, twice what they were or what was used of them, whichever is more. */
export const doubled = (limits: GoalLimits, over: readonly LimitKind[], use: Use): GoalLimits =>
  Object.fromEntries(over.map((kind) => [kind, 2 * (Math.max(limits[kind] ?? 0, use[kind]) || 1)]))

/** What one attempt used up, dollars and tokens; the price its owner named counts when it says nothing itself. */
export function costOf(
  attempt: {
    usage: { tokens?: number | undefined; costUsd?: number | undefined } | null
    submittedAt: number | null
  },
  price: { costUsdPerTask: number } | null,
): { tokens: number; costUsd: number } {
  const { usage, submittedAt } = attempt
  return {
    tokens: usage?.tokens ?? 0,
    costUsd: usage?.costUsd ?? (submittedAt === null ? 0 : (price?.costUsdPerTask ?? 0)),
  }
}

/** Money is added up in millionths, so that sums of cents stay exact. */
const exact = (value: number): number => Math.round(value * 1e6) / 1e6

/** What was spent with more of it; kinds of which nothing was used stay away. */
export function plus(spent: Spent, more: Pick<Spent, 'tokens' | 'costUsd' | 'steps' | 'attempts'>): Spent {
  const next: Spent = { ...spent }
  for (const kind of ['tokens', 'costUsd', 'steps', 'attempts'] as const)
    if (more[kind]) next[kind] = exact((spent[kind] ?? 0) + more[kind])
  return next
}

/** Limits that were told of, as far as they are still near: raised far enough, one is told of again. */
export const stillWarned = (spent: Spent, near: readonly LimitKind[]): string[] =>
  (spent.warned ?? []).filter((kind) => (near as readonly string[]).includes(kind))

/** Kinds that came near their limit since somebody was told. */
export function newlyNear(spent: Spent, near: readonly LimitKind[]): LimitKind[] {
  const told = stillWarned(spent, near)
  return near.filter((kind) => !told.includes(kind))
}

/** Kinds that one more use brought to the end of their limit, and those that it brought near: each is told of once. */
export function crossed(limits: GoalLimits, before: Use, after: Use): { over: LimitKind[]; near: LimitKind[] } {
  const [was, is] = [standing(limits, before), standing(limits, after)]
  return {
    over: is.over.filter((kind) => !was.over.includes(kind)),
    near: is.near.filter((kind) => !was.near.includes(kind)),
  }
}

/** One attempt alone used more than a whole budget beyond what was left: its result is not taken. In words, or null. */
export function outsize(used: { tokens: number; costUsd: number }, limits: GoalLimits, spent: Spent): string | null {
  for (const kind of ['tokens', 'costUsd'] as const) {
    const limit = limits[kind]
    if (limit === undefined) continue
    const left = Math.max(0, limit - (spent[kind] ?? 0))
    if (used[kind] > left + limit)
      return `it alone used ${amount(kind, used[kind])}, ${amount(kind, left)} of ${amount(kind, limit)} were left`
  }
  return null
}

/** An amount of something as people read it: "12,400 tokens", "$0.50". */
export function amount(kind: LimitKind, value: number): string {
  switch (kind) {
    case 'tokens':
      return counted(Math.round(value), 'token')
    case 'costUsd':
      return `$${value.toFixed(value < 0.01 && value > 0 ? 4 : 2)}`
    case 'attempts':
      return counted(value, 'hand-out')
    case 'steps':
      return counted(value, 'step')
    case 'wallSeconds':
      return value < 120
        ? `${value} s`
        : value < 7200
          ? `${Math.round(value / 60)} min`
          : `${(value / 3600).toFixed(1)} h`
  }
}

/** "12,400 tokens of 10,000 tokens", for each kind that is named. */
export const inWords = (kinds: readonly LimitKind[], limits: GoalLimits, use: Use): string =>
  kinds.map((kind) => `${amount(kind, use[kind])} of ${amount(kind, limits[kind] ?? 0)}`).join(', ')

const names: Record<LimitKind, string> = {
  tokens: 'tokens',
  costUsd: 'money',
  attempts: 'hand-outs',
  steps: 'steps',
  wallSeconds: 'time',
}
/** What a person can do about limits that are reached; `or` is the other way out. */
export const raiseOr = (over: readonly LimitKind[], or: string): string =>
  `Raise the limit on ${over.map((kind) => names[kind]).join(' and ')}, or ${or}.`

/** Why limits cannot be set below what is spent already; null when they can. A limit of just what is spent stops the work where it is. */
export function belowSpent(limits: GoalLimits, use: Use): string | null {
  const low = limitKinds.filter((kind) => use[kind] > (limits[kind] ?? Number.POSITIVE_INFINITY))
  if (low.length === 0) return null
  return `already spent ${low.map((kind) => amount(kind, use[kind])).join(' and ')}`
}

/** The next moment at which a limit on time is near or reached, Unix milliseconds; null when neither is to come. */
export function nextTimeLimit({ wallSeconds }: GoalLimits, startedAt: number | null, now: number): number | null {
  if (wallSeconds === undefined || startedAt === null) return null
  const moments = [startedAt + wallSeconds * warnAt * 1000, startedAt + wallSeconds * 1000]
  return moments.find((at) => at > now) ?? null
}
