import type { Ports } from '../commands/kit.ts'
import { endAttempt } from '../commands/moves/attempt.ts'
import { withdrawHandoffs } from '../commands/moves/handoffs.ts'
import { say } from '../commands/moves/say.ts'
import { canMoveTask, moveTask, openAttemptOf, participantName, taskLabel, taskOf } from '../commands/moves/task.ts'
import type { LogEvent } from '../contract/events.ts'
import { opinionOn, readOpinion } from '../domain/opinion.ts'
import { isSettled, type Task } from '../domain/task.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

/** An opinion was asked for: the question waits for nothing and is handed out. */
export function handOutOpinion(unit: Unit, _ports: Ports, event: LogEvent) {
  const task = taskOf(unit, String(event.data.taskId))
  if (task.status !== 'blocked') return
  moveTask(unit, task.id, 'unblock')
  unit.emit('task.ready', coordinator, { taskId: task.id, reason: 'a person asks for a second opinion' })
  unit.dispatch.add(task.goalId)
}

/** An opinion came back: it stands beside the version and decides nothing. */
export function keepOpinion(unit: Unit, ports: Ports, event: LogEvent) {
  const task = unit.get('task', String(event.data.taskId))
  const versionId = task ? opinionOn(task) : null
  const given = task?.acceptedVersionId ? unit.get('version', task.acceptedVersionId) : undefined
  const attempt = given && unit.get('attempt', given.attemptId)
  if (!task || versionId === null || !given || !attempt?.agentId) return
  const read = given.files.map((file) => readOpinion(file.text ?? '', given.response)).find((one) => one !== null)
  if (!read) return
  unit.insert('opinion', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: task.goalId,
    versionId,
    taskId: task.id,
    agentId: attempt.agentId,
    participantId: attempt.participantId,
    ...read,
    createdAt: unit.now,
  })
  unit.emit('opinion.given', coordinator, { taskId: task.id, versionId, verdict: read.verdict })
  const about = task.parentId ? taskLabel(taskOf(unit, task.parentId)) : 'the version'
  say(
    unit,
    ports,
    `${participantName(unit, attempt.participantId)} gave a second opinion on ${about}: ${read.verdict.replaceAll('_', ' ')}.`,
    { goalId: task.goalId, taskId: task.parentId ?? task.id },
  )
}

/** Nobody could give the opinion: that is said, and no work waits for it. */
export function dropOpinion(unit: Unit, _ports: Ports, event: LogEvent) {
  const task = unit.get('task', String(event.data.taskId))
  if (task && opinionOn(task) !== null) withdraw(unit, task, task.reason ?? 'nobody could give it')
}

/** The version was decided: opinions that did not come in time are called off. */
export function callOffOpinions(unit: Unit, _ports: Ports, event: LogEvent) {
  const version = unit.get('version', String(event.data.versionId))
  for (const task of version ? unit.tables.task.by('parts', version.taskId) : [])
    if (opinionOn(task) === version?.id) withdraw(unit, task, 'the version was decided meanwhile')
}

function withdraw(unit: Unit, task: Task, reason: string) {
  if (isSettled(task.status) || !canMoveTask(task, 'cancel')) return
  const attempt = openAttemptOf(unit, task.id)
  if (attempt) endAttempt(unit, attempt, 'cancel', { reason, tell: 'attempt.cancel_requested' })
  withdrawHandoffs(unit, unit.tables.handoff.by('open', task.id))
  moveTask(unit, task.id, 'cancel', { reason })
  unit.emit('task.cancelled', coordinator, { taskId: task.id, reason })
}
