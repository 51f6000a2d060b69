import type { EventActor } from '../../contract/events.ts'
import { defaultDepth } from '../../domain/fan-out.ts'
import { mergeBrief, type PartPlan, splitProblem } from '../../domain/split.ts'
import type { Task } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { partOf } from './new-tasks.ts'
import { say } from './say.ts'
import { canMoveTask, goalOf, moveTask, neverStarts, taskLabel, taskOf } from './task.ts'

/** Why a task may not be divided into so many parts: the goal's depth, and how many it and those above it became. */
export function whyNotDivide(unit: Unit, task: Task, parts: number): string | null {
  const family: number[] = []
  let above: Task | undefined = task
  for (let level = 0; above && level < 100; level++) {
    family.push(descendants(unit, above.id))
    above = above.parentId ? unit.get('task', above.parentId) : undefined
  }
  return splitProblem(task.depth, goalOf(unit, task.goalId).limits.depth ?? defaultDepth, parts, family)
}

function descendants(unit: Unit, taskId: string): number {
  const parts = unit.tables.task.by('parts', taskId)
  return parts.reduce((sum, part) => sum + 1 + descendants(unit, part.id), 0)
}

/** Divides a task that nobody holds: its parts are tasks that it needs, and it becomes the merge of them. */
export function divide(
  unit: Unit,
  ports: Ports,
  given: Task,
  parts: readonly PartPlan[],
  { reason, by, commandId }: { reason: string; by: EventActor; commandId?: string | undefined },
) {
  const task = taskOf(unit, given.id)
  const before = unit.tables.task.count('parts', task.id)
  const made = parts.map((part, i) => {
    const row = partOf(unit, task, {
      key: `part-${before + i + 1}`,
      title: part.title,
      brief: part.brief,
      ...(part.skills ? { skills: [...part.skills] } : {}),
      item: null,
    })
    // The shape asked of the whole is not asked of a part.
    const own = { output: null, checks: [], ...(part.inputs ? { inputs: [...part.inputs] } : {}) }
    return unit.insert('task', { ...row, ...own })
  })
  if (canMoveTask(task, 'take_back')) moveTask(unit, task.id, 'take_back')
  const free = taskOf(unit, task.id)
  if (free.status !== 'blocked') moveTask(unit, task.id, 'block')
  unit.update('task', task.id, {
    needs: [...new Set([...task.needs, ...made.map((part) => part.id)])],
    brief: mergeBrief(task.brief, made.length),
    reason: `divided into ${made.length} parts: ${reason}`,
    attemptCount: 0,
    deadlineAt: null,
  })
  unit.emit('task.split', by, { taskId: task.id, parts: made.map((part) => part.id), reason }, commandId)
  for (const part of made) {
    const never = neverStarts(unit, part)
    if (never) {
      unit.update('task', part.id, { reason: never })
      unit.emit('task.waiting', by, { taskId: part.id, reason: never })
    }
    if (!part.needs.every((id) => unit.get('task', id)?.status === 'done')) continue
    moveTask(unit, part.id, 'unblock')
    unit.emit('task.ready', by, { taskId: part.id, reason: `a part of ${taskLabel(task)}` })
  }
  unit.dispatch.add(task.goalId)
  say(unit, ports, `${taskLabel(task)} is done in ${made.length} parts: ${reason}.`, {
    goalId: task.goalId,
    taskId: task.id,
  })
}
