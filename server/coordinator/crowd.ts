import { authorsMade, authorsOf } from '../commands/moves/authors.ts'
import { agentUsedUp } from '../commands/moves/budget.ts'
import { clocksOf } from '../domain/clocks.ts'
import type { Goal } from '../domain/goal.ts'
import type { Match } from '../domain/matching/answer.ts'
import {
  type AgentState,
  agentState,
  barredBecause,
  type Candidate,
  candidateOf,
} from '../domain/matching/candidate.ts'
import { Field } from '../domain/matching/field.ts'
import { match, noBids } from '../domain/matching/match.ts'
import { type AgentRecord, addToTrack, noRecord, recordAt, type Track } from '../domain/matching/record.ts'
import { defaultWeights, sharesOf, type Weights } from '../domain/matching/score.ts'
import { triedBy } from '../domain/matching/tried.ts'
import type { Task } from '../domain/task.ts'
import type { Agent } from '../domain/workspace.ts'
import type { Unit } from '../store/unit.ts'

type Known = { agent: Agent; state: AgentState; candidate: ReturnType<typeof candidateOf>; free: number }

/** Everybody in the room who may get work, seen once per batch; places taken in the batch are counted down. */
export class Crowd {
  static readonly full = 'Waiting for a free place.'
  private readonly agents: Known[] = []
  private readonly fields = new Map<string, Field>()
  private readonly weights = new Map<string, Weights>()
  /** Records as this batch leaves them, where it noted something. */
  private readonly noted = new Map<string, Track>()

  constructor(private readonly unit: Unit) {
    for (const note of unit.appends.track) {
      const name = `${note.agentId} ${note.skill}`
      this.noted.set(name, addToTrack(this.noted.get(name) ?? unit.directory.records.get(name), note, unit.now))
    }
    for (const participant of unit.tables.participant.all()) {
      if (participant.kind !== 'agent' || participant.status !== 'in') continue
      const agent = unit.agent(participant.subjectId)
      if (!agent || agent.status === 'removed') continue
      const state = stateOf(agent)
      const able = candidateOf(participant.id, state, unit.freeSlots(agent), unit.now)
      const candidate = { ...able, barred: agentUsedUp(unit, agent) ?? able.barred }
      this.agents.push({ agent, state, candidate, free: candidate.free })
    }
  }

  took(participantId: string) {
    const one = this.agents.find(({ candidate }) => candidate.participantId === participantId)
    if (!one) return
    one.free -= 1
    for (const field of this.fields.values()) field.setFree(participantId, one.free)
  }

  /** Quick look before the full one: with thousands of ready tasks and no free place nothing is computed. */
  hasPlace(goal: Goal, task: Task): boolean {
    if (task.assigneeId !== null) return true
    const field = this.fieldOf(goal, task.skills)
    // With nobody fit, or all hindered, the full look finds the words.
    return field.hasPlace() || field.size === 0 || task.fence > 0
  }

  whyNot(goal: Goal, task: Task): string {
    const barred = this.fieldOf(goal, task.skills).allBarred()
    return barred ? `Waiting: ${barred.name} ${barred.barred}.` : Crowd.full
  }

  private weightsOf(goal: Goal): Weights {
    const known = this.weights.get(goal.id)
    if (known) return known
    const weights = sharesOf(goal.matching.weights) ?? defaultWeights
    this.weights.set(goal.id, weights)
    return weights
  }

  private fieldOf(goal: Goal, skills: readonly string[]): Field {
    const own = goal.matching.weights === undefined ? '' : goal.id
    const name = `${own} ${JSON.stringify(skills)}`
    const field = this.fields.get(name) ?? new Field(this.candidatesFor(skills), skills, this.weightsOf(goal))
    this.fields.set(name, field)
    return field
  }

  private recordOf(agent: Agent, skills: readonly string[]): AgentRecord {
    const { noted, unit } = this
    const trackOf = (skill: string) => {
      const name = `${agent.id} ${skill}`
      return noted.get(name) ?? unit.directory.records.get(name)
    }
    return recordAt(skills, trackOf, unit.now)
  }

  private candidatesFor(skills: readonly string[]): Candidate[] {
    // Written out: hundreds are made in every batch, and spreading them costs several times as much.
    return this.agents.map(({ agent, candidate, free }) => {
      // Places only fall within a batch, so whoever cannot take a task now is never weighed.
      const weighed = free > 0 && candidate.barred === null
      const { good, bad, missed, meanMs } = weighed ? this.recordOf(agent, skills) : noRecord
      return {
        participantId: candidate.participantId,
        name: candidate.name,
        skills: candidate.skills,
        free,
        places: candidate.places,
        good,
        bad,
        missed,
        meanMs,
        costUsd: candidate.costUsd,
        endpointFailures: candidate.endpointFailures,
        throttled: candidate.throttled,
        barred: candidate.barred,
        down: candidate.down,
      }
    })
  }

  /** Who gets a task. `bids` are what participants said of how well it suits them; who takes work itself is asked with one. */
  find(goal: Goal, task: Task, bids: ReadonlyMap<string, number> = noBids): Match {
    const { unit } = this
    const earlier = unit.tables.attempt.by('task', task.id)
    const authors = authorsOf(unit, task)
    if (earlier.length === 0 && authors.size === 0 && task.assigneeId === null && bids.size === 0)
      return this.fieldOf(goal, task.skills).choose()
    const { tried, quiet } = triedBy(earlier, task.attemptCount, unit.now)
    const candidates = this.agents
      .filter((one) => task.assigneeId === null || one.candidate.participantId === task.assigneeId)
      .map(({ agent, state, candidate, free }): Candidate => {
        const { participantId } = candidate
        const barred = bids.has(participantId)
          ? (agentUsedUp(unit, agent) ?? barredBecause(state, unit.now, true))
          : candidate.barred
        return {
          ...candidate,
          skills: task.assigneeId === null ? candidate.skills : task.skills,
          free,
          ...this.recordOf(agent, task.skills),
          barred: barred ?? (quiet.has(participantId) ? 'asked for quiet' : null),
        }
      })
    const previous = earlier.filter((attempt) => attempt.status === 'rejected' || attempt.status === 'approved').at(-1)
    const [chosen] = candidates
    if (task.assigneeId !== null && chosen?.down)
      return { kind: 'exhausted', reason: `${chosen.name}, who was chosen for it, ${chosen.barred}.`, excluded: [] }
    return match(candidates, {
      skills: task.skills,
      authors,
      authorsOf: authorsMade(unit, task),
      tried,
      attemptsPerAgent: clocksOf(goal.clocks).attemptsPerAgent,
      previousAuthor: previous?.failure === null ? previous.participantId : null,
      weights: this.weightsOf(goal),
      bids,
    })
  }
}

const states = new WeakMap<Agent, AgentState>()

/** Rows are never mutated: what is read out of one is read once. */
function stateOf(agent: Agent): AgentState {
  const known = states.get(agent)
  if (known) return known
  const state = agentState(agent)
  states.set(agent, state)
  return state
}
