import type { Ports } from '../commands/kit.ts'
import { openAttempt } from '../commands/moves/attempt.ts'
import { say } from '../commands/moves/say.ts'
import { participantName, taskLabel } from '../commands/moves/task.ts'
import { clocksOf } from '../domain/clocks.ts'
import type { Goal } from '../domain/goal.ts'
import { type Candidate, type Match, match, type Tried } from '../domain/matching.ts'
import { policy, recentFailures } from '../domain/recovery.ts'
import type { Participant } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import type { Agent } from '../domain/workspace.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { askPerson } from './recover.ts'

/** Hands out what is ready in the goals that asked for it, as far as places go. */
export function dispatchGoals(unit: Unit, ports: Ports) {
  if (unit.room().status !== 'open') return
  const goals = [...unit.dispatch].map((id) => unit.get('goal', id)).filter((goal) => goal !== undefined)
  unit.dispatch.clear()
  const crowd = new Crowd(unit)
  for (const goal of goals)
    if (goal.status === 'running' || goal.status === 'in_review') dispatchGoal(unit, ports, goal, crowd)
}

function dispatchGoal(unit: Unit, ports: Ports, goal: Goal, crowd: Crowd) {
  const due = unit.tables.task.by('ready', goal.id).filter((task) => task.wakeAt === null || task.wakeAt <= unit.now)
  for (const task of due) {
    const chosen = task.assigneeId ? unit.get('participant', task.assigneeId) : undefined
    if (chosen && chosen.status !== 'in') {
      const name = participantName(unit, chosen.id)
      askPerson(unit, task, `${name}, who was chosen for it, is no longer in the room: give it to somebody else.`)
      continue
    }
    if (chosen?.kind === 'member') {
      offer(unit, ports, task, chosen, {
        reason: `given to ${participantName(unit, chosen.id)} by name`,
        scores: [],
        excluded: [],
        others: 0,
      })
      continue
    }
    if (!crowd.hasPlace(task)) {
      explain(unit, task, crowd.whyNot(task))
      continue
    }
    const found = crowd.find(goal, task)
    if (found.kind === 'matched') {
      const participant = unit.get('participant', found.participantId)
      if (participant) {
        offer(unit, ports, task, participant, found.record)
        crowd.took(participant.id)
      }
    } else if (found.kind === 'exhausted') askPerson(unit, task, found.reason)
    else explain(unit, task, found.reason)
  }
}

function offer(
  unit: Unit,
  ports: Ports,
  task: Task,
  participant: Participant,
  record: Parameters<typeof openAttempt>[4],
) {
  const attempt = openAttempt(unit, ports, task, participant, record)
  const name = participantName(unit, participant.id)
  unit.emit('attempt.offered', coordinator, {
    taskId: task.id,
    attemptId: attempt.id,
    participantId: participant.id,
    number: attempt.number,
    reason: record.reason,
  })
  if (attempt.number > 1) {
    const before = unit.tables.attempt.by('task', task.id).find((one) => one.number === attempt.number - 1)
    if (before?.failure && before.participantId !== participant.id && before.failure !== 'declined')
      unit.lines.push({
        kind: 'handed_on',
        body: `${taskLabel(task)}: ${participantName(unit, before.participantId)} ${policy[before.failure].plain}; ${name} takes over.`,
        goalId: task.goalId,
        taskId: task.id,
      })
  }
  if (attempt.memberId)
    say(unit, ports, `${taskLabel(task)} waits for ${name}.`, { goalId: task.goalId, taskId: task.id })
}

/** Writes down why a ready task waits, when the reason is news. */
function explain(unit: Unit, task: Task, reason: string) {
  if (task.reason === reason || (task.reason !== null && reason === Crowd.full)) return
  unit.update('task', task.id, { reason })
  unit.emit('task.waiting', coordinator, { taskId: task.id, reason })
}

/** Everybody in the room who may get work, seen once per batch; places taken in the batch are counted down. */
class Crowd {
  static readonly full = 'Waiting for a free place.'
  private readonly agents: {
    participant: Participant
    agent: Agent
    candidate: Omit<Candidate, 'accepted' | 'failed' | 'meanMs' | 'free'>
    free: number
  }[] = []

  constructor(private readonly unit: Unit) {
    for (const participant of unit.tables.participant.all()) {
      if (participant.kind !== 'agent' || participant.status !== 'in') continue
      const agent = unit.agent(participant.subjectId)
      if (!agent || agent.status === 'removed') continue
      const barred = barredBecause(agent, unit.now)
      const probing =
        agent.breaker.openUntil !== null && agent.breaker.openUntil <= unit.now && agent.breaker.failures >= 5
      const free = unit.freeSlots(agent)
      this.agents.push({
        participant,
        agent,
        free: probing ? Math.min(1, free) : free,
        candidate: {
          participantId: participant.id,
          name: agent.name,
          skills: agent.skills,
          places: agent.maxConcurrency,
          endpointFailures: agent.breaker.failures,
          throttled: agent.throttledUntil !== null && agent.throttledUntil > unit.now,
          barred,
          down: agent.status === 'disabled' || agent.status === 'unverified',
        },
      })
    }
  }

