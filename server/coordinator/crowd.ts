import { authorsOf } from '../commands/moves/authors.ts'
import { clocksOf } from '../domain/clocks.ts'
import type { Goal } from '../domain/goal.ts'
import { type Candidate, Field, type Match, match, type Tried } from '../domain/matching.ts'
import { recentFailures } from '../domain/recovery.ts'
import type { Task } from '../domain/task.ts'
import type { Agent } from '../domain/workspace.ts'
import type { Unit } from '../store/unit.ts'

/** Everybody in the room who may get work, seen once per batch; places taken in the batch are counted down. */
export class Crowd {
  static readonly full = 'Waiting for a free place.'
  private readonly agents: {
    agent: Agent
    candidate: Omit<Candidate, 'accepted' | 'failed' | 'meanMs' | 'free'>
    free: number
  }[] = []
  private readonly fields = new Map<string, Field>()

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
          down: agent.status !== 'active',
        },
      })
    }
  }

  took(participantId: string) {
    const one = this.agents.find(({ candidate }) => candidate.participantId === participantId)
    if (!one) return
    one.free -= 1
    for (const field of this.fields.values()) field.setFree(participantId, one.free)
  }

  /** Quick look before the full one: with thousands of ready tasks and no free place nothing is computed. */
  hasPlace(task: Task): boolean {
    if (task.assigneeId !== null) return true
    const field = this.fieldOf(task.skills)
    // With nobody fit, or all hindered, the full look finds the words.
    return field.hasPlace() || field.size === 0 || task.fence > 0
  }

  whyNot(task: Task): string {
    const barred = this.fieldOf(task.skills).allBarred()
    return barred ? `Waiting: ${barred.name} ${barred.barred}.` : Crowd.full
  }

  private fieldOf(skills: readonly string[]): Field {
    const name = JSON.stringify(skills)
    const field = this.fields.get(name) ?? new Field(this.candidatesFor(skills), skills)
    this.fields.set(name, field)
    return field
  }

  private candidatesFor(skills: readonly string[]): Candidate[] {
    // Written out: hundreds are made in every batch, and spreading them costs several times as much.
    return this.agents.map(({ agent, candidate, free }) => {
      // Places only fall within a batch, so whoever cannot take a task now is never weighed.
      const weighed = free > 0 && candidate.barred === null
      const { accepted, failed, meanMs } = weighed ? recordOf(this.unit, agent, skills) : noRecord
      return {
        participantId: candidate.participantId,
        name: candidate.name,
        skills: candidate.skills,
        free,
        places: candidate.places,
        accepted,
        failed,
        meanMs,
        endpointFailures: candidate.endpointFailures,
        throttled: candidate.throttled,
        barred: candidate.barred,
        down: candidate.down,
      }
    })
  }

  find(goal: Goal, task: Task): Match {
    const { unit } = this
    const earlier = unit.tables.attempt.by('task', task.id)
    const authors = authorsOf(unit, task)
    if (earlier.length === 0 && authors.size === 0 && task.assigneeId === null)
      return this.fieldOf(task.skills).choose()
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
      .filter((one) => task.assigneeId === null || one.candidate.participantId === task.assigneeId)
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
      authors,
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

const noRecord = { accepted: 0, failed: 0, meanMs: null }

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
