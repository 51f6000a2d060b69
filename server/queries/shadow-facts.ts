import { clocksOf } from '../domain/clocks.ts'
import type { AgentState } from '../domain/matching/candidate.ts'
import type { Fact, Terms } from '../domain/matching/replay.ts'
import type { ShadowChange, ShadowRows, ShadowTask } from '../store/reads/shadow.ts'

/** A fact with its place: its moment, then its number in the room's log. */
type Placed = { at: number; seq: number; fact: Fact }
/** What the workspace's lane commits in the same millisecond follows mostly from what the room did. */
const afterwards = Number.MAX_SAFE_INTEGER

/** What the tables say of one goal's hand-outs, as facts in the order in which they became true. */
export function factsOf(rows: ShadowRows): Fact[] {
  const placed = [...agentFacts(rows), ...roomFacts(rows), ...noteFacts(rows), ...attemptFacts(rows)]
  return placed.sort((a, b) => a.at - b.at || a.seq - b.seq).map(({ fact }) => fact)
}

function agentFacts({ agents }: ShadowRows): Placed[] {
  const views = new Map<string, Record<string, unknown>>()
  return agents.map(({ at, id, set }) => {
    const view = { ...views.get(id), ...set }
    views.set(id, view)
    return { at, seq: afterwards, fact: { kind: 'agent', agentId: id, state: stateOf(view) } }
  })
}

/** An agent as its workspace's log shows it. */
function stateOf(view: Record<string, unknown>): AgentState {
  const moment = (name: string) => (typeof view[name] === 'number' ? view[name] : null)
  const price = view.price as { costUsdPerTask: number } | null | undefined
  return {
    name: String(view.name ?? ''),
    skills: (view.skills as string[] | undefined) ?? [],
    status: (view.status as AgentState['status'] | undefined) ?? 'active',
    channel: (view.channel as AgentState['channel'] | undefined) ?? 'webhook',
    maxConcurrency: moment('maxConcurrency') ?? 1,
    throttledUntil: moment('throttledUntil'),
    costUsd: price?.costUsdPerTask ?? null,
    openUntil: moment('breakerOpenUntil'),
    failures: moment('failures') ?? 0,
  }
}

function roomFacts({ participants, comings }: ShadowRows): Placed[] {
  const agentOf = new Map(participants.map((one) => [one.id, one.agentId]))
  const there = (participantId: string, agentId: string, inRoom: boolean): Fact => ({
    kind: 'participant',
    participantId,
    agentId,
    inRoom,
  })
  const known = new Set(comings.map((change) => change.id))
  return [
    // One that the room's log does not tell of was there from its making.
    ...participants
      .filter((one) => !known.has(one.id))
      .map((one) => ({ at: one.joinedAt, seq: 0, fact: there(one.id, one.agentId, one.status === 'in') })),
    ...comings.flatMap(({ at, seq, id, set }: ShadowChange) => {
      const agentId = agentOf.get(id)
      return agentId && set.status !== undefined ? [{ at, seq, fact: there(id, agentId, set.status === 'in') }] : []
    }),
  ]
}

function noteFacts({ notes }: ShadowRows): Placed[] {
  return notes.flatMap(({ at, seq, type, taskId, participantId, fit }): Placed[] => {
    if (type === 'task.retried') return [{ at, seq, fact: { kind: 'reset', taskId } }]
    if (type !== 'task.bid' || participantId === null || fit === null) return []
    return [{ at, seq, fact: { kind: 'bid', taskId, participantId, fit } }]
  })
}

function attemptFacts(rows: ShadowRows): Placed[] {
  const marks = new Map(rows.marks.map((mark) => [mark.id, mark]))
  const tasks = new Map(rows.tasks.map((task) => [task.id, task]))
  const byName = new Set(rows.notes.filter((note) => note.type === 'task.assigned').map((note) => note.taskId))
  for (const task of rows.tasks) if (task.assigneeId !== null) byName.add(task.id)
  return rows.attempts.flatMap((attempt) => {
    const { offeredAt, endedAt, sentBackAt } = attempt
    const mark = marks.get(attempt.id)
    const task = tasks.get(attempt.taskId)
    const chosen = task && attempt.scored && !attempt.hedge && !byName.has(task.id)
    const terms = chosen ? termsOf(task, rows) : null
    const begun: Fact = terms ? { kind: 'handed', attempt, terms } : { kind: 'started', attempt }
    const facts: Placed[] = [{ at: offeredAt, seq: mark?.startSeq ?? 0, fact: begun }]
    if (endedAt !== null) facts.push({ at: endedAt, seq: mark?.endSeq ?? 0, fact: { kind: 'ended', attempt } })
    for (const at of sentBackAt)
      facts.push({ at, seq: 0, fact: { kind: 'sent_back', attempt: { ...attempt, endedAt: at } } })
    return facts
  })
}

/** Who may not have a task for what they made: as `authorsOf` of the commands, from what is known afterwards. */
function termsOf(task: ShadowTask, { goal, tasks, makers }: ShadowRows): Terms {
  const { attemptsPerAgent } = clocksOf(goal.clocks)
  const parts = (parentId: string) => tasks.filter((one) => one.parentId === parentId && one.id !== task.id)
  const parent = tasks.find((one) => one.id === task.parentId)
  const apart = task.role === 'answers' ? parts(task.id) : parent?.role === 'answers' ? parts(parent.id) : []
  const judges = task.skills.includes('critique') || task.skills.includes('review')
  const judged = judges && apart.length === 0 ? task.needs : []
  const accepted = new Set(tasks.filter((one) => judged.includes(one.id)).map((one) => one.acceptedVersionId))
  return {
    attemptsPerAgent,
    authors: makers.filter((one) => accepted.has(one.id)).map((one) => one.createdBy),
    apartFrom: apart.map((one) => one.id),
  }
}
