import type { Attempt } from '../../domain/attempt.ts'
import { isOpen } from '../../domain/attempt.ts'
import type { Goal, GoalEvent } from '../../domain/goal.ts'
import { goalTable } from '../../domain/goal.ts'
import { step } from '../../domain/machine.ts'
import { type Task, type TaskEvent, taskTable } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'

/** Moves a task by its table; an impossible move is a bug and throws. Returns the row as it is now. */
export function moveTask(unit: Unit, taskId: string, event: TaskEvent, patch: Partial<Task> = {}): Task {
  const task = taskOf(unit, taskId)
  const status = step(taskTable, task.status, event)
  if (!status) throw new Error(`task ${task.key} cannot ${event} from ${task.status}`)
  const ended = status === 'done' || status === 'cancelled' || status === 'failed'
  return unit.update('task', taskId, {
    status,
    reason: null,
    wakeAt: null,
    ...(ended ? { endedAt: unit.now } : task.endedAt === null ? {} : { endedAt: null }),
    ...(status === 'ready' ? { readyAt: unit.now } : {}),
    ...patch,
  })
}

export const canMoveTask = (task: Task, event: TaskEvent): boolean => step(taskTable, task.status, event) !== null

/** Moves a goal by its table; an impossible move is a bug and throws. */
export function moveGoal(unit: Unit, goalId: string, event: GoalEvent, patch: Partial<Goal> = {}): Goal {
  const goal = goalOf(unit, goalId)
  const status = step(goalTable, goal.status, event)
  if (!status) throw new Error(`goal ${goal.number} cannot ${event} from ${goal.status}`)
  const ended = status === 'completed' || status === 'failed' || status === 'cancelled'
  return unit.update('goal', goalId, { status, reason: null, ...(ended ? { endedAt: unit.now } : {}), ...patch })
}
export const canMoveGoal = (goal: Goal, event: GoalEvent): boolean => step(goalTable, goal.status, event) !== null

export function taskOf(unit: Unit, id: string): Task {
  const task = unit.get('task', id)
  if (!task) throw new Error(`task ${id} is not in the unit`)
  return task
}
export function goalOf(unit: Unit, id: string): Goal {
  const goal = unit.get('goal', id)
  if (!goal) throw new Error(`goal ${id} is not in the unit`)
  return goal
}

/** Why a task can never start: something it needs was taken out for good; null when nothing was (F56). */
export function neverStarts(unit: Unit, { needs }: Task): string | null {
  const gone = needs.map((id) => unit.get('task', id)).find((one) => /^(cancelled|failed)$/.test(one?.status ?? ''))
  return gone ? `${taskLabel(gone)}, which it needs, is ${gone.status}` : null
}

/** The attempt that holds the task, if one does; a second one in parallel only when it was left alone with it. */
export function openAttemptOf(unit: Unit, taskId: string): Attempt | undefined {
  const open = unit.tables.attempt.by('open', taskId)
  return open.find((attempt) => !attempt.hedge && isOpen(attempt.status)) ?? open[0]
}

/** The participant's name as the room knows it. */
export function participantName(unit: Unit, participantId: string): string {
  const participant = unit.get('participant', participantId)
  return participant ? unit.subject(participant.subjectId).name : 'somebody who left'
}

/** "T-12 Title", as people read it. */
export const taskLabel = (task: Task): string => `T-${task.number} ${task.title}`
