import { type Attempt, isOpen } from '../domain/attempt.ts'
import { type Goal, isEnded } from '../domain/goal.ts'
import { order } from '../domain/plan.ts'
import type { Handoff, Room } from '../domain/room.ts'
import { isSettled, type Task } from '../domain/task.ts'
import type { Deliverable, Review, Version } from '../domain/version.ts'
import type { Agent, Member } from '../domain/workspace.ts'
import type { Delivery } from '../store/records.ts'
import { brokenBy, type View } from './invariants-task.ts'

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
/** Says that a goal has ended with work left, or goes on without any. `left` counts its tasks that are not settled. */
export function goalProblem({ number, status }: Goal, left: number): string | null {
  if (isEnded(status) && left > 0)
    return `a goal that is over has nothing left: goal ${number} is ${status}, ${left} left`
  if (/^(running|in_review)$/.test(status) && left === 0)
    return `a goal that runs has something left: goal ${number} is ${status}`
  return null
}

/** I18: says that a goal's tasks wait for each other in a circle. */
export function cycleProblem({ number }: Goal, tasks: readonly Task[]): string | null {
  const graph = tasks.map(({ id, needs }) => ({ key: id, needs }))
  return order(graph).ok ? null : `I18 the graph has no cycle: goal ${number} waits for itself`
}

/** I23: says that a review names another hash than its version's, or nobody. */
export function reviewProblem(review: Review, version: Version | undefined, isMember: (id: string) => boolean) {
  if (version?.sha256 !== review.sha256) return `I23 an approval names the hash of its version: ${review.id}`
  return isMember(review.memberId) ? null : `I23 an approval is a person's: ${review.id}`
}

/** I09: says that a message was sent more often than it may be. */
export const deliveryProblem = ({ type, tryNumber, attemptId }: Delivery) =>
  type === 'attempt.requested' && tryNumber > 4
    ? `I09 sends stay within their limits: attempt ${attemptId} was sent ${tryNumber} times`
    : null

/** Every invariant that does not hold, one line each. */
export function broken(facts: Facts): string[] {
  const view = viewOf(facts)
  const members = new Set(facts.members.map(({ id }) => id))
  const tasksOf = group(facts.tasks, (task) => task.goalId)
  const said = [
    ...facts.goals.flatMap((goal) => {
      const tasks = tasksOf.get(goal.id) ?? []
      const left = tasks.filter((task) => !isSettled(task.status)).length
      return [cycleProblem(goal, tasks), goalProblem(goal, left)]
    }),
    ...facts.reviews.map((review) => reviewProblem(review, view.version(review.versionId), (id) => members.has(id))),
    ...facts.deliveries.map(deliveryProblem),
  ]
  return [...facts.tasks.flatMap((task) => brokenBy(view, task)), ...said.filter((line) => line !== null)]
}

function viewOf(facts: Facts): View {
  const [rooms, goals, tasks] = [byId(facts.rooms), byId(facts.goals), byId(facts.tasks)]
  const [attempts, versions] = [byId(facts.attempts), byId(facts.versions)]
  const attemptsOf = group(facts.attempts, (one) => one.taskId)
  const versionsOf = group(facts.versions, (one) => one.taskId)
  const handoffsOf = group(facts.handoffs, (one) => one.taskId ?? '')
  const reviewsOf = group(facts.reviews, (one) => one.versionId)
  return {
    room: (id) => rooms.get(id),
    goal: (id) => goals.get(id),
    task: (id) => tasks.get(id),
    attempt: (id) => attempts.get(id),
    version: (id) => versions.get(id),
    attemptsOf: (id) => attemptsOf.get(id) ?? [],
    versionsOf: (id) => versionsOf.get(id) ?? [],
    handoffsOf: (id) => handoffsOf.get(id) ?? [],
    reviewsOf: (id) => reviewsOf.get(id) ?? [],
    overridden: (id) => facts.overrides.has(id),
  }
}
const byId = <R extends { id: string }>(rows: readonly R[]) => new Map(rows.map((row) => [row.id, row]))
function group<R>(rows: readonly R[], keyOf: (row: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>()
  for (const row of rows) {
    const list = groups.get(keyOf(row))
    if (list) list.push(row)
    else groups.set(keyOf(row), [row])
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
