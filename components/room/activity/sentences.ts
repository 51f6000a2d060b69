import type { LogEvent } from '../../../server/contract/events.ts'
import { failureWords } from '../../workspace/states.ts'

export type ActivityEvent = Omit<LogEvent, 'changes'>
/** How ids in an event are named on screen; null when the thing is not held. */
export type Lookups = {
  task: (id: string) => { label: string } | null
  goal: (id: string) => string | null
  deliverable: (id: string) => string | null
  name: (id: string) => string | null
  attempt: (id: string) => { taskId: string; doer: string | null } | null
}
export type Sentence = { text: string; reason: string | null; taskId: string | null }

type Facts = {
  event: ActivityEvent
  task: string
  goal: string
  deliverable: string
  doer: string
  text: (field: string) => string | null
  count: (field: string) => number
}

const tasks = (count: number) => `${count} ${count === 1 ? 'task' : 'tasks'}`

/** What happened, after the actor's name. Types that are not here are told in their own words. */
const told: Record<string, (facts: Facts) => string> = {
  'room.created': () => 'opened the room',
  'room.updated': () => 'changed the room’s settings',
  'participant.joined': ({ text, event }) =>
    text('subjectId') === event.actor.id ? 'joined the room' : `brought ${text('who') ?? 'somebody'} into the room`,
  'participant.changed': ({ text }) => `noticed a change to ${text('who') ?? 'a participant'}`,
  'participant.left': ({ text }) => `took ${text('who') ?? 'somebody'} out of the room`,
  'message.posted': () => 'wrote a message',
  'coordinator.said': () => 'said something in the room',
  'file.attached': ({ text }) => `added the file ${text('name') ?? ''}`,
  'goal.created': ({ goal }) => `posted the goal ${goal}`,
  'goal.paused': ({ goal }) => `paused ${goal}`,
  'goal.resumed': ({ goal }) => `went on with ${goal}`,
  'goal.cancelled': ({ goal }) => `stopped ${goal}`,
  'goal.in_review': ({ goal }) => `brought ${goal} for review`,
  'goal.completed': ({ goal }) => `closed ${goal}: it is done`,
  'goal.failed': ({ goal }) => `gave ${goal} up`,
  'goal.limits_set': ({ goal }) => `changed the limits of ${goal}`,
  'goal.policy_set': ({ goal }) => `changed how ${goal} recovers`,
  'goal.budget_warned': ({ goal }) => `told that the budget of ${goal} runs low`,
  'room.budget_warned': () => 'told that the budget of the room runs low',
  'agent.budget_warned': () => 'told that the budget of an agent runs low',
  'incident.opened': () => 'noticed that many workers failed at once',
  'incident.closed': () => 'saw a mass failure end',
  'watch.excused': () => 'was held up itself and blamed nobody',
  'plan.proposed': ({ goal, count }) => `planned ${goal} in ${tasks(count('tasks'))}`,
  'plan.revised': ({ goal }) => `changed the plan of ${goal} while it ran`,
  'plan.tasks_added': () => 'wrote more tasks of the plan',
  'plan.reconsidered': ({ goal }) => `looked at the plan of ${goal} again`,
  'plan.approved': ({ goal }) => `started ${goal}`,
  'task.ready': ({ task }) => `made ${task} ready`,
  'task.waiting': ({ task }) => `keeps ${task} waiting`,
  'task.reopened': ({ task }) => `opened ${task} again`,
  'task.assigned': ({ task, text }) => `gave ${task} to ${text('name') ?? 'somebody'}`,
  'task.taken_over': ({ task }) => `took ${task} over`,
  'task.retried': ({ task }) => `had ${task} tried again`,
  'task.cancelled': ({ task }) => `stopped ${task}`,
  'task.split': ({ task }) => `divided ${task} into parts`,
  'task.completed': ({ task, text }) => (text('override') ? `accepted ${task} as it is` : `accepted ${task}`),
  'task.needs_human': ({ task }) => `asked for a person on ${task}`,
  'task.stale': ({ task, text }) =>
    text('what') === 'stopped' ? `stopped ${task}: its input changed` : `marked ${task} as out of date`,
  'task.kept_stale': ({ task }) => `kept ${task}, although its input changed`,
  'task.redo': ({ task }) => `had ${task} done again`,
  'task.fresh': ({ task }) => `found ${task} to stand again`,
  'attempt.offered': ({ task, doer }) => `asked ${doer} to do ${task}`,
  'attempt.accepted': ({ task }) => `took on ${task}`,
  'attempt.progressed': ({ task }) => `made progress on ${task}`,
  'attempt.submitted': ({ task }) => `handed in ${task}`,
  'attempt.failed': ({ task, text }) => failed(task, text('class')),
  'attempt.promoted': ({ task, doer }) => `left ${task} to ${doer}, who worked on it in parallel`,
  'attempt.hedge_ended': ({ task }) => `let the second try of ${task} in parallel go`,
  'attempt.superseded': ({ task, doer }) => `took ${task} away from ${doer}`,
  'attempt.late_result_kept': ({ task }) => `handed in ${task} too late; it is kept as evidence`,
  'attempt.nudged': ({ task, doer }) => `asked ${doer} how ${task} goes`,
  'attempt.prompted': ({ task }) => `passed the answer on to ${task}`,
  'artifact.saved': ({ task }) => `saved a draft of ${task}`,
  'version.submitted': ({ task }) => `handed in a version of ${task}`,
  'check.finished': ({ task }) => `finished the checks of ${task}`,
  'handoff.opened': ({ task }) => `asked a question about ${task}`,
  'handoff.answered': ({ task }) => `answered what was asked about ${task}`,
  'action.requested': ({ task }) => `asked leave for a step of ${task}`,
  'action.allowed': () => 'allowed a step',
  'action.denied': () => 'denied a step',
  'deliverable.ready': ({ deliverable }) => `brought ${deliverable} for review`,
  'deliverable.approval_given': ({ deliverable }) => `approved ${deliverable}; more approvals are needed`,
  'deliverable.approved': ({ deliverable }) => `approved ${deliverable}`,
  'deliverable.changes_requested': ({ deliverable }) => `asked for changes to ${deliverable}`,
  'deliverable.rejected': ({ deliverable }) => `rejected ${deliverable}`,
  'deliverable.rolled_back': ({ deliverable }) => `rolled ${deliverable} back`,
  'comment.added': () => 'commented on a version',
  'comment.resolved': () => 'resolved a comment',
}

