import { cutAtWords, plainWords } from '../../../server/domain/reconcile/conflict-line.ts'
import type { ActivityEvent } from './telling.ts'

/** Something that a decision rests on and that can be opened; `said` is evidence in words. */
export type Proof =
  | { kind: 'task' | 'attempt' | 'version' | 'deliverable' | 'handoff' | 'incident'; id: string; label: string }
  | { kind: 'said'; id: string; label: string }

type Look = {
  task: (id: string) => { label: string } | null
  attempt: (id: string) => { number: number } | null
  deliverable: (id: string) => { label: string } | null
}

/** What of an event's evidence can be looked at: its try, version, checks, contradictions and what made it necessary. */
export function evidenceOf({ type, data }: ActivityEvent, look: Look): Proof[] {
  const id = (field: string, of: Record<string, unknown> = data) => {
    const value = of[field]
    return typeof value === 'string' ? value : null
  }
  const proofs: Proof[] = []
  const add = (kind: Exclude<Proof['kind'], 'said'>, proof: string | null, label: string) => {
    if (proof) proofs.push({ kind, id: proof, label })
  }
  const tryOf = (attemptId: string | null) => {
    const number = attemptId ? look.attempt(attemptId)?.number : undefined
    return number === undefined ? 'the try' : `try ${number}`
  }
  add('attempt', id('attemptId'), tryOf(id('attemptId')))
  add('attempt', id('failedId'), `${tryOf(id('failedId'))}, which failed`)
  add(
    'version',
    id('versionId'),
    typeof data.number === 'number' && type !== 'attempt.offered' ? `version ${data.number}` : 'the version',
  )
  add('version', id('from'), 'the answer that stands')
  add('deliverable', id('deliverableId'), look.deliverable(id('deliverableId') ?? '')?.label ?? 'the deliverable')
  add('handoff', id('handoffId'), 'what was asked')
  add('incident', id('incidentId'), 'what is in it')
  const cause = data.cause
  if (typeof cause === 'object' && cause !== null) {
    const because = id('taskId', cause as Record<string, unknown>)
    add('task', because, (because && look.task(because)?.label) ?? 'what changed')
    add('version', id('versionId', cause as Record<string, unknown>), 'its new version')
  }
  for (const part of Array.isArray(data.parts) ? data.parts.slice(0, 5) : [])
    if (typeof part === 'string') add('task', part, look.task(part)?.label ?? 'a part')
  if (Array.isArray(data.seen))
    for (const [at, one] of data.seen.slice(0, 3).entries()) {
      const { text, effect } = one as { text?: unknown; effect?: unknown }
      if (typeof text === 'string') proofs.push({ kind: 'said', id: String(at), label: `${text} (${String(effect)})` })
    }
  proofs.push(...wordsBehind(data, look))
  if (/^answers\./.test(type)) add('task', id('taskId'), 'what they say, side by side')
  return proofs
}

/** A verdict rests on the words of one side and on the task that brought them. */
function wordsBehind({ evidence, value }: ActivityEvent['data'], look: Look): Proof[] {
  if (typeof evidence !== 'object' || evidence === null) return []
  const { quote, taskId } = evidence as { quote?: unknown; taskId?: unknown }
  return [
    ...(typeof quote === 'string' && quote !== value
      ? [{ kind: 'said' as const, id: 'quote', label: cutAtWords(plainWords(quote), 140) }]
      : []),
    ...(typeof taskId === 'string'
      ? [{ kind: 'task' as const, id: taskId, label: look.task(taskId)?.label ?? 'the task that says so' }]
      : []),
  ]
}
