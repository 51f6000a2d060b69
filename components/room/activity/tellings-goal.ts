import { named, plural, spaced, type Telling } from './telling.ts'

const tasks = (count: number) => plural(count, 'task')
const problemsWhy: Telling['why'] = ({ list }) =>
  list('problems').length > 0 ? `against starting: ${named(list('problems'))}` : null

/** The room, its goals and their plans. */
export const goalTellings = {
  'room.created': { tell: () => 'opened the room' },
  'room.updated': {
    tell: ({ text }) => (text('status') === 'paused' ? 'paused the room' : 'changed the room’s settings'),
    kind: 'budget',
    instead: ({ list }) => (list('budget').length > 0 ? 'going on over the limit' : null),
  },
  'participant.joined': {
    tell: ({ event, text, who }) =>
      text('subjectId') === event.actor.id
        ? 'joined the room'
        : `brought ${who('subjectId') ?? who('participantId') ?? 'somebody'} into the room`,
  },
  'participant.changed': {
    tell: ({ who }) => `noticed a change to ${who('participantId') ?? 'a participant'}`,
    quiet: true,
  },
  'participant.left': {
    tell: ({ who }) => `took ${who('subjectId') ?? who('participantId') ?? 'somebody'} out of the room`,
  },
  'message.posted': { tell: () => 'wrote a message' },
  'mention.seen': { tell: () => 'saw where they were mentioned', quiet: true },
  'coordinator.said': { tell: () => 'said something in the room', quiet: true },
  'file.attached': { tell: ({ text }) => `added the file ${text('name') ?? ''}`.trim() },
  'rows.changed': { tell: () => 'noted signs of life', quiet: true },
  'goal.created': { tell: ({ goal }) => `posted the goal ${goal}` },
  'goal.questioned': {
    tell: ({ goal }) => `asked what ${goal} means before anything starts`,
    kind: 'plan',
    why: ({ list }) => `found ${plural(list('codes').length, 'contradiction or gap', 'contradictions or gaps')} in it`,
    instead: () => 'guessing at it',
  },
  'goal.clarified': { tell: ({ goal }) => `took up what was meant by ${goal}`, kind: 'plan', why: saidBy },
  'goal.dispatched_anyway': {
    tell: ({ goal }) => `goes on with ${goal} as it stands`,
    kind: 'plan',
    why: saidBy,
    instead: () => 'waiting for an answer to what is unclear',
  },
  'goal.paused': {
    tell: ({ goal }) => `paused ${goal}`,
    kind: 'budget',
    instead: ({ list }) => (list('budget').length > 0 ? 'the next step over the limit' : null),
  },
  'goal.resumed': { tell: ({ goal }) => `went on with ${goal}`, kind: 'budget' },
  'goal.cancelled': { tell: ({ goal }) => `stopped ${goal}`, kind: 'plan' },
  'goal.in_review': {
    tell: ({ goal }) => `brought ${goal} for review`,
    kind: 'judge',
    why: () => 'all its work is in; a person decides',
    instead: () => 'closing it unseen',
  },
  'goal.completed': {
    tell: ({ goal }) => `closed ${goal}: it is done`,
    kind: 'judge',
    why: ({ count }) => (count('tasks') > 0 ? `all ${tasks(count('tasks'))} are settled and approved` : null),
  },
  'goal.failed': { tell: ({ goal }) => `gave ${goal} up`, kind: 'recover' },
  'goal.limits_set': { tell: ({ goal }) => `changed the limits of ${goal}`, kind: 'budget' },
  'goal.policy_set': { tell: ({ goal }) => `changed how ${goal} recovers`, kind: 'recover' },
  'goal.budget_warned': { tell: ({ goal }) => `told that the budget of ${goal} runs low`, kind: 'budget' },
  'room.budget_warned': { tell: () => 'told that the budget of the room runs low', kind: 'budget' },
  'agent.budget_warned': {
    tell: ({ who }) => `told that the budget of ${who('agentId') ?? 'an agent'} runs low`,
    kind: 'budget',
  },
  'plan.proposed': {
    tell: ({ goal, count }) => `planned ${goal} in ${tasks(count('tasks'))}`,
    kind: 'plan',
    why: (facts) => [facts.text('by'), problemsWhy(facts)].filter(Boolean).join('; ') || null,
  },
  'plan.fell_back': {
    tell: ({ goal, text }) => `planned ${goal} by the playbook ${text('playbook') ?? ''}`.trim(),
    kind: 'plan',
    instead: () => 'the model’s own plan',
  },
  'plan.revised': {
    tell: ({ goal }) => `changed the plan of ${goal} while it ran`,
    kind: 'plan',
    instead: ({ list, count }) => {
      const now = [
        `${list('added').length} added`,
        `${list('removed').length} taken out`,
        `${list('changed').length} changed`,
      ].join(', ')
      return `version ${Math.max(1, count('version') - 1)}: ${now} since`
    },
  },
  'plan.tasks_added': { tell: () => 'wrote more tasks of the plan', quiet: true },
  'plan.reconsidered': {
    tell: ({ goal }) => `looked at the plan of ${goal} again`,
    kind: 'plan',
    why: (facts) => problemsWhy(facts) ?? 'nothing stands against it any more',
  },
  'plan.approved': { tell: ({ goal }) => `started ${goal}`, kind: 'plan' },
  'incident.opened': {
    tell: ({ text }) => `took many failures for one incident (${spaced(text('class') ?? 'one cause')})`,
    kind: 'watch',
    instead: () => 'blaming each worker and handing everything on at once',
  },
  'incident.closed': { tell: () => 'saw the incident end', kind: 'watch' },
  'drill.started': { tell: ({ text }) => `started the drill ${text('name') ?? ''}`.trim() },
  'drill.ended': { tell: () => 'ended a drill', kind: 'judge', why: () => 'its scorecard is drawn up from the tables' },
  'watch.excused': {
    tell: ({ count }) => `gave ${plural(count('attempts'), 'hand-out')} more time`,
    kind: 'watch',
    instead: () => 'calling them lost',
  },
} as const satisfies Record<string, Telling>

function saidBy({ text }: Parameters<NonNullable<Telling['why']>>[0]): string | null {
  const by = text('by')
  return by ? `${by} said so` : null
}
