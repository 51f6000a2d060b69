import type { Source } from '../checks/check.ts'
import type { Conflict } from '../conflict.ts'
import { agreement } from '../plan.ts'
import type { ChosenCheck } from '../task.ts'
import { type Position, reconcile } from './reconcile.ts'
import { sameFact } from './same-fact.ts'
import { worthShowing } from './sift.ts'

/** Who decides when answers contradict: most of them, an agent that gave none of them, or a person. */
export type SettledBy = 'majority' | 'judge' | 'person'

/** The rule the plan names for a task, else the majority of three answers or more and a person for two. */
export function settledBy(checks: readonly ChosenCheck[], answers: number): SettledBy {
  const asked = checks.find((check) => check.name === agreement)?.by
  return asked === 'majority' || asked === 'judge' || asked === 'person' ? asked : answers > 2 ? 'majority' : 'person'
}

export type Compared = {
  /** The version that stands; null when they contradict and no rule decides. */
  winner: string | null
  why: string
  conflicts: Pick<Conflict, 'subject' | 'positions'>[]
}

export type ReadAnswer = {
  versionId: string
  participantId: string
  taskId: string
  /** The item of a list that it is about. */
  about: string | undefined
  /** Sources of it whose quoted words were found. */
  verified: number
  sources: readonly Source[]
  text: string | null
}

/** Contradictions that are kept and shown; a text that differs in more is another text. */
const mostConflicts = 40
const longestQuote = 600

/** Sets answers against each other: several to one question, or what one result is made from. `stem` must be pure. */
export function compareAnswers(
  kind: Conflict['kind'],
  by: SettledBy,
  answers: readonly ReadAnswer[],
  stem: (word: string) => string,
): Compared {
  const values = answers.map(({ text }) => jsonOf(text ?? ''))
  const makers = new Map(answers.map((answer) => [answer.versionId, answer.participantId]))
  const positionOf = (versionId: string, { value, quote, source }: Omit<Position, 'answerId'>) => ({
    versionId,
    participantId: makers.get(versionId) ?? '',
    value: typeof value === 'string' ? value : JSON.stringify(value),
    quote: quote.slice(0, longestQuote),
    ...(source?.url ? { source: [source.url, source.locator].filter(Boolean).join(', ') } : {}),
  })
  if (kind === 'merge') {
    const found = sameFact(
      answers.map(({ versionId, taskId, about, sources, text }, i) => ({
        id: versionId,
        taskId,
        ...(about === undefined ? {} : { about }),
        ...(values[i] === undefined ? { text: text ?? '' } : { value: values[i] }),
        sources,
      })),
      stem,
    )
    const conflicts = worthShowing(
      found.map(({ subject, positions }) => ({
        subject,
        positions: positions.map((position) => positionOf(position.versionId, position)),
      })),
    ).slice(0, mostConflicts)
    const facts = conflicts.length === 1 ? '1 fact is' : `${conflicts.length} facts are`
    return { winner: null, why: `${facts} stated differently`, conflicts }
  }
  const structured = values.every((value) => value !== undefined)
  const found = reconcile(
    answers.map(({ versionId, sources, verified, text }, i) => ({
      id: versionId,
      value: structured ? values[i] : (text ?? ''),
      sources,
      verified,
    })),
    structured ? 'structured' : 'prose',
    { rule: by === 'majority' ? 'majority' : 'unanimous', stem },
  )
  return {
    winner: found.winner,
    why: answers.reduce((why, { versionId }, i) => why.replaceAll(versionId, `answer ${i + 1}`), found.why),
    conflicts: found.conflicts.slice(0, mostConflicts).map(({ subject, positions }) => ({
      subject,
      positions: positions.map((position) => positionOf(position.answerId, position)),
    })),
  }
}

/** The JSON that a text is, when it is an object or a list. */
function jsonOf(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
