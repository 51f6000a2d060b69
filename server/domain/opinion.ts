import type { Task } from './task.ts'
import type { Verdict } from './version.ts'

/** What an agent that was asked for a second opinion thinks of a version. It decides nothing. */
export type Opinion = {
  id: string
  roomId: string
  goalId: string
  versionId: string
  /** The task by which it was asked. */
  taskId: string
  agentId: string
  participantId: string
  verdict: OpinionVerdict
  reasons: string
  createdAt: number
}
export type OpinionVerdict = 'approve' | 'request_changes' | 'reject'

/** The version that a task asks an opinion on; null for every other task. */
export function opinionOn({ item }: Pick<Task, 'item'>): string | null {
  if (typeof item !== 'object' || item === null || !('opinionOn' in item)) return null
  return typeof item.opinionOn === 'string' ? item.opinionOn : null
}

/** What the answer to such a task must look like. A critic's own words for its verdict count too. */
export const opinionSchema = {
  type: 'object',
  required: ['verdict'],
  properties: {
    verdict: { enum: ['approve', 'request_changes', 'reject', 'ready', 'needs work'] },
    reasons: { type: 'string' },
    findings: { type: 'array' },
  },
}

const verdicts: Readonly<Record<string, OpinionVerdict>> = {
  approve: 'approve',
  ready: 'approve',
  request_changes: 'request_changes',
  'needs work': 'request_changes',
  reject: 'reject',
}

/** Reads an opinion out of the JSON that came back; `response` stands for reasons that are not in it. Null when it is none. */
export function readOpinion(text: string, response: string): { verdict: OpinionVerdict; reasons: string } | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || !('verdict' in value)) return null
  const verdict = verdicts[String(value.verdict)]
  if (!verdict) return null
  const findings = 'findings' in value && Array.isArray(value.findings) ? value.findings : []
  const listed = findings
    .map((finding: unknown) =>
      typeof finding === 'object' && finding !== null && 'text' in finding ? finding.text : finding,
    )
    .filter((line) => typeof line === 'string')
    .map((line) => `- ${line}`)
    .join('\n')
  const own = 'reasons' in value && typeof value.reasons === 'string' ? value.reasons : ''
  return { verdict, reasons: (own || listed || response).slice(0, 8000) }
}

/** One opinion beside what a person decided on the same version. */
export type JudgedPair = { opinion: OpinionVerdict; decided: Verdict }
export type Calibration = {
  /** Opinions that a person's decision can be held against. */
  given: number
  agreed: number
  /** What its record warns of, as a sentence; null when it may be trusted or has too short a record. */
  warning: string | null
}

/** A judge's record is too short to say anything before this many decisions. */
const enough = 5
/** Under this share of agreement a judge is shown as one that people often disagree with. */
const agreeing = 0.6

/** How far a judge's opinions can be trusted: one that approves everything, or that people often disagree with, is shown as such. */
export function calibrationOf(pairs: readonly JudgedPair[]): Calibration {
  const agreed = pairs.filter(({ opinion, decided }) => (opinion === 'approve') === (decided === 'approved')).length
  const given = pairs.length
  const approvals = pairs.filter(({ opinion }) => opinion === 'approve').length
  const refused = pairs.filter(({ decided }) => decided !== 'approved').length
  const warning =
    given < enough
      ? null
      : approvals === given && refused > 0
        ? `approved all of ${given}, people sent back ${refused} of them`
        : agreed / given < agreeing
          ? `people decided otherwise on ${given - agreed} of ${given}`
          : null
  return { given, agreed, warning }
}
