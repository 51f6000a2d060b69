import type { Compared, SettledBy } from '../commands/task/settle-answers.ts'
import type { Source } from '../domain/checks/check.ts'
import type { Conflict } from '../domain/conflict.ts'
import { type Position, reconcile } from '../domain/reconcile/reconcile.ts'
import { sameFact } from '../domain/reconcile/same-fact.ts'

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
/** What a dozen passages give a dozen values for is a list or a table read as prose, not one fact. */
const mostValues = 3

/** Sets answers against each other: several to one question, or what one result is made from. Pure. */
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
    ...(source ? { source: nameOf(source) } : {}),
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
    const conflicts = found
      .map(({ subject, positions }) => ({
        subject,
        positions: stated(positions.map((position) => positionOf(position.versionId, position))),
      }))
      .filter(({ positions }) => {
        const values = new Set(positions.map(({ value }) => value)).size
        return values <= mostValues && takeSides(positions)
      })
      .slice(0, mostConflicts)
    return { winner: null, why: `${conflicts.length} facts are stated differently`, conflicts }
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

const nameOf = ({ url, inputId, versionId, locator }: Source): string =>
  [url ?? inputId ?? versionId, locator].filter(Boolean).join(', ')

type Stated = Compared['conflicts'][number]['positions'][number]

/** Whether at least two results state one value each, and not the same: who states several only reports what others say. */
function takeSides(positions: readonly Stated[]): boolean {
  const byVersion = new Map<string, Set<string>>()
  for (const { versionId, value } of positions)
    byVersion.set(versionId, (byVersion.get(versionId) ?? new Set()).add(value))
  return new Set([...byVersion.values()].flatMap((values) => (values.size === 1 ? [...values] : []))).size > 1
}

/** The positions that state a fact: none from arithmetic or a file's name, and of equal words in one result the first. */
function stated(positions: readonly Stated[]): Stated[] {
  const seen = new Set<string>()
  return positions.filter(({ value, quote, versionId }) => {
    if (/\bsum\(|=[^.]*[+×*/−]/.test(quote)) return false
    const outside = quote.replace(/[\w.-]*\.(?:csv|md|txt|html?|json|pdf)\b/gi, '')
    const key = `${versionId} ${value}`
    if (!outside.includes(value) || seen.has(key)) return false
    seen.add(key)
    return true
  })
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