function failed(task: string, name: string | null): string {
  const words = name && name in failureWords ? failureWords[name as keyof typeof failureWords] : 'could not do it'
  return `${words} on ${task}`
}

/** One event as a plain sentence that follows the actor's name, with the reason it carries. */
export function sentenceOf(event: ActivityEvent, look: Lookups): Sentence {
  const text = (field: string): string | null => {
    const value = event.data[field]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const attempt = look.attempt(text('attemptId') ?? '')
  const taskId = text('taskId') ?? attempt?.taskId ?? null
  const subject = text('subjectId') ?? text('participantId')
  const facts: Facts = {
    event,
    task: (taskId && look.task(taskId)?.label) ?? 'a task',
    goal: look.goal(text('goalId') ?? '') ?? text('title') ?? 'a goal',
    deliverable: look.deliverable(text('deliverableId') ?? '') ?? 'a deliverable',
    doer: attempt?.doer ?? (subject && look.name(subject)) ?? 'somebody',
    text: (field) => (field === 'who' ? subject && look.name(subject) : text(field)),
    count: (field) => Number(event.data[field]) || 0,
  }
  const tell = told[event.type]
  return {
    text: tell ? tell(facts) : event.type.replace('.', ' ').replaceAll('_', ' '),
    reason: text('reason') ?? text('override') ?? text('note') ?? text('summary'),
    taskId,
  }
}

/** The families the log can be filtered by, as `GET /rooms/{id}/activity?type=` takes them. */
export const families = [
  { value: '', label: 'Everything' },
  { value: 'goal', label: 'Goals' },
  { value: 'plan', label: 'Plans' },
  { value: 'task', label: 'Tasks' },
  { value: 'attempt', label: 'Tries' },
  { value: 'deliverable', label: 'Deliverables' },
  { value: 'handoff', label: 'Questions' },
  { value: 'message', label: 'Messages' },
  { value: 'participant', label: 'Who joined and left' },
]
/** Told so often that they would bury the rest; shown when their own family is chosen. */
export const chatter: ReadonlySet<string> = new Set([
  'rows.changed',
  'attempt.progressed',
  'coordinator.said',
  'plan.tasks_added',
  'artifact.saved',
])
