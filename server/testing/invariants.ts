import { type Attempt, isOpen } from '../domain/attempt.ts'
import { blocking } from '../domain/checks/judge.ts'
import { clocksOf } from '../domain/clocks.ts'
import { type Goal, isEnded } from '../domain/goal.ts'
import { order } from '../domain/plan.ts'
import type { Handoff, Room } from '../domain/room.ts'
import { isSettled, type Task } from '../domain/task.ts'
import type { Deliverable, Review, Version } from '../domain/version.ts'
import type { Agent, Member } from '../domain/workspace.ts'
import type { Delivery } from '../store/records.ts'

/** Rows of some rooms at one moment, wherever they were read from. */
export type Facts = {
  rooms: readonly (Room & { wakeAt: number | null })[]
  goals: readonly Goal[]
  tasks: readonly Task[]
  attempts: readonly Attempt[]
  versions: readonly Version[]
  deliverables: readonly Deliverable[]
  reviews: readonly Review[]
  handoffs: readonly Handoff[]
  members: readonly Member[]
  agents: readonly Agent[]
  deliveries: readonly Delivery[]
  /** Versions taken by a person on their own word, by the event that records it. */
  overrides: ReadonlySet<string>
}
/** The same, grouped once for all invariants. */
type Grouped = Facts & {
  attemptsOf: ReadonlyMap<string, readonly Attempt[]>
  versionsOf: ReadonlyMap<string, readonly Version[]>
  byId: ReadonlyMap<string, Task>
  goalOf: ReadonlyMap<string, Goal>
}
/** Says what breaks it; nothing when it holds. */
type Invariant = (facts: Grouped) => Iterable<string>

const held: ReadonlySet<Task['status']> = new Set(['running', 'checking', 'waiting_input'])
const openOf = (facts: Grouped, task: Task) =>
  (facts.attemptsOf.get(task.id) ?? []).filter((attempt) => isOpen(attempt.status))
const waitsOpen = (facts: Facts, task: Task, kind: Handoff['kind']) =>
  facts.handoffs.some((one) => one.taskId === task.id && one.kind === kind && one.status === 'open')

/** The invariants of reliability.md (a) that rows alone can show, each by its number. */
export const invariants: Record<string, Invariant> = {
  *'I01 a task has at most one open attempt'(facts) {
    for (const task of facts.tasks)
      if (openOf(facts, task).length > 1) yield `${task.key} has ${openOf(facts, task).length}`
  },
  *'I02 a task in work has an open attempt with its fence, and a lease where a worker holds it'(facts) {
    for (const task of facts.tasks) {
      if (!held.has(task.status)) continue
      const [attempt] = openOf(facts, task)
      if (!attempt || attempt.number !== task.fence || task.fence < 1)
        yield `${task.key} is ${task.status}, fence ${task.fence}`
      else if (task.status !== 'checking' && task.doerId !== attempt.participantId)
        yield `${task.key} names another doer`
      else if (attempt.agentId && /^(accepted|working)$/.test(attempt.status) && attempt.leaseUntil === null)
        yield `${task.key}: attempt ${attempt.number} has no lease`
    }
  },
  *'I03 a task that nobody holds has no open attempt and no doer'(facts) {
    for (const task of facts.tasks)
      if (!held.has(task.status) && (openOf(facts, task).length > 0 || task.doerId !== null))
        yield `${task.key} is ${task.status} with an open attempt or a doer`
  },
  *'I04 fences of a task rise by one and never repeat'(facts) {
    for (const task of facts.tasks) {
      const numbers = (facts.attemptsOf.get(task.id) ?? []).map((attempt) => attempt.number).sort((a, b) => a - b)
      if (numbers.length !== task.fence || numbers.some((number, i) => number !== i + 1))
        yield `${task.key}: fence ${task.fence}, attempts ${numbers.join(', ')}`
    }
  },
  *'I09 attempts and sends stay within their limits'(facts) {
    for (const task of facts.tasks) {
      const { attemptsPerTask } = clocksOf(facts.goalOf.get(task.goalId)?.clocks ?? {})
      if (task.attemptCount > attemptsPerTask) yield `${task.key}: ${task.attemptCount} of ${attemptsPerTask} attempts`
    }
    for (const { type, tryNumber, attemptId } of facts.deliveries)
      if (type === 'attempt.requested' && tryNumber > 4) yield `attempt ${attemptId} was sent ${tryNumber} times`
  },
  *'I10 every task that is not settled names what wakes it'(facts) {
    for (const task of facts.tasks) {
      const goal = facts.goalOf.get(task.goalId)
      if (goal && !isSettled(task.status) && !wakes(facts, task, goal))
        yield `nothing wakes ${task.key}, ${task.status}`
    }
  },
  *'I11 a settled task holds no timer and no open question'(facts) {
    for (const task of facts.tasks) {
      if (!isSettled(task.status)) continue
      if (task.wakeAt !== null) yield `${task.key} is ${task.status} with a timer`
      if (facts.handoffs.some((one) => one.taskId === task.id && one.status === 'open'))
        yield `${task.key} is ${task.status} and still asks`
    }
  },
  *'I14 versions of a task are 1 to n, one for each result'(facts) {
    for (const task of facts.tasks) {
      const versions = facts.versionsOf.get(task.id) ?? []
      const numbers = versions.map((version) => version.number).sort((a, b) => a - b)
      if (numbers.length !== task.versionCount || numbers.some((number, i) => number !== i + 1))
        yield `${task.key}: ${task.versionCount} versions counted, there are ${numbers.join(', ')}`
      if (new Set(versions.map((version) => version.attemptId)).size !== versions.length)
        yield `${task.key}: two versions of one attempt`
    }
  },
  *'I18 the graph has no cycle and what is done rests on what was done'(facts) {
    for (const goal of facts.goals) {
      const tasks = facts.tasks.filter((task) => task.goalId === goal.id)
      if (!order(tasks.map(({ id, needs }) => ({ key: id, needs }))).ok) yield `goal ${goal.number} waits for itself`
    }
  },
  *'I23 an approval names the hash of its version and a person'(facts) {
    for (const review of facts.reviews) {
      const version = facts.versions.find((one) => one.id === review.versionId)
      if (version?.sha256 !== review.sha256) yield `review ${review.id} names another hash`
      if (!facts.members.some((member) => member.id === review.memberId)) yield `review ${review.id} is by no person`
    }
  },
  *'I24 a task is done only by approval, by override, or with its required checks passed'(facts) {
    for (const task of facts.tasks) {
      if (task.status !== 'done' || task.role === 'each') continue
      const version = facts.versions.find((one) => one.id === task.acceptedVersionId)
      if (version?.status !== 'approved')
        yield `${task.key} is done on a version that is ${version?.status ?? 'not there'}`
      else if (!facts.overrides.has(version.id) && !proven(facts, task, version)) yield `${task.key} is done unproven`
    }
  },
  *'a goal that is completed has nothing left to do, and one that runs has'(facts) {
    for (const goal of facts.goals) {
      const tasks = facts.tasks.filter((task) => task.goalId === goal.id)
      const left = tasks.filter((task) => !isSettled(task.status))
      if (isEnded(goal.status) && left.length > 0)
        yield `goal ${goal.number} is ${goal.status} with ${left.length} tasks left`
      if (/^(running|in_review)$/.test(goal.status) && left.length === 0)
        yield `goal ${goal.number} is ${goal.status} with nothing left`
    }
  },
}

