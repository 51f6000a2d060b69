import { doneOnStale, weave } from '../domain/stale.ts'
import { isSettled } from '../domain/task.ts'
import type { DiskLane, MemoryDisk } from '../store/memory-disk.ts'
import type { Records } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'
import { cycleProblem, deliveryProblem, goalProblem, reviewProblem } from './invariants.ts'
import { brokenBy, type View } from './invariants-task.ts'

type Touched = ReturnType<Unit['touched']>[number]

/** The rows of one lane on a disk, as invariants ask for them. */
const viewOf = ({ id, wakeAt, tables }: DiskLane, overrides: ReadonlySet<string>): View => ({
  room: () => {
    const room = tables.room.get(id)
    return room && { status: room.status, wakeAt }
  },
  goal: (goalId) => tables.goal.get(goalId),
  task: (taskId) => tables.task.get(taskId),
  attempt: (attemptId) => tables.attempt.get(attemptId),
  version: (versionId) => tables.version.get(versionId),
  attemptsOf: (taskId) => tables.attempt.by('task', taskId),
  versionsOf: (taskId) => tables.version.by('task', taskId),
  handoffsOf: (taskId) => tables.handoff.by('task', taskId),
  reviewsOf: (versionId) => tables.review.by('version', versionId),
  overridden: (versionId) => overrides.has(versionId),
})

/** Invariants of rows after one commit, at the price of what it touched: what it left alone was right before. */
export class Neighbourhood {
  private readonly overrides = new Set<string>()
  constructor(private readonly disk: MemoryDisk) {}

  check(unit: Unit, touched: readonly Touched[]): string[] {
    if (unit.kind !== 'room') return []
    for (const { type, data } of unit.events)
      if (type === 'task.completed' && data.override) this.overrides.add(String(data.versionId))
    const lane = this.disk.lane(unit.laneId)
    const view = viewOf(lane, this.overrides)
    const { tasks, goals } = reached(lane, touched)
    const lines: string[] = []
    const say = (line: string | null) => line !== null && lines.push(line)
    for (const id of tasks) {
      const task = lane.tables.task.get(id)
      if (task) lines.push(...brokenBy(view, task))
    }
    const grown = goalsThatGrew(touched)
    for (const id of goals) {
      const goal = lane.tables.goal.get(id)
      if (!goal) continue
      say(goalProblem(goal, lane.tables.task.count('unsettled', id)))
      const ofGoal = lane.tables.task.by('goal', id)
      if (grown.has(id)) say(cycleProblem(goal, ofGoal))
      for (const { task, inputs } of doneOnStale(weave(ofGoal, lane.tables.version.by('goal', id)), ofGoal))
        say(`I19 nothing is done on what changed: ${task.key}, ${inputs.length} inputs`)
    }
    const members = this.disk.lane(unit.workspaceId).tables.member
    for (const { table, after } of touched)
      if (table === 'review' && after) {
        const review = after as Records['review']
        say(reviewProblem(review, view.version(review.versionId), (id) => members.get(id) !== undefined))
      }
    for (const delivery of unit.appends.deliveries) say(deliveryProblem(delivery))
    return [...lines, ...this.places(unit, touched)]
  }

  /** I17, for the agents whose places this commit took or gave back, over every room. */
  private places(unit: Unit, touched: readonly Touched[]): string[] {
    const agents = new Set(unit.slotDeltas().keys())
    for (const { table, after } of touched)
      if (table === 'attempt' && after) agents.add((after as Records['attempt']).agentId ?? '')
    const lines: string[] = []
    for (const id of agents) {
      const agent = this.disk.findAgent(id)
      if (!agent) continue
      let count = 0
      for (const { tables } of this.disk.lanes.values())
        for (const { id: participantId } of tables.participant.by('subject', id))
          count += tables.attempt.count('held', participantId)
      const { name, maxConcurrency } = agent
      const counted = this.disk.slots.get(id)
      if (count > maxConcurrency)
        lines.push(`I17 places are never overbooked: ${name} holds ${count} of ${maxConcurrency}`)
      else if (counted !== count) lines.push(`I17 places are counted right: ${name} holds ${count}, counted ${counted}`)
    }
    return lines
  }
}

/** The tasks and goals whose invariants a commit may have changed. */
function reached(lane: DiskLane, touched: readonly Touched[]) {
  const tasks = new Set<string>()
  const goals = new Set<string>()
  for (const touch of touched) {
    for (const id of tasksNear(lane, touch)) tasks.add(id)
    const row = touch.after ?? touch.before
    if (touch.table === 'goal') goals.add(touch.id)
    else if (touch.table === 'task') goals.add((row as Records['task']).goalId)
  }
  // With no wake time set nothing may wait for the clock, whoever it is.
  if (lane.wakeAt === null || touched.some(({ table }) => table === 'room'))
    for (const task of lane.tables.task.all()) if (!isSettled(task.status)) tasks.add(task.id)
  return { tasks, goals }
}

/** The tasks that a changed row belongs to, and those that wait for one whose status changed. */
function tasksNear({ tables }: DiskLane, { table, id, before, after }: Touched): string[] {
  const row = after ?? before
  if (table === 'goal') return tables.task.by('goal', id).map((task) => task.id)
  if (table === 'review') return [tables.version.get((row as Records['review']).versionId)?.taskId ?? '']
  if (table !== 'task') return row && 'taskId' in row && row.taskId ? [row.taskId] : []
  const moved = before && (before as Records['task']).status !== (after as Records['task'] | undefined)?.status
  return moved ? [id, ...tables.task.by('after', id).map((task) => task.id)] : [id]
}

/** Goals whose graph is new or other than before. */
function goalsThatGrew(touched: readonly Touched[]): Set<string> {
  const goals = new Set<string>()
  for (const { table, before, after } of touched) {
    if (table !== 'task' || !after) continue
    const [was, is] = [before as Records['task'] | undefined, after as Records['task']]
    if (was?.needs !== is.needs) goals.add(is.goalId)
  }
  return goals
}
