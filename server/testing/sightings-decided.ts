import type { LogEvent } from '../contract/events.ts'
import type { Attempt } from '../domain/attempt.ts'
import type { Task } from '../domain/task.ts'
import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'

type Touched = ReturnType<Unit['touched']>[number]
type See = (what: string) => void
type Look = (event: LogEvent, unit: Unit, see: See) => void

/** Situations about what the coordinator, a rule or a person decided. */
export const decidedSituations: readonly string[] = [
  'a plan rewritten while its work went on',
  'a change refused because its part of the plan had started',
  'a goal asked what it means before it started',
  'what a goal means said in words',
  'a goal sent off as it was',
  'a second opinion that a person did not share',
  'a verdict by rule',
  'a verdict by judge',
  'a verdict by person',
  'a contradiction settled while others of its question stay open',
  'an answer written anew because none kept to all that was settled',
  'a result done again by rule',
  'a result kept by rule',
  'a result kept by a person',
  'a person asked whether to redo or keep',
  'a goal told that its budget runs out',
  'a goal that had stopped for its budget goes on',
  'a room told that its budget runs out',
  'a room stopped because its budget was used up',
  'a room that had stopped for its budget goes on',
  'an agent told that its budget runs out',
  'an agent stopped because its budget was used up',
  'an agent that had stopped for its budget got work again',
  'a risky step allowed by rule',
  'a risky step denied by rule',
  'a risky step allowed by a person',
  'a risky step denied by a person',
  'a risky step denied because nobody answered',
  'both of two in parallel handed in',
  'a draft of a dead attempt handed on',
  'a list as long as it may be',
  'a list longer than it may be came to a person',
]

/** What stopped for its budget, until it goes on: goals, rooms and agents by id. */
export class Decisions {
  private readonly stopped = new Set<string>()

  constructor(private readonly see: See) {}

  /** Looks at a commit. */
  watch(unit: Unit, touched: readonly Touched[]) {
    for (const event of unit.events) looks[event.type]?.(event, unit, this.see)
    for (const event of unit.events) this.money(event, unit)
    for (const { table, before, after } of touched)
      if (table === 'conflict' && after)
        this.verdict(before as Records['conflict'] | undefined, after as Records['conflict'])
  }

  private verdict(before: Records['conflict'] | undefined, { verdict }: Records['conflict']) {
    if (verdict && !before?.verdict) this.see(`a verdict by ${verdict.by}`)
  }

  private money({ type, data }: LogEvent, unit: Unit) {
    const { stopped, see } = this
    const goesOn = (id: unknown, what: string) => stopped.delete(String(id)) && see(what)
    if (type === 'goal.paused' && data.budget !== undefined) stopped.add(String(data.goalId))
    else if (type === 'goal.resumed') goesOn(data.goalId, 'a goal that had stopped for its budget goes on')
    else if (type === 'room.updated' && data.budget !== undefined) {
      stopped.add(unit.laneId)
      see('a room stopped because its budget was used up')
    } else if (type === 'room.updated' && unit.kind === 'room' && unit.room().status === 'open')
      goesOn(unit.laneId, 'a room that had stopped for its budget goes on')
    else if (type === 'handoff.opened' && data.kind === 'budget' && data.goalId === null) this.agentStopped(unit, data)
    else if (type === 'attempt.offered') {
      const { agentId } = unit.get('attempt', String(data.attemptId)) ?? {}
      goesOn(agentId, 'an agent that had stopped for its budget got work again')
    }
  }

  /** A question about an agent's budget offers no way to answer: its limit is raised elsewhere. */
  private agentStopped(unit: Unit, data: LogEvent['data']) {
    const handoff = unit.get('handoff', String(data.handoffId))
    if (!handoff || handoff.options.length > 0) return
    this.see('an agent stopped because its budget was used up')
    for (const { agentId } of unit.appends.spend) this.stopped.add(agentId)
  }
}

const byRule = (data: LogEvent['data'], rule: string, person?: string): string | undefined =>
  data.by === 'policy' ? rule : person
const say = (what: string | undefined, see: See) => what !== undefined && see(what)

/** A person decided on a version of which an agent thought otherwise. */
const disagreed =
  (verdict: 'approve' | 'request_changes'): Look =>
  ({ data }, unit, see) => {
    const opinions = unit.tables.opinion.by('version', String(data.versionId))
    if (opinions.some((one) => one.verdict === verdict)) see('a second opinion that a person did not share')
  }

const looks: Record<string, Look> = {
  'conflict.settled': ({ data }, unit, see) => {
    const task = unit.get('task', String(data.taskId))
    if (task?.role !== 'answers' || data.conflictId === undefined) return
    if (Number(data.left) > 0 && task.status === 'needs_human')
      see('a contradiction settled while others of its question stay open')
    else if (data.left === 0 && task.versionCount === 0 && task.status !== 'needs_human')
      see('an answer written anew because none kept to all that was settled')
  },
  'plan.revised': (_event, unit, see) => {
    if (unit.tables.attempt.count('waking', 'open') > 0) see('a plan rewritten while its work went on')
  },
  'goal.questioned': (_event, _unit, see) => see('a goal asked what it means before it started'),
  'goal.clarified': (_event, _unit, see) => see('what a goal means said in words'),
  'goal.dispatched_anyway': (_event, _unit, see) => see('a goal sent off as it was'),
  'deliverable.approved': disagreed('request_changes'),
  'deliverable.changes_requested': disagreed('approve'),
  'task.redo': ({ data }, _unit, see) => say(byRule(data, 'a result done again by rule'), see),
  'task.kept_stale': ({ data }, _unit, see) =>
    say(byRule(data, 'a result kept by rule', 'a result kept by a person'), see),
  'handoff.opened': ({ data }, _unit, see) => data.kind === 'stale' && see('a person asked whether to redo or keep'),
  'goal.budget_warned': (_event, _unit, see) => see('a goal told that its budget runs out'),
  'room.budget_warned': (_event, _unit, see) => see('a room told that its budget runs out'),
  'agent.budget_warned': (_event, _unit, see) => see('an agent told that its budget runs out'),
  'action.requested': ({ data }, _unit, see) =>
    data.decision !== 'pending' && see(`a risky step ${data.decision} by rule`),
  'action.allowed': (_event, _unit, see) => see('a risky step allowed by a person'),
  'action.denied': ({ actor }, _unit, see) =>
    see(actor.kind === 'member' ? 'a risky step denied by a person' : 'a risky step denied because nobody answered'),
  'attempt.late_result_kept': ({ data }, unit, see) => {
    const late = unit.get('attempt', String(data.attemptId))
    const beside = (one: Attempt) => one.hedge !== late?.hedge && one.status !== 'cancelled' && one.submittedAt !== null
    const pair = (one: Attempt) => (one.hedge || late?.hedge === true) && beside(one)
    if (late && unit.tables.attempt.some('task', late.taskId, pair)) see('both of two in parallel handed in')
  },
  'attempt.offered': ({ data }, unit, see) => {
    const hand = unit.appends.jobs.find((job) => job.attemptId === data.attemptId && job.kind === 'deliver')
    if (String(hand?.payload.text ?? '').includes('"draft:')) see('a draft of a dead attempt handed on')
  },
  'task.expanded': ({ data }, unit, see) => {
    const whole = unit.get('task', String(data.taskId)) as Task | undefined
    if (typeof data.problem === 'string') see('a list longer than it may be came to a person')
    else if (whole?.each?.max === data.parts) see('a list as long as it may be')
  },
}
