import type { Attempt } from '../attempt.ts'
import { policy } from '../recovery.ts'
import type { Match } from './answer.ts'
import { type AgentState, barredBecause, type Candidate, candidateOf } from './candidate.ts'
import { match } from './match.ts'
import { addToTrack, keptUnder, notesOfFailure, recordAt, type Track, type TrackNote } from './record.ts'
import type { Weights } from './score.ts'
import { triedBy } from './tried.ts'

/** An attempt as the tables keep it, with the skills of its task. */
export type PastAttempt = Pick<
  Attempt,
  | 'id'
  | 'taskId'
  | 'number'
  | 'participantId'
  | 'agentId'
  | 'status'
  | 'failure'
  | 'offeredAt'
  | 'acceptedAt'
  | 'endedAt'
  | 'retryAt'
> & { skills: readonly string[] }

/** What a hand-out must heed beside who is there: who made what is judged, and tasks whose workers must be others. */
export type Terms = { attemptsPerAgent: number; authors: readonly string[]; apartFrom: readonly string[] }

/** One thing that became true, as far as matching heeds it. `handed` is a hand-out that the matcher chose. */
export type Fact =
  | { kind: 'agent'; agentId: string; state: AgentState }
  | { kind: 'participant'; participantId: string; agentId: string; inRoom: boolean }
  | { kind: 'bid'; taskId: string; participantId: string; fit: number }
  | { kind: 'reset'; taskId: string }
  | { kind: 'sent_back' | 'started' | 'ended'; attempt: PastAttempt }
  | { kind: 'handed'; attempt: PastAttempt; terms: Terms }

/** A hand-out looked at again: what would be chosen, and the candidates as they stood. */
export type Replayed = { attempt: PastAttempt; found: Match; candidates: readonly Candidate[] }

type Known = { attempt: PastAttempt; over: boolean }

/** Plays facts in their order and chooses again at each hand-out, which then happens as it did. */
export class Replay {
  private readonly agents = new Map<string, AgentState>()
  private readonly room = new Map<string, string>()
  private readonly inUse = new Map<string, number>()
  private readonly tracks = new Map<string, Track>()
  private readonly attempts = new Map<string, Known>()
  private readonly ofTask = new Map<string, Known[]>()
  private readonly counted = new Map<string, number>()
  private readonly bids = new Map<string, Map<string, number>>()

  constructor(private readonly weights: Weights) {}

  play(facts: Iterable<Fact>): Replayed[] {
    const replayed: Replayed[] = []
    for (const fact of facts) {
      if (fact.kind === 'handed') {
        replayed.push(this.chooseAgain(fact.attempt, fact.terms))
        this.start(fact.attempt)
      } else this.heed(fact)
    }
    return replayed
  }

  private heed(fact: Exclude<Fact, { kind: 'handed' }>) {
    switch (fact.kind) {
      case 'agent':
        this.agents.set(fact.agentId, fact.state)
        return
      case 'participant':
        if (fact.inRoom) this.room.set(fact.participantId, fact.agentId)
        else this.room.delete(fact.participantId)
        return
      case 'bid': {
        const bids = this.bids.get(fact.taskId) ?? new Map<string, number>()
        this.bids.set(fact.taskId, bids.set(fact.participantId, fact.fit))
        return
      }
      case 'reset':
        this.counted.set(fact.taskId, 0)
        return
      case 'started':
        this.start(fact.attempt)
        return
      case 'ended':
        this.end(fact.attempt)
        return
      case 'sent_back':
        for (const { name, note } of notesOfFailure('failed_checks', fact.attempt.skills))
          this.note(fact.attempt.agentId, name, note, fact.attempt.endedAt ?? 0)
        return
    }
  }

  private start(attempt: PastAttempt) {
    const { id, taskId, agentId } = attempt
    const known = { attempt, over: false }
    this.attempts.set(id, known)
    this.ofTask.set(taskId, [...(this.ofTask.get(taskId) ?? []), known])
    if (!agentId) return
    this.inUse.set(agentId, (this.inUse.get(agentId) ?? 0) + 1)
    this.counted.set(taskId, (this.counted.get(taskId) ?? 0) + 1)
  }

  private end(attempt: PastAttempt) {
    const { id, taskId, agentId, status, failure, endedAt, acceptedAt, offeredAt, skills } = attempt
    const known = this.attempts.get(id)
    if (known) known.over = true
    if (!agentId || endedAt === null) return
    if (known) this.inUse.set(agentId, Math.max(0, (this.inUse.get(agentId) ?? 0) - 1))
    const counts = failure === null ? status === 'approved' : policy[failure].counts
    if (!counts) this.counted.set(taskId, Math.max(0, (this.counted.get(taskId) ?? 0) - 1))
    if (failure !== null)
      for (const { name, note } of notesOfFailure(failure, skills)) this.note(agentId, name, note, endedAt)
    else if (status === 'approved')
      for (const name of keptUnder(skills))
        this.note(agentId, name, { accepted: 1, failed: 0, ms: endedAt - (acceptedAt ?? offeredAt) }, endedAt)
  }

  private note(agentId: string | null, skill: string, note: TrackNote, at: number) {
    const name = `${agentId} ${skill}`
    this.tracks.set(name, addToTrack(this.tracks.get(name), note, at))
  }

  private chooseAgain(attempt: PastAttempt, terms: Terms): Replayed {
    const { taskId, offeredAt: now, skills } = attempt
    const past = this.ofTask.get(taskId) ?? []
    const earlier = past.map((known) =>
      known.over ? known.attempt : { ...known.attempt, failure: null, endedAt: null, retryAt: null },
    )
    const { tried, quiet } = triedBy(earlier, this.counted.get(taskId) ?? 0, now)
    const bids = past.length === 0 ? (this.bids.get(taskId) ?? new Map<string, number>()) : new Map<string, number>()
    const candidates: Candidate[] = []
    for (const [participantId, agentId] of this.room) {
      const state = this.agents.get(agentId)
      if (!state || state.status === 'removed') continue
      const free = state.maxConcurrency - (this.inUse.get(agentId) ?? 0)
      const candidate = candidateOf(participantId, state, free, now)
      const barred = bids.has(participantId) ? barredBecause(state, now, true) : candidate.barred
      candidates.push({
        ...candidate,
        ...recordAt(skills, (skill) => this.tracks.get(`${agentId} ${skill}`), now),
        barred: barred ?? (quiet.has(participantId) ? 'asked for quiet' : null),
      })
    }
    const previous = past.filter((one) => one.over && /^(rejected|approved)$/.test(one.attempt.status)).at(-1)?.attempt
    const found = match(candidates, {
      skills,
      authors: new Set([...terms.authors, ...this.makersOf(terms.apartFrom)]),
      authorsOf: terms.apartFrom.length > 0 ? 'answers' : 'judged',
      tried,
      attemptsPerAgent: terms.attemptsPerAgent,
      previousAuthor: previous?.failure === null ? previous.participantId : null,
      weights: this.weights,
      bids,
    })
    return { attempt, found, candidates }
  }

  /** Who works on these tasks at this moment or made what was accepted of them. */
  private makersOf(tasks: readonly string[]): string[] {
    return tasks.flatMap((id) =>
      (this.ofTask.get(id) ?? []).flatMap(({ attempt, over }) =>
        !over || attempt.status === 'approved' ? [attempt.participantId] : [],
      ),
    )
  }
}
