import type { MatchBrief } from '../../../server/domain/matching/brief.ts'
import { evidenceOf, type Proof } from './evidence.ts'
import type { ActivityEvent, Facts, Kind, Telling } from './telling.ts'
import { goalTellings } from './tellings-goal.ts'
import { judgeTellings, workspaceTellings } from './tellings-judge.ts'
import { workTellings } from './tellings-work.ts'

type TriedBy = {
  taskId: string
  number: number
  participantId: string
  doer: string | null
  choice: MatchBrief | null
}
/** How ids in an event are named on screen; null when the thing is not held. */
export type Lookups = {
  task: (id: string) => { label: string; goalId: string } | null
  goal: (id: string) => string | null
  deliverable: (id: string) => { label: string; goalId: string } | null
  name: (id: string) => string | null
  attempt: (id: string) => TriedBy | null
}
/** What happened, why, instead of what, and on which evidence. */
export type Sentence = {
  text: string
  reason: string | null
  instead: string | null
  evidence: readonly Proof[]
  taskId: string | null
}

const tellings: Readonly<Record<string, Telling>> = {
  ...goalTellings,
  ...workTellings,
  ...judgeTellings,
  ...workspaceTellings,
}
export const toldTypes: readonly string[] = Object.keys(tellings)

export const quietTypes: readonly string[] = toldTypes.filter((type) => isQuiet(type))

/** Told so often that they would bury the rest: left out unless asked for. */
export function isQuiet(type: string): boolean {
  return tellings[type]?.quiet === true
}

/** Which kind of decision an event is: a person's is of the kind `people`; null for what nobody decided. */
export function kindOf(event: ActivityEvent): Kind | 'people' | null {
  if (event.actor.kind === 'member') return 'people'
  // Making a task ready is a decision only where something went wrong before; else its needs are met.
  if (event.type === 'task.ready') return event.data.action ? 'recover' : 'plan'
  return tellings[event.type]?.kind ?? null
}

/** The types that may be of one kind, for asking the server. */
export const typesOf = (kind: Kind): string[] =>
  toldTypes.filter((type) => tellings[type]?.kind === kind || (kind === 'plan' && type === 'task.ready'))

/** One event as a plain sentence that follows the actor's name, with the reason, the alternatives and the evidence it carries. */
export function sentenceOf(event: ActivityEvent, look: Lookups): Sentence {
  const facts = factsOf(event, look)
  const telling = tellings[event.type]
  const said = facts.text('reason') ?? facts.text('override') ?? facts.text('note') ?? facts.text('summary')
  return {
    text: telling ? telling.tell(facts) : event.type.replace('.', ' ').replaceAll('_', ' '),
    reason: said ?? telling?.why?.(facts) ?? null,
    instead: telling?.instead?.(facts) ?? null,
    evidence: evidenceOf(event, look),
    taskId: taskIdOf(event, look),
  }
}

/** The task an event is about, by itself or by its attempt. */
export function taskIdOf({ data }: ActivityEvent, look: Pick<Lookups, 'attempt'>): string | null {
  if (typeof data.taskId === 'string') return data.taskId
  return typeof data.attemptId === 'string' ? (look.attempt(data.attemptId)?.taskId ?? null) : null
}

/** The goal an event is about, by itself or by what it names; null when it is about none or nothing of it is held. */
export function goalIdOf(event: ActivityEvent, look: Pick<Lookups, 'task' | 'attempt' | 'deliverable'>): string | null {
  const { goalId, deliverableId } = event.data
  if (typeof goalId === 'string') return goalId
  const taskId = taskIdOf(event, look)
  const byTask = taskId ? look.task(taskId)?.goalId : undefined
  return byTask ?? (typeof deliverableId === 'string' ? look.deliverable(deliverableId)?.goalId : undefined) ?? null
}

function factsOf(event: ActivityEvent, look: Lookups): Facts {
  const text = (field: string): string | null => {
    const value = event.data[field]
    if (value === true) return 'yes'
    return typeof value === 'string' && value !== '' ? value : null
  }
  const who = (field: string) => look.name(text(field) ?? '')
  const attempt = look.attempt(text('attemptId') ?? '')
  const taskId = taskIdOf(event, look)
  return {
    event,
    task: (taskId && look.task(taskId)?.label) ?? 'a task',
    goal: look.goal(text('goalId') ?? '') ?? text('title') ?? 'a goal',
    deliverable: look.deliverable(text('deliverableId') ?? '')?.label ?? 'a deliverable',
    doer: attempt?.doer ?? who('subjectId') ?? who('participantId') ?? 'somebody',
    choice: attempt?.choice ?? null,
    text,
    who,
    count: (field) => Number(event.data[field]) || 0,
    list: (field) => {
      const value = event.data[field]
      return Array.isArray(value) ? value : []
    },
  }
}
