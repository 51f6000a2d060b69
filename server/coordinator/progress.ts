import type { Ports } from '../commands/kit.ts'
import { planOfTasks, problemsOf, startGoal } from '../commands/moves/plan.ts'
import { say } from '../commands/moves/say.ts'
import { canMoveGoal, goalOf, moveGoal, moveTask, neverStarts } from '../commands/moves/task.ts'
import type { LogEvent } from '../contract/events.ts'
import { isEnded } from '../domain/goal.ts'
import type { Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { compareInputsLater, expandLater } from './parts.ts'

const isDone = (unit: Unit, taskId: string): boolean => unit.get('task', taskId)?.status === 'done'

/** Nothing stands before a task any more: it is handed out, unless its parts are. */
function release(unit: Unit, task: Task, reason: string) {
  if (task.role === 'answers') return
  if (task.role === 'each') return expandLater(unit, task)
  moveTask(unit, task.id, 'unblock')
  unit.emit('task.ready', coordinator, { taskId: task.id, reason })
  unit.dispatch.add(task.goalId)
  compareInputsLater(unit, task)
}

/** A plan was signed: what waits for nothing is ready. */
export function startReady(unit: Unit, _ports: Ports, event: LogEvent) {
  for (const task of unit.tables.task.by('goal', String(event.data.goalId)))
    if (task.status === 'blocked' && task.needs.every((id) => isDone(unit, id)))
      release(unit, task, 'waits for nothing')
}

/** A task is done: those that waited for it, and for nothing else, are ready. */
export function releaseAfter(unit: Unit, _ports: Ports, event: LogEvent) {
  const taskId = String(event.data.taskId)
  for (const next of unit.tables.task.by('after', taskId))
    if (next.status === 'blocked' && next.needs.every((id) => isDone(unit, id)))
      release(unit, next, 'all it needs is done')
}

/** A task was taken out for good: what builds on it can never start and says so, instead of waiting mutely (F56). */
export function stopBehind(unit: Unit, _ports: Ports, event: LogEvent) {
  for (const next of unit.tables.task.by('after', String(event.data.taskId))) {
    const reason = neverStarts(unit, next)
    if (next.status !== 'blocked' || reason === null || next.reason === reason) continue
    unit.update('task', next.id, { reason })
    unit.emit('task.waiting', coordinator, { taskId: next.id, reason })
  }
}

/** A goal goes on: what became ready meanwhile is handed out, and one that has nothing left to do is settled. */
export function settleResumed(unit: Unit, ports: Ports, event: LogEvent) {
  settleGoal(unit, ports, String(event.data.goalId))
}

/** Somebody joined or learnt a skill: a plan that nobody could do may start now. */
export function reconsiderPlans(unit: Unit, ports: Ports) {
  for (const goal of unit.tables.goal.by('live', 'live')) {
    if (goal.status !== 'awaiting_plan_approval' || goal.planProblems.length === 0) continue
    const problems = problemsOf(unit, goal.id, planOfTasks(unit, goal.id))
    if (problems.length === goal.planProblems.length) continue
    unit.update('goal', goal.id, { planProblems: problems })
    unit.emit('plan.reconsidered', coordinator, { goalId: goal.id, problems })
    if (problems.length > 0) continue
    if (goal.autonomy === 'run') startGoal(unit, ports, goal.id, 'somebody who can do the work joined')
    else
      say(unit, ports, `**${goal.title}** can start now: somebody in this room can do every task.`, { goalId: goal.id })
  }
}

/** When nothing is left to do the goal waits for review, is complete, or is over because all of it was cancelled. */
export function completeGoal(unit: Unit, ports: Ports, event: LogEvent) {
  const task = unit.get('task', String(event.data.taskId))
  if (task) settleGoal(unit, ports, task.goalId)
}

function settleGoal(unit: Unit, ports: Ports, goalId: string) {
  const goal = goalOf(unit, goalId)
  if (isEnded(goal.status)) return
  if (unit.tables.task.count('unsettled', goal.id) === 0) {
    const tasks = unit.tables.task.by('goal', goal.id)
    if (tasks.every((one) => one.status !== 'done')) {
      moveGoal(unit, goal.id, 'cancel', { reason: 'every task of it was cancelled' })
      unit.emit('goal.cancelled', coordinator, { goalId: goal.id, reason: 'every task of it was cancelled' })
      say(unit, ports, `**${goal.title}** is over: every task of it was cancelled.`, { goalId: goal.id })
      return
    }
    if (!canMoveGoal(goal, 'complete')) return
    moveGoal(unit, goal.id, 'complete')
    unit.emit('goal.completed', coordinator, { goalId: goal.id, tasks: tasks.length })
    say(unit, ports, `**${goal.title}** is complete.`, { goalId: goal.id })
    return
  }
  if (goal.status !== 'running') return
  if (!unit.tables.task.some('unsettled', goal.id, (one) => one.status !== 'in_review')) {
    moveGoal(unit, goal.id, 'review')
    unit.emit('goal.in_review', coordinator, { goalId: goal.id })
  }
}
