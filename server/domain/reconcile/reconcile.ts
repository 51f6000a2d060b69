import type { Source } from '../checks/check.ts'
import { type Claim, claimsOf } from './claims.ts'
import { disputesOf } from './conflicts.ts'
import { agreeOnFields, type FieldOptions } from './fields.ts'

/** One of several independent answers to a task. */
export type Answer = {
  id: string
  /** JSON when structured, markdown when prose. */
  value: unknown
  sources?: readonly Source[]
  /** How many of its sources were found to say what is cited. */
  verified?: number
}

/** What one answer says where answers differ. */
export type Position = { answerId: string; value: unknown; quote: string; source?: Source }

/** A fact on which answers differ; `path` for a field. */
export type Conflict = { subject: string; path?: string; positions: Position[] }

/** `unanimous`: any contradiction goes to a judge or a person. `majority`: three or more answers may outvote one. */
export type ReconcileRule = 'unanimous' | 'majority'

export type ReconcileOptions = { rule: ReconcileRule; stem: (word: string) => string; fields?: FieldOptions }

export type Reconciliation = {
  verdict: 'agree' | 'majority' | 'contradict' | 'incomparable'
  /** Null whenever answers contradict each other or cannot be compared: nobody wins in silence. */
  winner: string | null
  /** One sentence for the room. */
  why: string
  /** What differs, also when a majority settled it: dissent is kept. */
  conflicts: Conflict[]
  /** Share of what could be compared on which the answers agree, 0 to 1. */
  agreement: number
  /** How many fields or claims could be set against each other. */
  compared: number
}

/** Settles several answers to the same task by rule; the order of answers does not change the verdict or the winner. */
export function reconcile(
  given: readonly Answer[],
  kind: 'structured' | 'prose',
  options: ReconcileOptions,
): Reconciliation {
  const answers = [...given].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  if (answers.length === 0) return incomparable('There is no answer.')
  if (answers.length === 1) return incomparable('There is only one answer: nothing bears it out.')
  return settle(
    answers,
    kind === 'structured' ? fieldFindings(answers, options) : proseFindings(answers, options),
    options.rule,
  )
}

const incomparable = (why: string): Reconciliation => ({
  verdict: 'incomparable',
  winner: null,
  why,
  conflicts: [],
  agreement: 0,
  compared: 0,
})

type Findings = {
  conflicts: Conflict[]
  /** For each conflict the answers of its majority; null without one. */
  majorities: (readonly string[] | null)[]
  support: ReadonlyMap<string, number>
  agreement: number
  compared: number
}

function fieldFindings(answers: readonly Answer[], options: ReconcileOptions): Findings {
  const { fields, agreement } = agreeOnFields(answers, options.fields)
  const shared = fields.filter(({ verdict }) => verdict !== 'single')
  const differing = shared.filter(({ verdict }) => verdict !== 'agree')
  const support = new Map<string, number>()
  for (const { by } of shared) for (const id of by) support.set(id, (support.get(id) ?? 0) + 1)
  return {
    conflicts: differing.map(({ path, positions }) => ({
      subject: path,
      path,
      positions: positions.flatMap(({ value, by }) =>
        by.map((answerId) => ({ answerId, value, quote: typeof value === 'string' ? value : JSON.stringify(value) })),
      ),
    })),
    majorities: differing.map(({ verdict, by }) => (verdict === 'majority' ? by : null)),
    support,
    agreement,
    compared: shared.length,
  }
}

function proseFindings(answers: readonly Answer[], { stem }: ReconcileOptions): Findings {
  const texts = answers.map(({ id, value, sources = [] }) => ({
    id,
    text: typeof value === 'string' ? value : JSON.stringify(value ?? ''),
    sources,
  }))
  // The same words are the same answer, whatever can be read from them.
  if (texts.every(({ text }) => plain(text) === plain(texts[0]?.text ?? '')))
    return { conflicts: [], majorities: [], support: new Map(), agreement: 1, compared: 1 }
  const found = disputesOf(texts.map(({ id, text, sources }) => ({ id, claims: claimsOf(text, { stem, sources }) })))
  const compared = found.agreed + found.contradicted
  return {
    conflicts: found.disputes.map(({ groups }) => ({
      subject: groups[0]?.[0]?.claim.subject ?? '',
      positions: groups.flat().map(({ by, claim }) => positionOf(by, claim)),
    })),
    majorities: found.disputes.map(({ groups }) => majorityOf(groups.map((group) => group.map(({ by }) => by)))),
    support: found.supported,
    agreement: compared === 0 ? 0 : found.agreed / compared,
    compared,
  }
}

const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

/** What a claim states, as a position of the answer that makes it. */
export const positionOf = (answerId: string, claim: Claim): Position => ({
  answerId,
  value: claim.quantity?.written ?? claim.date?.written ?? claim.quote,
  quote: claim.quote,
  ...(claim.source && { source: claim.source }),
})

function majorityOf(groups: readonly (readonly string[])[]): readonly string[] | null {
  const speakers = new Set(groups.flat()).size
  const [most = []] = groups
  return speakers >= 3 && most.length > speakers / 2 ? most : null
}

function settle(answers: readonly Answer[], findings: Findings, rule: ReconcileRule): Reconciliation {
  const { conflicts, majorities, agreement, compared } = findings
  const rest = { conflicts, agreement, compared }
  if (compared === 0) return incomparable('The answers state nothing that could be set against each other.')
  if (conflicts.length === 0) {
    const winner = bestOf(answers, findings)
    return { verdict: 'agree', winner: winner.id, why: `The answers agree; ${reasonFor(winner, findings)}.`, ...rest }
  }
  const about = conflicts
    .slice(0, 3)
    .map(({ subject }) => subject)
    .join(', ')
  const outvoted = new Set(
    majorities.flatMap((most, index) =>
      (conflicts[index]?.positions ?? []).map(({ answerId }) => answerId).filter((id) => !most?.includes(id)),
    ),
  )
  const standing = answers.filter(({ id }) => !outvoted.has(id) && majorities.some((most) => most?.includes(id)))
  if (rule === 'majority' && majorities.every((most) => most !== null) && standing.length > 0) {
    const winner = bestOf(standing, findings)
    const why = `More than half say the same about ${about}; ${reasonFor(winner, findings)}. The dissent is kept.`
    return { verdict: 'majority', winner: winner.id, why, ...rest }
  }
  return { verdict: 'contradict', winner: null, why: `The answers contradict each other about ${about}.`, ...rest }
}

const supportOf = ({ id }: Answer, { support }: Findings) => support.get(id) ?? 0

const bestOf = (answers: readonly Answer[], findings: Findings): Answer =>
  answers.reduce((best, one) => {
    const better = (one.verified ?? 0) - (best.verified ?? 0) || supportOf(one, findings) - supportOf(best, findings)
    return better > 0 ? one : best
  })

function reasonFor(answer: Answer, findings: Findings): string {
  const verified = answer.verified ?? 0
  const borne = supportOf(answer, findings)
  return `${answer.id} is taken: ${verified} of its sources verified, ${borne} of its statements borne out by others`
}
