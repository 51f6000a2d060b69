import type { LogEvent } from '../../../server/contract/events.ts'
import type { MatchBrief } from '../../../server/domain/matching/brief.ts'
import { counted } from '../../../server/domain/text/counted.ts'

export type ActivityEvent = Omit<LogEvent, 'changes'>

/** What a decision is about; nobody's decision is of no kind. */
export const kinds = ['plan', 'match', 'watch', 'recover', 'judge', 'reconcile', 'budget'] as const
export type Kind = (typeof kinds)[number]

/** What a sentence is made of: the names of what the event speaks of, and its own words. */
export type Facts = {
  event: ActivityEvent
  task: string
  goal: string
  deliverable: string
  doer: string
  /** The scores behind a hand-out, when they are at hand. */
  choice: MatchBrief | null
  text: (field: string) => string | null
  count: (field: string) => number
  list: (field: string) => readonly unknown[]
  /** The name behind an id in a field; null when it is not known. */
  who: (field: string) => string | null
}

/** How one type of event is told: what happened after the actor's name, why, and what was not done instead. */
export type Telling = {
  tell: (facts: Facts) => string
  kind?: Kind
  /** Where the event carries no `reason` of its own. */
  why?: (facts: Facts) => string | null
  instead?: (facts: Facts) => string | null
  /** Told so often that it would bury the rest: left out unless asked for. */
  quiet?: boolean
}

export const plural = counted

/** Names of a list, the first few spelled out. */
export function named(all: readonly unknown[], most = 3): string {
  const words = all.map(String)
  const more = words.length - most
  return more > 0 ? `${words.slice(0, most).join(', ')} and ${more} more` : words.join(', ')
}

export const spaced = (word: string): string => word.replaceAll('_', ' ')
