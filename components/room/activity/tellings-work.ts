import type { MatchBrief } from '../../../server/domain/matching/brief.ts'
import { failureWords } from '../../workspace/states.ts'
import { type Facts, named, plural, spaced, type Telling } from './telling.ts'

/** The best of those who were not chosen, with their scores, and who was left out and why. */
export function othersOf({ next, more, left, leftOut }: MatchBrief): string | null {
  const shown = next.map((one) => `${one.name} (${one.score.toFixed(2)})`)
  const why = left.map((one) => `${one.name}: ${one.why}`)
  const others = leftOut - left.length
  return (
    [
      shown.length > 0 ? `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}` : '',
      why.length > 0 ? `left out ${why.join('; ')}${others > 0 ? ` and ${others} more` : ''}` : '',
    ]
      .filter(Boolean)
      .join('; ') || null
  )
}

function failed({ task, text }: Facts): string {
  const name = text('class')
  const words = name && name in failureWords ? failureWords[name as keyof typeof failureWords] : 'could not do it'
  return `${words} on ${task}`
}

const recovered: Readonly<Record<string, string>> = {
  wait: 'another choice before the pause is over',
  retry: 'handing it to somebody else',
  hand_on: 'the same worker again',
  hedge: 'waiting for one worker alone',
}
const staleWords: Readonly<Record<string, string>> = {
  redo: 'keeping what was built on the old one, or asking',
  keep: 'doing it again, or asking',
  ask: 'redoing or keeping it unasked',
}

/** Tasks and their hand-outs: who got what, what went wrong, what followed. */
export const workTellings = {
  'task.ready': {
    tell: ({ task, text, count }) => {
      const [action, wait] = [text('action'), Math.round(count('delayMs') / 1000)]
      if (!action) return `made ${task} ready`
      return `has ${task} done again${wait > 0 ? ` after ${wait} s` : ''}${text('rewritten') ? ', told what went wrong' : ''}`
    },
    kind: 'recover',
    instead: ({ text }) => recovered[text('action') ?? ''] ?? null,
  },
  'task.waiting': { tell: ({ task }) => `keeps ${task} waiting`, kind: 'match' },
  'task.open': { tell: ({ task }) => `asked whom ${task} suits`, kind: 'match', instead: () => 'choosing at once' },
  'task.bid': { tell: ({ task }) => `offered to do ${task}` },
  'task.reopened': { tell: ({ task }) => `opened ${task} again` },
  'task.assigned': { tell: ({ task, text }) => `gave ${task} to ${text('name') ?? 'somebody'}` },
  'task.taken_over': { tell: ({ task }) => `took ${task} over` },
  'task.retried': { tell: ({ task }) => `had ${task} tried again` },
  'task.cancelled': { tell: ({ task }) => `stopped ${task}`, kind: 'plan' },
  'task.split': {
    tell: ({ task, list }) => `divided ${task} into ${plural(list('parts').length, 'part')}`,
    kind: 'recover',
    instead: () => 'one more try at the whole',
  },
  'task.expanded': {
    tell: ({ task, count }) => `made ${plural(count('parts'), 'task')} of the list of ${task}`,
    kind: 'plan',
    why: ({ text }) => text('problem') ?? 'one for each item, now that they are known',
  },
  'task.completed': {
    tell: ({ task, text }) => (text('override') ? `accepted ${task} as it is` : `accepted ${task}`),
    kind: 'judge',
    why: ({ text }) => text('override') ?? text('policy') ?? (text('by') === 'person' ? 'a person approved it' : null),
    instead: ({ text }) => (text('override') ? 'what its checks ask for' : null),
  },
  'task.needs_human': {
    tell: ({ task }) => `asked for a person on ${task}`,
    kind: 'recover',
    instead: () => 'trying on without end',
  },
  'task.stale': {
    tell: ({ task, text }) =>
      text('what') === 'stopped' ? `stopped ${task}: its input changed` : `marked ${task} as out of date`,
    kind: 'reconcile',
    instead: ({ text }) => staleWords[text('policy') ?? ''] ?? null,
  },
  'task.kept_stale': {
    tell: ({ task }) => `kept ${task}, although its input changed`,
    kind: 'reconcile',
    instead: () => 'doing it again',
  },
  'task.redo': {
    tell: ({ task }) => `had ${task} done again`,
    kind: 'reconcile',
    instead: () => 'keeping what was built on the old input',
  },
  'task.fresh': { tell: ({ task }) => `found ${task} to stand again`, kind: 'reconcile' },
  'attempt.offered': {
    tell: ({ task, doer, event }) => `asked ${doer} to do ${task}${event.data.hedge ? ' in parallel' : ''}`,
    kind: 'match',
    instead: ({ choice }) => (choice ? othersOf(choice) : null),
  },
  'attempt.accepted': { tell: ({ task }) => `took on ${task}` },
  'attempt.progressed': {
    tell: ({ task }) => `made progress on ${task}`,
    why: ({ text, list }) =>
      list('invalid').length > 0 ? 'the result had the wrong shape; one correction was asked for' : text('body'),
    quiet: true,
  },
  // Its version is told of in the same breath.
  'attempt.submitted': { tell: ({ task }) => `handed in ${task}`, quiet: true },
  'attempt.failed': {
    tell: failed,
    kind: 'watch',
    why: ({ list }) => (list('checks').length > 0 ? `failed: ${named(list('checks'))}` : null),
  },
  'attempt.promoted': {
    tell: ({ task, doer }) => `left ${task} to ${doer}, who worked on it in parallel`,
    kind: 'recover',
    instead: () => 'handing it out anew',
  },
  'attempt.hedge_ended': {
    tell: ({ task }) => `let the second try of ${task} in parallel go`,
    kind: 'recover',
    instead: () => 'stopping the first, which goes on',
  },
  'attempt.superseded': { tell: ({ task, doer }) => `took ${task} away from ${doer}`, kind: 'recover' },
  'attempt.late_result_kept': {
    tell: ({ task }) => `handed in ${task} too late; it is kept as evidence`,
    kind: 'watch',
    why: ({ text }) => (text('outcome') ? `that try had ended before: ${spaced(text('outcome') ?? '')}` : null),
    instead: () => 'letting it move anything',
  },
  'attempt.nudged': {
    tell: ({ task, doer }) => `asked ${doer} how ${task} goes`,
    kind: 'watch',
    instead: () => 'taking it away at once',
  },
  'attempt.prompted': { tell: ({ task }) => `passed the answer on to ${task}` },
  'artifact.saved': { tell: ({ task }) => `saved a draft of ${task}`, quiet: true },
} as const satisfies Record<string, Telling>
