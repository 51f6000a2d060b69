import { type Refusal, refuse } from '../../contract/problems.ts'
import { type Conflict, isUndecided, type Position, sideOf, valuesBeside } from '../../domain/conflict.ts'
import { cutAtWords, plainWords } from '../../domain/reconcile/conflict-line.ts'
import { verdictLine } from '../../domain/reconcile/verdict-line.ts'
import type { Task } from '../../domain/task.ts'
import type { Member } from '../../domain/workspace.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Call, notHere, tell } from '../kit.ts'
import { prompt } from '../moves/notify.ts'
import { say } from '../moves/say.ts'
import { moveTask, openAttemptOf, taskLabel } from '../moves/task.ts'

type Named = { conflictId: string; versionId: string; value: string | undefined; reason: string }

/** Who chose, and why, as verdicts and answers keep it. */
export const chosenBy = (member: Member, reason: string): string =>
  reason.trim() === '' ? `chosen by ${member.name}` : `chosen by ${member.name}: ${reason.trim()}`

/**
 * Records what a person says of one contradiction, before or after an approval, and tells whoever works on the task or
 * will. Answers the refusal when it is not of this task, settled already, or the version takes no side in it.
 */
export function settleOne(
  unit: Unit,
  call: Pick<Call<unknown, unknown>, 'actor' | 'commandId'>,
  task: Task,
  member: Member,
  { conflictId, versionId, value, reason }: Named,
): Refusal | null {
  const conflict = unit.get('conflict', conflictId)
  if (conflict?.taskId !== task.id) return notHere
  if (!isUndecided(conflict)) return settledBefore(conflict)
  const held = sideOf(conflict, versionId, value)
  if (!held)
    return refuse('invalid', 'Name a version that states a value in this contradiction.', [
      { path: value === undefined ? 'versionId' : 'value', message: 'none of the values that contradict each other' },
    ])
  unit.update('conflict', conflict.id, {
    status: 'settled',
    verdict: { by: 'person', byId: member.id, versionId, value: held.value, why: chosenBy(member, reason) },
    settledAt: unit.now,
  })
  tell(unit, call, 'conflict.settled', { ...told(conflict, held), reason, left: leftOf(unit, task) })
  tellWorker(unit, task, member, `${verdictLine(conflict, held)}${reason.trim() && ` ${reason.trim()}`}`)
  return null
}

const settledBefore = ({ subject, verdict }: Conflict): Refusal =>
  refuse('changed_meanwhile', `“${cutAtWords(plainWords(subject), 80)}” is settled already: ${verdict?.why ?? ''}.`)

const told = (conflict: Conflict, { versionId, value, quote, source, task }: Position) => ({
  taskId: conflict.taskId,
  conflictId: conflict.id,
  subject: conflict.subject,
  versionId,
  value,
  not: valuesBeside(conflict, value),
  evidence: { quote, ...(source ? { source } : {}), ...(task ? { taskId: task.id } : {}) },
})

/** How many contradictions of a task somebody may still settle. */
export const leftOf = (unit: Unit, task: Task): number =>
  unit.tables.conflict.by('task', task.id).filter(isUndecided).length

/** Whoever does the task next reads it in the brief; whoever is at it hears it now. */
function tellWorker(unit: Unit, { id }: Task, member: Member, line: string) {
  const guidance = unit.get('task', id)?.guidance ?? []
  const text = `${member.name} settled a contradiction. ${line}`
  unit.update('task', id, { guidance: [...guidance, { at: unit.now, from: 'person', text }] })
  prompt(unit, openAttemptOf(unit, id), { body: text, author: member.name })
}

/** No answer keeps to all that was settled: somebody writes the one that does, with the verdicts in the brief. */
export function writeAnew(unit: Unit, ports: Parameters<typeof say>[1], task: Task) {
  const reason = 'no answer keeps to all that was settled: it is written anew'
  moveTask(unit, task.id, 'unblock', { attemptCount: 0, reason })
  unit.emit('task.ready', coordinator, { taskId: task.id, reason })
  unit.dispatch.add(task.goalId)
  say(unit, ports, `${taskLabel(task)}: ${reason}, with the verdicts in the brief.`, {
    goalId: task.goalId,
    taskId: task.id,
  })
}