function wakes(facts: Grouped, task: Task, goal: Goal): boolean {
  const room = facts.rooms.find((one) => one.id === task.roomId)
  const stopped = goal.status !== 'running' && goal.status !== 'in_review'
  const [attempt] = openOf(facts, task)
  switch (task.status) {
    case 'blocked':
      return stopped || task.needs.some((id) => facts.byId.get(id)?.status !== 'done')
    case 'ready':
      return stopped || room?.status !== 'open' || room.wakeAt !== null
    case 'running':
      return attempt?.memberId != null || (room?.wakeAt ?? null) !== null
    case 'checking':
      return attempt?.status === 'submitted' && (attempt.memberId !== null || (room?.wakeAt ?? null) !== null)
    case 'waiting_input':
      return waitsOpen(facts, task, 'question')
    case 'needs_human':
      return waitsOpen(facts, task, 'needs_human')
    case 'in_review':
      return facts.versions.some((one) => one.taskId === task.id && one.status === 'in_review')
    default:
      return true
  }
}

function proven(facts: Facts, task: Task, version: Version): boolean {
  if (task.deliverableId === null) return blocking(version.checks).length === 0 && version.checks.length > 0
  const approvals = facts.reviews.filter((one) => one.versionId === version.id && one.verdict === 'approved')
  const required = facts.goals.find((goal) => goal.id === task.goalId)?.requiredApprovals ?? 1
  return new Set(approvals.map((one) => one.memberId)).size >= required
}

/** Every invariant that does not hold, one line each. */
export function broken(facts: Facts): string[] {
  const grouped: Grouped = {
    ...facts,
    attemptsOf: group(facts.attempts),
    versionsOf: group(facts.versions),
    byId: new Map(facts.tasks.map((task) => [task.id, task])),
    goalOf: new Map(facts.goals.map((goal) => [goal.id, goal])),
  }
  const lines: string[] = []
  for (const [name, invariant] of Object.entries(invariants))
    for (const what of invariant(grouped)) lines.push(`${name}: ${what}`)
  return lines
}

function group<R extends { taskId: string }>(rows: readonly R[]): Map<string, R[]> {
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const list = groups.get(row.taskId)
    if (list) list.push(row)
    else groups.set(row.taskId, [row])
  }
  return groups
}

/** I17, over every room of a workspace at once: what agents hold, and the places counted for them. */
export function overbooked(
  agents: readonly Agent[],
  attempts: Iterable<Attempt>,
  slots: ReadonlyMap<string, number>,
): string[] {
  const holding = new Map<string, number>()
  for (const { agentId, status } of attempts)
    if (agentId && isOpen(status)) holding.set(agentId, (holding.get(agentId) ?? 0) + 1)
  return agents.flatMap(({ id, name, maxConcurrency }) => {
    const count = holding.get(id) ?? 0
    if (count > maxConcurrency) return [`I17 places are never overbooked: ${name} holds ${count} of ${maxConcurrency}`]
    return slots.get(id) === count
      ? []
      : [`I17 places are counted right: ${name} holds ${count}, counted ${slots.get(id)}`]
  })
}
