import { isOpen } from '../domain/attempt.ts'
import { isLimited } from '../domain/budget.ts'
import { clocksOf } from '../domain/clocks.ts'
import { isEnded } from '../domain/goal.ts'
import { isSettled, type Task } from '../domain/task.ts'
import { nextLookAt } from '../domain/watch.ts'
import type { DiskLane } from '../store/memory-disk.ts'
import type { Scenario } from './scenario.ts'

const second = 1000
const minute = 60 * second
/** The sweep's second and one more, and a lane that waits looks again after five. */
const takenBackWithin = 3 * second
const startedWithin = 10 * second

const lanes = (scene: Scenario): DiskLane[] => scene.rooms.map((roomId) => scene.disk.lane(roomId))
const heldByPerson = ({ tables }: DiskLane, taskId: string) =>
  tables.attempt.by('task', taskId).some((one) => one.memberId !== null && isOpen(one.status))

/** Tasks that only the coordinator could move on now. */
export function unsettled(scene: Scenario): Task[] {
  // Whoever owns an agent without means was asked for more.
  const stinted = scene.rows('agent', scene.workspaceId).some((agent) => isLimited(agent.limits))
  return lanes(scene).flatMap((lane) => unsettledIn(lane, stinted))
}

function unsettledIn(lane: DiskLane, stinted: boolean): Task[] {
  const { tables } = lane
  const tasks = [...tables.task.all()]
  if (tables.room.get(lane.id)?.status !== 'open')
    return tasks.filter((task) => /^(running|checking)$/.test(task.status) && !heldByPerson(lane, task.id))
  const asks = tasks.some((task) => task.status === 'waiting_input')
  return tasks.filter((task) => {
    // Its only worker left may be the one that waits for an answer.
    if (task.status === 'ready' && asks) return false
    if (task.status === 'ready' && stinted && /has used up its budget/.test(task.reason ?? '')) return false
    if (isSettled(task.status) || /^(needs_human|waiting_input|in_review|stale)$/.test(task.status)) return false
    if (heldByPerson(lane, task.id)) return false
    const goal = tables.goal.get(task.goalId)
    if (/^(ready|blocked)$/.test(task.status) && !/^(running|in_review)$/.test(goal?.status ?? '')) return false
    if (task.status !== 'blocked') return true
    // What stands for its parts waits for them.
    const parts = task.role === 'work' ? [] : tables.task.by('parts', task.id)
    if (parts.some((part) => !isSettled(part.status))) return false
    return task.needs.every((id) => tables.task.get(id)?.status === 'done')
  })
}

/** I41: one line for every task that is stuck although nothing goes wrong any more. */
export const stuck = (scene: Scenario): string[] =>
  unsettled(scene).map(
    (task) => `I41 every task settles or waits for a person: ${task.key} is ${task.status}, ${task.reason}`,
  )

export const isOver = (scene: Scenario): boolean =>
  lanes(scene).every(({ tables }) => tables.goal.count('live', 'live') === 0)

/** I41: one line for every goal that people and agents together could not bring to an end. */
export const unended = (scene: Scenario): string[] =>
  lanes(scene).flatMap(({ tables }) =>
    [...tables.goal.all()]
      .filter((goal) => !isEnded(goal.status))
      .map((goal) => {
        const left = tables.task.by('goal', goal.id).filter((task) => !isSettled(task.status))
        const said = left.map((task) => `${task.key} ${task.status} ${task.reason}`).join('; ')
        return `I41 every goal comes to an end: goal ${goal.number} is ${goal.status}; ${said}`
      }),
  )

/** I42, I43: what should have been done some seconds ago, while every process is well. */
export function overdue(scene: Scenario): string[] {
  return lanes(scene).flatMap((lane) => [...lateLeases(lane, scene.clock.now), ...lateStarts(scene, lane)])
}

function* lateLeases({ tables }: DiskLane, now: number): Iterable<string> {
  for (const attempt of tables.attempt.by('waking', 'open')) {
    const at = nextLookAt(attempt, clocksOf(tables.goal.get(attempt.goalId)?.clocks ?? {}))
    if (at !== null && at < now - takenBackWithin)
      yield `I42 what runs out is taken back: attempt ${attempt.number} of ${tables.task.get(attempt.taskId)?.key}, ${attempt.status}, ${(now - at) / second} s ago`
  }
}

function* lateStarts(scene: Scenario, { id, tables }: DiskLane): Iterable<string> {
  if (tables.room.get(id)?.status !== 'open') return
  const { now } = scene.clock
  for (const goal of tables.goal.by('live', 'live')) {
    if (goal.status !== 'running') continue
    for (const task of tables.task.by('ready', goal.id)) {
      const since = Math.max(task.readyAt ?? task.createdAt, task.wakeAt ?? 0)
      if (
        task.fence > 0 ||
        task.assigneeId !== null ||
        task.role !== 'work' ||
        task.parentId !== null ||
        since > now - startedWithin
      )
        continue
      const free = freeFor(scene, tables, task)
      if (free)
        yield `I43 who is free gets what is ready: ${task.key} waits since ${(now - since) / second} s, ${free} is free`
    }
  }
}

/** Somebody who could take a task that nobody has tried, and has been able to for some seconds. */
function freeFor(scene: Scenario, tables: DiskLane['tables'], task: Task): string | null {
  const { disk, clock } = scene
  for (const participant of tables.participant.all()) {
    const agent =
      participant.status === 'in' && participant.kind === 'agent' ? disk.findAgent(participant.subjectId) : null
    if (
      agent?.status !== 'active' ||
      agent.channel !== 'webhook' ||
      !task.skills.every((skill) => agent.skills.includes(skill))
    )
      continue
    const hindered = Math.max(agent.breaker.openUntil ?? 0, agent.throttledUntil ?? 0) > clock.now - startedWithin
    // One whose endpoint fails is probed with one task at a time.
    if (hindered || agent.breaker.failures > 0) continue
    if ((disk.slots.get(agent.id) ?? 0) < agent.maxConcurrency) return agent.name
  }
  return null
}

/** I27, I45: jobs that nobody did although they were due. */
export function left(scene: Scenario): string[] {
  const { disk, clock } = scene
  return [...disk.jobs.values()].flatMap((job) => {
    const what = `${job.kind} ${String(job.payload.type ?? job.payload.command ?? '')} of ${job.id}`
    if (job.endedAt !== null && !job.outcome) return [`I27 every job ends as something: ${what}`]
    const late = job.endedAt === null && Math.max(job.runAt, job.claimedUntil ?? 0) < clock.now - minute
    return late ? [`I45 the outbox empties: ${what} was never done`] : []
  })
}
