import type { Ports } from '../commands/kit.ts'
import { moveTask, taskLabel } from '../commands/moves/task.ts'
import type { LogEvent } from '../contract/events.ts'
import { isSettled, type Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { askPerson } from './recover.ts'

/** Its list is there: the items are read after the commit and come back as `task.expand`. */
export function expandLater(unit: Unit, task: Task) {
  if (unit.tables.task.count('parts', task.id) > 0) return
  unit.addJob('expand', { taskId: task.id })
}

/** What the deliverable is made from is compared while its maker works: what contradicts must not be chosen silently (F38). */
export function compareInputsLater(unit: Unit, task: Task) {
  if (task.deliverableId !== null && task.needs.length > 1 && task.versionCount === 0)
    unit.addJob('reconcile', { taskId: task.id })
}

/** The items are tasks now: they start; what could not be counted out waits for a person, an empty list is done. */
export function startParts(unit: Unit, _ports: Ports, event: LogEvent) {
  const task = unit.get('task', String(event.data.taskId))
  if (task?.status !== 'blocked') return
  if (typeof event.data.problem === 'string') return askPerson(unit, task, event.data.problem)
  const parts = unit.tables.task.by('parts', task.id)
  if (parts.length === 0) return settleEach(unit, task, 0, 0)
  for (const part of parts) {
    moveTask(unit, part.id, 'unblock')
    unit.emit('task.ready', coordinator, { taskId: part.id, reason: 'its item is known' })
  }
  unit.dispatch.add(task.goalId)
}

/** A part is done or was taken out: when none is left open, the task that it is a part of is settled. */
export function settleParts(unit: Unit, _ports: Ports, event: LogEvent) {
  const part = unit.get('task', String(event.data.taskId))
  const parent = part?.parentId ? unit.get('task', part.parentId) : undefined
  if (!parent || parent.role === 'work' || parent.status !== 'blocked') return
  const parts = unit.tables.task.by('parts', parent.id)
  if (!parts.every((one) => isSettled(one.status))) return
  const done = parts.filter((one) => one.status === 'done')
  if (parent.role === 'each') return settleEach(unit, parent, done.length, parts.length)
  if (done.length === 0) return askPerson(unit, parent, 'None of its answers came: every one of them was cancelled.')
  unit.addJob('reconcile', { taskId: parent.id })
}

/** Every item is done; an empty list is done at once. */
function settleEach(unit: Unit, task: Task, done: number, of: number) {
  if (of > 0 && done === 0) {
    moveTask(unit, task.id, 'cancel', { reason: 'every item of it was cancelled' })
    unit.emit('task.cancelled', coordinator, {
      taskId: task.id,
      reason: `${taskLabel(task)}: every item was cancelled`,
    })
    return
  }
  const reason = of === 0 ? 'its list was empty' : `${done} of ${of} items are done`
  moveTask(unit, task.id, 'accept', { reason })
  unit.emit('task.completed', coordinator, { taskId: task.id, versionId: null, by: 'policy', policy: reason })
}
