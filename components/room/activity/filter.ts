import type { IncidentView } from '../../../server/contract/coordination-views.ts'
import { goalIdOf, isQuiet, kindOf, type Lookups, quietTypes, sentenceOf, taskIdOf, typesOf } from './sentences.ts'
import { type ActivityEvent, type Kind, kinds } from './telling.ts'

/** What of the story is wanted, as the address keeps it; empty strings stand for everything. */
export type Filter = {
  goal: string
  /** A task; `of` in the address, where `task` opens the panel. */
  of: string
  /** A participant, or `coordinator`. */
  by: string
  kind: Kind | 'people' | 'decisions' | 'all' | ''
  /** A mass failure whose parts are wanted, whatever their kind. */
  incident: IncidentView | null
}

export const kindOptions: readonly { value: Filter['kind']; label: string }[] = [
  { value: '', label: 'What happened' },
  { value: 'decisions', label: 'Decisions only' },
  { value: 'plan', label: 'Planning' },
  { value: 'match', label: 'Matching' },
  { value: 'watch', label: 'Watching' },
  { value: 'recover', label: 'Recovering' },
  { value: 'judge', label: 'Judging' },
  { value: 'reconcile', label: 'Contradictions, outdated work' },
  { value: 'budget', label: 'Budgets and risky steps' },
  { value: 'people', label: 'By people' },
  { value: 'all', label: 'Signs of life as well' },
]
const isKind = (kind: string): kind is Kind => kinds.some((one) => one === kind)
export const readKind = (value: string | null): Filter['kind'] =>
  kindOptions.find((option) => option.value === value)?.value ?? ''

/** The question to the server; what it cannot tell apart, `fits` does. */
export function queryOf({ goal, of, by, kind, incident }: Filter): URLSearchParams {
  const types = incident ? incidentTypes : typesWanted(kind)
  const whose = by === 'coordinator' ? by : kind === 'people' && !incident ? 'member' : null
  return new URLSearchParams({
    ...(goal ? { goal } : {}),
    ...(of ? { task: of } : {}),
    ...(by && by !== 'coordinator' ? { by } : {}),
    ...(whose ? { kind: whose } : {}),
    // Each type once: plans and recovery share one.
    ...(types ? { types: [...new Set(types)].join(',') } : {}),
    ...(kind === 'all' || incident ? {} : { without: quietTypes.join(',') }),
  })
}

function typesWanted(kind: Filter['kind']): readonly string[] | null {
  if (isKind(kind)) return typesOf(kind)
  return kind === 'decisions' ? kinds.flatMap(typesOf) : null
}

const incidentTypes: readonly string[] = ['attempt.failed', 'incident.opened', 'incident.closed']

/** Whether an event is the incident's own or one of the failures that it stands for. */
export function isPartOf({ type, at, data }: ActivityEvent, incident: IncidentView): boolean {
  if (type === 'attempt.failed')
    return data.class === incident.class && at >= incident.openedAt && at <= incident.lastAt
  return data.incidentId === incident.id
}

function fitsKind(event: ActivityEvent, kind: Filter['kind']): boolean {
  if (kind === 'all') return true
  if (isQuiet(event.type)) return false
  const own = kindOf(event)
  if (kind === 'decisions') return own !== null && own !== 'people'
  return (kind !== 'people' && !isKind(kind)) || own === kind
}

/** Whether an event is wanted; `subjectOf` gives the member or agent behind a participant. */
export function fits(
  event: ActivityEvent,
  { goal, of, by, kind, incident }: Filter,
  look: Lookups,
  subjectOf: (participantId: string) => string | null,
): boolean {
  if (incident) {
    if (!isPartOf(event, incident)) return false
  } else if (!fitsKind(event, kind)) return false
  if (goal && goalIdOf(event, look) !== goal) return false
  if (of && taskIdOf(event, look) !== of) return false
  if (by === '' || (by === 'coordinator' && event.actor.kind === by)) return true
  const { participantId, attemptId } = event.data
  const doer = typeof attemptId === 'string' ? look.attempt(attemptId)?.participantId : undefined
  return participantId === by || doer === by || (by !== 'coordinator' && event.actor.id === subjectOf(by))
}

/** Whether every word is found in what an event says. */
export function says(event: ActivityEvent, words: readonly string[], look: Lookups): boolean {
  const { text, reason, instead } = sentenceOf(event, look)
  const said = `#${event.seq} ${event.actor.name} ${text} ${reason ?? ''} ${instead ?? ''}`.toLowerCase()
  return words.every((word) => said.includes(word))
}
