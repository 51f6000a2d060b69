import type { Ports } from '../commands/kit.ts'
import { say } from '../commands/moves/say.ts'
import { backTo, dropResult, fabricOf, levelQuestion, settleAll } from '../commands/moves/stale.ts'
import { goalOf, moveTask, neverStarts, taskLabel, taskOf } from '../commands/moves/task.ts'
import type { LogEvent } from '../contract/events.ts'
import { isEnded } from '../domain/goal.ts'
import { needsDone, staleInputs } from '../domain/stale.ts'
import { isSettled, type Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import { replaced } from './stale.ts'

// What follows once something was marked: inputs that come back, results that are settled.

/** Something is done, or counts again: what was in question only because of it counts again, byte for byte the same. */
export function refreshAfter(unit: Unit, ports: Ports, event: LogEvent) {
  const changed = taskOf(unit, String(event.data.taskId))
  const fabric = fabricOf(unit)
  let asked = false
  for (const { id } of fabric.after(changed.id)) {
    const task = taskOf(unit, id)
    if (task.status === 'done' || task.status === 'in_review') {
      if (staleInputs(fabric, task).some((input) => input.taskId === changed.id)) replaced(unit, ports, changed)
      continue
    }
    if (task.status === 'stale') asked = true
    if (task.role === 'each' && task.each?.from === changed.id) tellOfList(unit, ports, task, changed)
    resume(unit, task)
  }
  if (asked) levelQuestion(unit, changed.goalId)
}

/** The items of a list are tasks since its first version; another list is not counted out by itself, and that is said. */
function tellOfList(unit: Unit, ports: Ports, task: Task, changed: Task) {
  const parts = unit.tables.task.count('parts', task.id)
  const versions = unit.tables.version.by('task', changed.id).sort((a, b) => b.number - a.number)
  const now = versions.find((one) => one.id === changed.acceptedVersionId)
  const before = versions.find(
    (one) => one.number < (now?.number ?? 0) && /^(superseded|rolled_back)$/.test(one.status),
  )
  if (parts === 0 || !now || !before || now.sha256 === before.sha256) return
  const reason = `its ${parts} items were counted out from version ${before.number} of ${taskLabel(changed)}; version ${now.number} may list others`
  unit.update('task', task.id, { reason })
  unit.emit('task.waiting', coordinator, { taskId: task.id, reason })
  say(unit, ports, `${taskLabel(task)}: ${reason}. What is new on the list can be added to the plan.`, {
    goalId: task.goalId,
    taskId: task.id,
  })
}

/** A task that is to be done again, or whose result is in question, once all it needs is done. */
function resume(unit: Unit, task: Task) {
  if (task.status !== 'stale' && task.status !== 'blocked') return
  const fabric = fabricOf(unit)
  if (!fabric.standing(task) || !needsDone(fabric, task)) return
  if (staleInputs(fabric, task).length === 0) {
    backTo(unit, task, { reason: null })
    const reason = 'what it was built on came back byte for byte'
    unit.emit('task.fresh', coordinator, { taskId: task.id, goalId: task.goalId, reason })
  } else if (task.status === 'blocked') dropResult(unit, task.id)
}

/** A task is to be done again: it is ready at once when all it needs is done. */
export function startRedo(unit: Unit, _ports: Ports, event: LogEvent) {
  const task = taskOf(unit, String(event.data.taskId))
  const never = neverStarts(unit, task)
  if (never) unit.update('task', task.id, { reason: never })
  if (task.status !== 'blocked' || !needsDone(fabricOf(unit), task)) return
  dropResult(unit, task.id)
  // Its parts were handed out, it never was: what they brought is compared anew.
  if (task.role === 'answers' && unit.tables.task.by('parts', task.id).every((part) => isSettled(part.status)))
    unit.addJob('reconcile', { taskId: task.id })
  if (task.role !== 'work') return
  moveTask(unit, task.id, 'unblock', { reason: task.reason })
  unit.emit('task.ready', coordinator, { taskId: task.id, reason: task.reason })
  unit.dispatch.add(task.goalId)
}

/** A person gave a task to somebody themselves: its old result is history, and nothing starts before what it needs (I18). */
export function takenByHand(unit: Unit, _ports: Ports, event: LogEvent) {
  const task = unit.get('task', String(event.data.taskId))
  if (!task || task.status === 'done' || task.status === 'stale') return
  if (task.acceptedVersionId !== null && task.status !== 'blocked') {
    dropResult(unit, task.id)
    levelQuestion(unit, task.goalId)
  }
  holdBack(unit, _ports, event)
}

/** Whatever made a task ready: while something it needs is being done again it waits (I18). */
export function holdBack(unit: Unit, _ports: Ports, event: LogEvent) {
  const task = unit.get('task', String(event.data.taskId))
  if (task?.status !== 'ready' || needsDone(fabricOf(unit), task)) return
  const reason = 'waits for what it needs'
  moveTask(unit, task.id, 'block', { reason: [task.reason, reason].filter(Boolean).join('; ') })
  unit.emit('task.waiting', coordinator, { taskId: task.id, reason })
}

/** A task was taken out for good: what lies further behind it says so, too, instead of waiting mutely (F56). */
export function tellFurther(unit: Unit, _ports: Ports, event: LogEvent) {
  const gone = taskOf(unit, String(event.data.taskId))
  levelQuestion(unit, gone.goalId)
  const behind = unit.tables.task.by('after', gone.id).filter((task) => task.status === 'blocked')
  const seen = new Set(behind.map((task) => task.id))
  for (const nearId of seen)
    for (const task of unit.tables.task.by('after', nearId)) {
      if (task.status !== 'blocked' || seen.has(task.id)) continue
      seen.add(task.id)
      const reason = `${taskLabel(taskOf(unit, nearId))}, which it needs, cannot start: ${taskLabel(gone)} is ${gone.status}`
      unit.update('task', task.id, { reason })
      unit.emit('task.waiting', coordinator, { taskId: task.id, reason })
    }
}

/** A person answered for a whole goal. Words that choose neither leave the question open. */
export function settleAnswered(unit: Unit, ports: Ports, event: LogEvent) {
  const handoff = unit.get('handoff', String(event.data.handoffId))
  if (handoff?.kind !== 'stale' || !handoff.goalId) return
  const goal = goalOf(unit, handoff.goalId)
  if (isEnded(goal.status)) return
  const [, choice, words] = /^(redo|keep)\b(?: all)?[:\s]*(.*)$/is.exec(handoff.answer ?? '') ?? []
  if (!choice) {
    unit.update('handoff', handoff.id, { status: 'open', answer: null, answeredBy: null, closedAt: null })
    say(unit, ports, `I need one of two words about **${goal.title}**: redo all, or keep all.`, { goalId: goal.id })
    return
  }
  settleAll(unit, goal.id, choice.toLowerCase() === 'redo' ? 'redo' : 'keep', {
    actor: event.actor,
    by: 'person',
    reason: words?.trim() ?? '',
  })
}
