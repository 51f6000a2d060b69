import type { EventActor } from '../../contract/events.ts'
import { type Fabric, type Input, needsDone, staleInputs } from '../../domain/stale.ts'
import type { Task } from '../../domain/task.ts'
import { grouped } from '../../domain/text/counted.ts'
import type { Version } from '../../domain/version.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { moveVersion } from '../review/decide.ts'
import { openHandoff, withdrawHandoffs } from './handoffs.ts'
import { moveTask, taskLabel, taskOf } from './task.ts'

/** The version a task stands on: the accepted one, or the one before a person. */
function standingOf(unit: Unit, task: Task): Version | undefined {
  if (task.acceptedVersionId !== null) return unit.get('version', task.acceptedVersionId)
  return unit.tables.version.by('task', task.id).find((one) => one.status === 'in_review')
}

/** The tasks of a unit as the domain looks at them. */
export const fabricOf = (unit: Unit): Fabric<Task> => ({
  task: (id) => unit.get('task', id),
  standing: (task) => standingOf(unit, task),
  after: (id) => {
    const own = unit.tables.task.by('after', id)
    const parentId = unit.get('task', id)?.parentId
    const whole = parentId ? unit.get('task', parentId) : undefined
    if (!whole || whole.role === 'work') return own
    // What was done per item is read part by part; an answer is read through the one that stands.
    return whole.role === 'each' ? [...own, whole, ...unit.tables.task.by('after', whole.id)] : [...own, whole]
  },
})

export type Decided = { actor: EventActor; by: 'person' | 'policy'; reason: string; commandId?: string | undefined }

/** A result stands although its input changed: the override is kept with the task, input by input, and in the log. */
export function keepTask(unit: Unit, task: Task, { actor, by, reason, commandId }: Decided) {
  const version = standingOf(unit, task)
  const inputs = staleInputs(fabricOf(unit), task)
  const who = by === 'person' ? actor.name : 'the goal’s rule'
  const guidance = [
    ...task.guidance,
    ...inputs.map((input) => ({
      at: unit.now,
      from: by === 'person' ? ('person' as const) : ('coordinator' as const),
      text: `Kept by ${who}, although ${inputLabel(unit, input)} no longer stands: ${reason}`,
      versionId: input.versionId,
    })),
  ]
  const why = `kept by ${who}, although what it was built on changed`
  if (task.status === 'stale') backTo(unit, task, { guidance, reason: why })
  else unit.update('task', task.id, { guidance, reason: why })
  unit.emit(
    'task.kept_stale',
    actor,
    {
      taskId: task.id,
      goalId: task.goalId,
      versionId: version?.id ?? null,
      inputs: inputs.map(({ taskId, versionId }) => ({ taskId, versionId })),
      by,
      reason,
    },
    commandId,
  )
}

const inputLabel = (unit: Unit, { taskId, versionId }: Input): string => {
  const source = unit.get('task', taskId)
  return `version ${unit.get('version', versionId)?.number ?? '?'} of ${source ? taskLabel(source) : 'a task'}`
}

/** A result in question counts again: done, or before a person as it was. */
export function backTo(unit: Unit, task: Task, patch: Partial<Task>) {
  if (task.status === 'stale') moveTask(unit, task.id, 'block')
  if (task.acceptedVersionId !== null) {
    moveTask(unit, task.id, 'accept', patch)
    setDeliverables(unit, task.id, 'approved')
  } else {
    moveTask(unit, task.id, 'review', patch)
    setDeliverables(unit, task.id, 'in_review')
  }
}

/** A deliverable shows what its task's result is: in question it waits, whatever was decided about its bytes. */
export function setDeliverables(unit: Unit, taskId: string, status: 'pending' | 'in_review' | 'approved') {
  const from = status === 'pending' ? ['in_review', 'approved'] : ['pending']
  for (const deliverable of unit.tables.deliverable.by('task', taskId))
    if (from.includes(deliverable.status)) unit.update('deliverable', deliverable.id, { status })
}

/** Work on a task begins anew when what it needs is done; the result so far is held until then, in case its input comes back. */
export function redoTask(unit: Unit, task: Task, { actor, by, reason, commandId }: Decided) {
  setDeliverables(unit, task.id, 'pending')
  moveTask(unit, task.id, 'block', {
    attemptCount: 0,
    guidance: [
      ...withoutOverrides(unit, task),
      { at: unit.now, from: by === 'person' ? 'person' : 'coordinator', text: reason },
    ],
    reason: `to be done again: ${reason}`,
  })
  unit.emit('task.redo', actor, { taskId: task.id, goalId: task.goalId, by, reason }, commandId)
}

