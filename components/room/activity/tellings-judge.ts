import { cutAtWords, plainWords } from '../../../server/domain/reconcile/conflict-line.ts'
import { named, plural, spaced, type Telling } from './telling.ts'

const leave: Readonly<Record<string, string>> = {
  allowed: 'the room’s rules allow it',
  denied: 'the room’s rules deny it',
  pending: 'a person decides',
}

const brief = (words: string): string => cutAtWords(plainWords(words), 80)

/** What was handed in, how it was judged, and which of several answers stands. */
export const judgeTellings = {
  'version.submitted': {
    tell: ({ task, count }) => `handed in version ${count('number') || ''} of ${task}`.replace('  ', ' '),
  },
  'check.finished': {
    tell: ({ task }) => `finished the checks of ${task}`,
    kind: 'judge',
    why: ({ count, list }) => {
      const failed = list('failed')
      return `${plural(count('passed'), 'check')} passed${failed.length > 0 ? `, failed: ${named(failed)}` : ''}`
    },
  },
  'opinion.asked': { tell: ({ text }) => `asked for a second opinion on ${text('of') ?? 'a version'}` },
  'opinion.given': {
    tell: ({ text }) => `wrote down a second opinion: ${spaced(text('verdict') ?? '')}`,
    kind: 'judge',
    why: () => 'it decides nothing; a person does',
  },
  'answers.contradicted': {
    tell: ({ task }) => `found statements for ${task} that contradict each other`,
    kind: 'reconcile',
    why: ({ list }) => (list('subjects').length > 0 ? `on ${named(list('subjects'))}` : null),
    instead: () => 'letting one win in silence',
  },
  'answers.settled': {
    tell: ({ task }) => `let one answer to ${task} stand`,
    kind: 'reconcile',
    instead: ({ text }) => `the other answers, which are kept (decided by ${text('by') ?? 'rule'})`,
  },
  'conflict.settled': {
    tell: ({ task, text, count }) => {
      const [subject, value] = [text('subject'), text('value')]
      if (!subject || !value) return `decided what holds where results contradict ${task}`
      const left = count('left')
      return `settled “${brief(subject)}” for ${task}: ${brief(value)} holds${left > 0 ? ` (${left} not settled yet)` : ''}`
    },
    kind: 'reconcile',
    instead: ({ list }) =>
      list('not').length > 0 ? `${named(list('not').map(String).map(brief))}, which is kept` : null,
  },
  'handoff.opened': {
    tell: ({ task, goal, text }) => {
      const kind = text('kind')
      if (kind === 'budget') return `asked a person about the budget of ${text('goalId') ? goal : 'the room'}`
      if (kind === 'stale') return `asked a person what becomes of outdated results of ${goal}`
      return `asked a question about ${task}`
    },
    kind: 'recover',
  },
  'handoff.answered': {
    tell: ({ task, text }) => (text('taskId') ? `answered what was asked about ${task}` : 'answered a question'),
  },
  'action.requested': {
    tell: ({ task }) => `asked leave for a step of ${task}`,
    kind: 'budget',
    instead: ({ text }) =>
      text('decision') ? `taking it unasked: ${leave[text('decision') ?? ''] ?? 'decided'}` : null,
  },
  'action.allowed': {
    tell: ({ task }) => `allowed a step of ${task}`,
    kind: 'budget',
    why: ({ text }) => text('comment'),
  },
  'action.denied': {
    tell: ({ task }) => `denied a step of ${task}`,
    kind: 'budget',
    why: ({ text }) => text('comment'),
  },
  'deliverable.ready': {
    tell: ({ deliverable, count }) => `brought version ${count('number')} of ${deliverable} for review`,
    kind: 'judge',
    why: () => 'its required checks passed; only a person can approve it',
    instead: () => 'taking “done” for done',
  },
  'deliverable.approval_given': {
    tell: ({ deliverable }) => `approved ${deliverable}; more approvals are needed`,
    why: ({ count }) => `${count('approvals')} of ${count('required')}`,
  },
  'deliverable.approved': {
    tell: ({ deliverable }) => `approved ${deliverable}`,
    instead: ({ count }) => {
      const left = count('contradictionsLeft')
      return left > 0 ? `choosing a value in ${plural(left, 'contradiction')} of what it is made from` : null
    },
  },
  'deliverable.changes_requested': { tell: ({ deliverable }) => `asked for changes to ${deliverable}` },
  'deliverable.rejected': { tell: ({ deliverable }) => `rejected ${deliverable}` },
  'deliverable.rolled_back': { tell: ({ deliverable }) => `rolled ${deliverable} back` },
  'comment.added': { tell: () => 'commented on a version' },
  'comment.resolved': { tell: () => 'resolved a comment' },
} as const satisfies Record<string, Telling>

/** The workspace's own log: members, agents, what starts by itself. */
export const workspaceTellings = {
  'workspace.renamed': { tell: ({ text }) => `called the workspace ${text('name') ?? 'otherwise'}` },
  'member.invited': { tell: () => 'invited somebody' },
  'member.joined': { tell: () => 'joined the workspace' },
  'member.role_set': { tell: ({ text }) => `made a member ${text('role') ?? 'something else'}` },
  'member.removed': { tell: () => 'took a member out of the workspace' },
  'invite.revoked': { tell: () => 'took an invitation back' },
  'token.created': { tell: () => 'made a personal token' },
  'token.revoked': { tell: () => 'took a personal token back' },
  'crew.invited': { tell: () => 'brought the starter crew' },
  'agent.registered': { tell: ({ text }) => `registered ${text('name') ?? 'agents'}` },
  'agent.updated': { tell: () => 'changed an agent’s settings' },
  'agent.verified': { tell: () => 'found an agent to answer' },
  'agent.verification_failed': { tell: () => 'got no right answer from an agent' },
  'agent.secret_rotated': { tell: () => 'gave an agent a new secret' },
  'agent.paused': { tell: () => 'paused an agent' },
  'agent.resumed': { tell: () => 'let an agent go on' },
  'agent.removed': { tell: () => 'took an agent out of the workspace' },
  'agent.recovered': { tell: () => 'trusts an agent again', kind: 'watch' },
  'agent.disabled': { tell: () => 'switched an agent off', kind: 'watch' },
  'agent.throttled': { tell: () => 'leaves an agent in peace for a while', kind: 'watch' },
  'agent.delivery_failed': { tell: () => 'could not reach an agent', quiet: true },
  'agent.breaker_opened': { tell: () => 'stopped asking an agent for now', kind: 'watch' },
  'schedule.saved': { tell: ({ text }) => `saved the schedule ${text('name') ?? ''}`.trim() },
  'schedule.removed': { tell: ({ text }) => `removed the schedule ${text('name') ?? ''}`.trim() },
  'schedule.due': { tell: () => 'found a schedule due', kind: 'plan' },
  'schedule.started': { tell: () => 'started a goal by its schedule' },
  'schedule.not_started': { tell: () => 'did not start what a schedule asks for' },
  'schedule.switched_off': { tell: () => 'switched a schedule off' },
  'playbook.saved': { tell: ({ text }) => `saved the playbook ${text('name') ?? ''}`.trim() },
  'playbook.removed': { tell: ({ text }) => `removed the playbook ${text('name') ?? ''}`.trim() },
  'hook.created': { tell: ({ text }) => `made the hook ${text('name') ?? ''}`.trim() },
  'hook.revoked': { tell: ({ text }) => `took the hook ${text('name') ?? ''} back`.replace('  ', ' ') },
  'hook.used': { tell: () => 'started a goal by a hook' },
} as const satisfies Record<string, Telling>
