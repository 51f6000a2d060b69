import type { LogEvent } from '../contract/events.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { Unit } from '../store/unit.ts'
import type { Process } from './process.ts'
import type { Scenario } from './scenario.ts'
import type { ScriptedAgent } from './scripted-agent.ts'
import { Decisions } from './sightings-decided.ts'

type Touched = ReturnType<Unit['touched']>[number]

/** Counts what runs were in. */
export class Sightings {
  readonly counts = new Map<string, number>()
  private readonly opened = new Set<string>()
  private readonly calls = new Map<string, number>()

  see = (what: string) => {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1)
  }
  private readonly decisions = new Decisions(this.see)

  /** A call was taken up at this moment. */
  call(key: string | undefined, now: number) {
    if (key === undefined) return
    if (this.calls.get(key) === now) this.see('two calls under one id in the same millisecond')
    this.calls.set(key, now)
  }

  /** Looks at a commit. */
  watch(unit: Unit, touched: readonly Touched[]) {
    for (const event of unit.events) this.byEvent[event.type]?.(event, unit)
    if (unit.kind !== 'room') return
    this.decisions.watch(unit, touched)
    for (const { table, before, after } of touched) {
      if (table !== 'attempt' || !after) continue
      const [was, is] = [before as Attempt | undefined, after as Attempt]
      if (was?.status === 'offered' && was.submittedAt === null && is.submittedAt !== null)
        this.see('a result before any acknowledgement')
      if (was || is.claimId === null) continue
      this.see('an agent came for its work')
      const own = (one: Attempt) => one.participantId === is.participantId && one.failure !== null
      if (unit.tables.attempt.some('task', is.taskId, own)) this.see('an agent came again for what it had failed')
    }
  }

  /** What an agent was answered over a whole run. */
  hear(answers: ScriptedAgent['answers']) {
    const results = new Map<string, number>()
    for (const { call, attemptId, outcome } of answers) {
      if (!outcome.ok && /heartbeat|activity/.test(call)) this.see('a sign of life after the lease ended')
      if (!outcome.ok || call !== 'complete') continue
      results.set(attemptId, (results.get(attemptId) ?? 0) + 1)
      if (results.get(attemptId) === 2) this.see('the same result twice on one attempt')
    }
  }

  /** Looks back on a run that is over. */
  over({ firstAnswers, processes, sent }: Scenario) {
    this.calls.clear()
    if (firstAnswers.repeats > 0) this.see('the same answer again for the same id')
    if (processes.filter((one) => one.committed).length > 1) this.see('two processes worked on one room')
    for (const { store, ownJobs } of processes) {
      if (ownJobs > 0) this.see('a process that had stood still claimed what it had in hand')
      if (store.met.newerRows > 0) this.see("rows held by a process were older than another's commit")
      if (store.met.takenPlaces > 0) this.see('two coordinators raced for one place')
    }
    const senders = new Map<string, Process>()
    for (const { id, by } of sent) {
      const first = senders.get(id) ?? by
      if (first !== by) this.see('a message sent again by another process')
      senders.set(id, first)
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
      if (task?.status === 'cancelled' && unit.now - (task.endedAt ?? 0) < 1000)
        this.see('a task cancelled within a second of its result')
    },
    'attempt.superseded': ({ data }, unit) => {
      const reason = String(data.reason)
      if (/410|failed over more than an hour/.test(reason)) this.see('an agent disabled with work in hand')
      const byAgent = unit.get('attempt', String(data.attemptId))?.agentId
      if (/was removed/.test(reason)) this.see(`${byAgent ? 'an agent' : 'a member'} removed with work in hand`)
      if (/took the task over/.test(reason)) this.see('a person took a task over from an agent at work')
    },
    'task.stale': ({ data }) =>
      this.see(
        data.what === 'stopped'
          ? 'an input changed while the work built on it was under way'
          : 'a result built on what changed was in question',
      ),
    'attempt.offered': ({ data }) => {
      if (data.hedge === true) this.see('two at work on one task in parallel')
    },
    'task.bid': () => this.see('an agent said how well a task suits it'),
    'task.waiting': ({ data }) => {
      if (data.participantId !== undefined) this.see('a task kept for whom it suits best')
    },
    'opinion.given': () => this.see('a second opinion given'),
    'attempt.promoted': () => this.see('a second one in parallel went on alone'),
    'answers.settled': () => this.see('answers that were compared agreed'),
    'answers.contradicted': () => this.see('answers that contradict each other came to a person'),
    'watch.excused': () => this.see('a stall of our own that no agent was blamed for'),
    'task.expanded': () => this.see('a list became tasks'),
    'task.split': () => this.see('a task divided into parts'),
    'goal.paused': ({ data }) => {
      if (data.budget !== undefined) this.see('a goal stopped because its budget was used up')
    },
    'incident.opened': () => this.see('many failures told as one'),
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
      if (data.status !== 'paused') return
      const out = unit.tables.attempt.count('waking', 'open')
      if (out > 0) this.see('a room paused with work out')
      if (out >= 3) this.see('a room paused with three hand-outs out')
    },
    'agent.secret_rotated': ({ data }, unit) => {
      if (holds(unit, data.agentId)) this.see('a secret changed with work in hand')
    },
    'agent.paused': ({ data }, unit) => {
      if (holds(unit, data.agentId)) this.see('an agent paused with work in hand')
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

/** Whether an agent has work in hand, as this process counts. */
function holds(unit: Unit, agentId: unknown): boolean {
  const agent = unit.agent(String(agentId))
  return agent !== undefined && unit.freeSlots(agent) < agent.maxConcurrency
}