  took(participantId: string) {
    const one = this.agents.find((entry) => entry.participant.id === participantId)
    if (one) one.free -= 1
  }

  /** Quick look before the full one: with thousands of ready tasks and no free place nothing is computed. */
  hasPlace(task: Task): boolean {
    if (task.assigneeId !== null) return true
    let fit = 0
    for (const one of this.agents) {
      if (!task.skills.every((skill) => one.agent.skills.includes(skill))) continue
      fit += 1
      if (one.free > 0 && one.candidate.barred === null) return true
    }
    // With nobody fit, or all hindered, the full look finds the words.
    return fit === 0 || task.fence > 0
  }

  whyNot(task: Task): string {
    const fit = this.agents.filter((one) => task.skills.every((skill) => one.agent.skills.includes(skill)))
    const hindered = fit.filter((one) => one.candidate.barred !== null)
    const [first] = hindered
    return hindered.length === fit.length && first
      ? `Waiting: ${first.agent.name} ${first.candidate.barred}.`
      : Crowd.full
  }

  find(goal: Goal, task: Task): Match {
    const { unit } = this
    const earlier = unit.tables.attempt.by('task', task.id)
    const tried = new Map<string, Tried>()
    const quietUntil = new Map<string, number>()
    const counting = new Set(recentFailures(earlier, task.attemptCount).map((attempt) => attempt.id))
    for (const attempt of earlier) {
      const entry = tried.get(attempt.participantId) ?? {
        participantId: attempt.participantId,
        failed: 0,
        declined: false,
        lastFailedAt: 0,
      }
      if (attempt.failure === 'declined') entry.declined = true
      else if (counting.has(attempt.id)) {
        entry.failed += 1
        entry.lastFailedAt = Math.max(entry.lastFailedAt, attempt.endedAt ?? 0)
      }
      tried.set(attempt.participantId, entry)
      if (attempt.retryAt !== null && attempt.retryAt > unit.now) quietUntil.set(attempt.participantId, attempt.retryAt)
    }
    const candidates = this.agents
      .filter((one) => task.assigneeId === null || one.participant.id === task.assigneeId)
      .map(({ agent, candidate, free }): Candidate => {
        const quiet = quietUntil.has(candidate.participantId)
        return {
          ...candidate,
          skills: task.assigneeId === null ? candidate.skills : task.skills,
          free,
          ...recordOf(unit, agent, task.skills),
          barred: candidate.barred ?? (quiet ? 'asked for quiet' : null),
        }
      })
    const previous = earlier.filter((attempt) => attempt.status === 'rejected' || attempt.status === 'approved').at(-1)
    const [chosen] = candidates
    if (task.assigneeId !== null && chosen?.down)
      return { kind: 'exhausted', reason: `${chosen.name}, who was chosen for it, ${chosen.barred}.`, excluded: [] }
    return match(candidates, {
      skills: task.skills,
      authors: authorsOf(unit, task),
      tried: [...tried.values()],
      attemptsPerAgent: clocksOf(goal.clocks).attemptsPerAgent,
      previousAuthor: previous?.failure === null ? previous.participantId : null,
    })
  }
}

function barredBecause(agent: Agent, now: number): string | null {
  if (agent.status === 'unverified') return 'has not proved its address yet'
  if (agent.status !== 'active') return `is ${agent.status}`
  if (agent.channel === 'pull') return 'takes its work itself when it asks'
  if (agent.breaker.openUntil !== null && agent.breaker.openUntil > now) return 'does not answer at the moment'
  if (agent.throttledUntil !== null && agent.throttledUntil > now) return 'asked for quiet'
  return null
}

function recordOf(
  unit: Unit,
  agent: Agent,
  skills: readonly string[],
): Pick<Candidate, 'accepted' | 'failed' | 'meanMs'> {
  let accepted = 0
  let failed = 0
  let totalMs = 0
  for (const skill of skills.length > 0 ? skills : ['']) {
    const record = unit.directory.records.get(`${agent.id} ${skill}`)
    accepted += record?.accepted ?? 0
    failed += record?.failed ?? 0
    totalMs += record?.totalMs ?? 0
  }
  return { accepted, failed, meanMs: accepted > 0 ? totalMs / accepted : null }
}

/** Who made what a critique looks at: they never judge their own work while somebody else can. */
function authorsOf(unit: Unit, task: Task): ReadonlySet<string> {
  if (!task.skills.includes('critique') && !task.skills.includes('review')) return new Set()
  const authors = new Set<string>()
  for (const id of task.needs) {
    const accepted = unit.get('task', id)?.acceptedVersionId
    const version = accepted ? unit.get('version', accepted) : undefined
    if (version) authors.add(version.createdBy)
  }
  return authors
}