/** What a new worker is told, without notes on inputs that an earlier result rested on. */
export function withoutOverrides(unit: Unit, task: Task, version = standingOf(unit, task)): Task['guidance'] {
  const inputs = new Set(version?.builtFrom.map(({ versionId }) => versionId))
  return task.guidance.filter((entry) => entry.versionId === undefined || !inputs.has(entry.versionId))
}

/** The result that a task had no longer counts: it stays among its versions. */
export function dropResult(unit: Unit, taskId: string): Task {
  for (const version of unit.tables.version.by('task', taskId))
    if (version.status === 'approved' || version.status === 'in_review') moveVersion(unit, version, 'supersede')
  for (const deliverable of unit.tables.deliverable.by('task', taskId))
    if (deliverable.status === 'approved' || deliverable.status === 'in_review')
      unit.update('deliverable', deliverable.id, { status: 'pending' })
  return unit.update('task', taskId, { acceptedVersionId: null })
}

/** A task that was done is work again, as a new generation; it waits when something it needs does. */
export function openAgain(unit: Unit, task: Task, patch: Pick<Task, 'reason' | 'guidance'>) {
  const waits = !needsDone(fabricOf(unit), task)
  moveTask(unit, task.id, 'revise', {
    ...patch,
    acceptedVersionId: null,
    attemptCount: 0,
    generation: task.generation + 1,
  })
  if (waits) moveTask(unit, task.id, 'block', { reason: patch.reason })
  unit.dispatch.add(task.goalId)
}

const listed = 40

const openQuestion = (unit: Unit, goalId: string) =>
  unit.tables.handoff.by('open', 'room').find((one) => one.kind === 'stale' && one.goalId === goalId)

/** The open question about a goal's results, when there is one, says what is still in question. */
export function levelQuestion(unit: Unit, goalId: string) {
  if (openQuestion(unit, goalId)) askAboutStale(unit, goalId)
}

/** One open question for a goal says what is in question and why; it is withdrawn when nothing is. */
export function askAboutStale(unit: Unit, goalId: string) {
  const stale = unit.tables.task.by('goal', goalId).filter((task) => task.status === 'stale')
  stale.sort((a, b) => a.number - b.number)
  const open = openQuestion(unit, goalId)
  if (stale.length === 0) {
    if (open) withdrawHandoffs(unit, [open])
    return
  }
  const title = `${stale.length === 1 ? 'One result was' : `${grouped(stale.length)} results were`} built on something that changed`
  const body = listOf(stale)
  if (open) {
    if (open.title !== title || open.body !== body) unit.update('handoff', open.id, { title, body })
    return
  }
  const handoff = openHandoff(unit, {
    goalId,
    kind: 'stale',
    title,
    body,
    options: staleOptions,
  })
  unit.emit('handoff.opened', coordinator, { handoffId: handoff.id, goalId, kind: 'stale', reason: title })
}

export const staleOptions = ['Redo all', 'Keep all'] as const

function listOf(stale: readonly Task[]): string {
  const byReason = new Map<string, Task[]>()
  for (const task of stale) byReason.set(task.reason ?? '', [...(byReason.get(task.reason ?? '') ?? []), task])
  const parts = [...byReason].map(
    ([reason, tasks]) =>
      `${reason}:\n${tasks
        .slice(0, listed)
        .map((task) => `• ${taskLabel(task)}`)
        .join('\n')}`,
  )
  const more = stale.length > listed ? `\n\nThe plan shows all ${grouped(stale.length)}.` : ''
  return `${parts.join('\n\n')}${more}`
}

/** Settles every result of a goal that is in question, those that others build on first. */
export function settleAll(unit: Unit, goalId: string, decision: 'redo' | 'keep', decided: Decided) {
  const waiting = new Set(
    unit.tables.task.by('goal', goalId).flatMap((task) => (task.status === 'stale' ? [task.id] : [])),
  )
  const settle = (id: string) => {
    if (!waiting.delete(id)) return
    const task = taskOf(unit, id)
    for (const input of standingOf(unit, task)?.builtFrom ?? []) settle(input.taskId)
    settleOne(unit, taskOf(unit, id), decision, decided)
  }
  for (const id of [...waiting]) settle(id)
}

/** Settles one result in question. What rests on nothing that changed any more counts again by itself. */
export function settleOne(unit: Unit, task: Task, decision: 'redo' | 'keep', decided: Decided) {
  if (decision === 'redo') return redoTask(unit, task, { ...decided, reason: redoWords(task, decided.reason) })
  if (staleInputs(fabricOf(unit), task).length > 0) return keepTask(unit, task, decided)
  backTo(unit, task, { reason: null })
  unit.emit('task.fresh', coordinator, { taskId: task.id, goalId: task.goalId, reason: 'what it was built on stands' })
}

const redoWords = (task: Task, reason: string): string =>
  [task.reason, reason].filter(Boolean).join('. ').trim() || 'what it was built on changed'
