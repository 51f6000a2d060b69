import type { LogEvent } from '../contract/events.ts'
import { isOpen } from '../domain/attempt.ts'
import type { Unit } from '../store/unit.ts'

/** Situations that a suite of runs must have been in, or it tested nothing. */
export const mustBeSeen = [
  'a late result after the task went to somebody else',
  'a late result after the task was cancelled',
  'a result before any acknowledgement',
  'a sign of life after the lease ended',
  'the same answer again for the same id',
  'the same result twice on one attempt',
  'a result of the wrong shape corrected',
  'a version refused as unchanged',
  'an approval of a version that was no longer the current one',
  'two people decided at once',
  'a question asked and answered',
  'a person took a task over from an agent at work',
  'a person handed in a result',
  'an agent disabled with work in hand',
  'an agent removed with work in hand',
  'quiet asked for, for longer than an attempt may last',
  'a room paused with work out',
  'a breaker opened',
  'a breaker closed again',
  'a worker without progress was asked',
  'a draft of a dead attempt kept',
  'a task came to a person',
  'a version came back three times',
  'an approval taken back',
  'a goal completed',
  'a goal cancelled with work out',
  'a process ended before the commit point',
  'a process ended between commit and send',
  'a commit refused',
  'a commit whose answer was lost',
  'a process hung until its lock was gone',
  'two processes worked on one room',
  ...[
    'unreachable',
    'no_ack',
    'lost',
    'stalled',
    'timed_out',
    'throttled',
    'declined',
    'errored',
    'invalid_output',
    'failed_checks',
  ].map((failure) => `failure: ${failure}`),
] as const

/** Counts what runs were in. */
export class Sightings {
  readonly counts = new Map<string, number>()
  private readonly opened = new Set<string>()

  see(what: string) {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
  missing = (): string[] => mustBeSeen.filter((what) => !this.counts.has(what))

  /** Looks at a commit. */
  watch(unit: Unit) {
    for (const event of unit.events) this.byEvent[event.type]?.(event, unit)
    if (unit.kind !== 'room') return
    for (const { table, before, after } of unit.touched()) {
      if (table === 'attempt' && before && after && 'submittedAt' in before && 'submittedAt' in after)
        if (before.status === 'offered' && before.submittedAt === null && after.submittedAt !== null)
          this.see('a result before any acknowledgement')
    }
  }

  private readonly byEvent: Record<string, (event: LogEvent, unit: Unit) => void> = {
    'attempt.failed': ({ data }, unit) => {
      this.see(`failure: ${data.class}`)
      if (Array.isArray(data.checks) && data.checks.includes('unchanged')) this.see('a version refused as unchanged')
      if (data.class === 'throttled' && Number(data.retryAfterMs) > 30 * 60_000)
        this.see('quiet asked for, for longer than an attempt may last')
      if (unit.tables.artifact.by('attempt', String(data.attemptId)).length > 0)
        this.see('a draft of a dead attempt kept')
    },
    'attempt.late_result_kept': ({ data }, unit) => {
      const task = unit.get('task', String(data.taskId))
      const number = unit.get('attempt', String(data.attemptId))?.number ?? 0
      if (task && task.fence > number) this.see('a late result after the task went to somebody else')
      if (task?.status === 'cancelled') this.see('a late result after the task was cancelled')
    },
    'attempt.superseded': ({ data }) => {
      const reason = String(data.reason)
      if (/410|failed over more than an hour/.test(reason)) this.see('an agent disabled with work in hand')
      if (/was removed/.test(reason)) this.see('an agent removed with work in hand')
      if (/took the task over/.test(reason)) this.see('a person took a task over from an agent at work')
    },
    'attempt.nudged': () => this.see('a worker without progress was asked'),
    'version.submitted': ({ actor, data }, unit) => {
      if (actor.kind === 'member') this.see('a person handed in a result')
      if ((unit.get('attempt', String(data.attemptId))?.corrections ?? 0) > 0)
        this.see('a result of the wrong shape corrected')
    },
    'handoff.answered': ({ data }) => {
      if (data.attemptId) this.see('a question asked and answered')
    },
    'room.updated': ({ data }, unit) => {
      if (data.status === 'paused' && [...unit.tables.attempt.all()].some((one) => isOpen(one.status)))
        this.see('a room paused with work out')
    },
    'agent.breaker_opened': ({ data }) => {
      this.opened.add(String(data.agentId))
      this.see('a breaker opened')
    },
    'agent.recovered': ({ data }) => {
      if (this.opened.has(String(data.agentId))) this.see('a breaker closed again')
    },
    'task.needs_human': ({ data }) => {
      this.see('a task came to a person')
      if (/sent back 3 times/.test(String(data.reason))) this.see('a version came back three times')
    },
    'deliverable.rolled_back': () => this.see('an approval taken back'),
    'goal.completed': () => this.see('a goal completed'),
    'goal.cancelled': (_event, unit) => {
      if (unit.appends.jobs.some((job) => job.payload.type === 'attempt.cancel_requested'))
        this.see('a goal cancelled with work out')
    },
  }
}
