import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { unableParts } from '../../domain/split.ts'
import { isSettled, type Task } from '../../domain/task.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Call, type Command, done, eventActor, notHere } from '../kit.ts'
import { endAttempt } from '../moves/attempt.ts'
import { withdrawHandoffs } from '../moves/handoffs.ts'
import { isPart } from '../moves/new-tasks.ts'
import { workersIn } from '../moves/plan.ts'
import { currentAttempt } from '../moves/report.ts'
import { divide, whyNotDivide } from '../moves/split.ts'
import { canMoveTask, goalOf, openAttemptOf, taskLabel, taskOf } from '../moves/task.ts'
import { steerTask } from './steer.ts'

type Input = ParsedInput<'task.split'>

/** Divides a task into parts that are done first and then put together. A person may, and the agent that holds the task. */
export const splitTask: Command<Input, { taskId: string; parts: string[] }> = {
  name: 'task.split',
  lane: ({ taskId }) => ({ of: 'task', id: taskId }),
  run(unit, call) {
    const { parts } = call.input
    const asked =
      call.actor.kind === 'agent' ? askedByHolder(unit, call) : steerTask(unit, call.actor, call.input.taskId)
    if (!asked.ok) return asked
    const task = taskOf(unit, call.input.taskId)
    const no = whyNotNow(unit, task)
    if (no) return refuse('conflict', no)
    const tooMany = whyNotDivide(unit, task, parts.length)
    if (tooMany) return refuse(call.actor.kind === 'agent' ? 'forbidden' : 'limit_reached', tooMany)
    const unable = unableParts(parts, workersIn(unit))
    if (unable[0])
      return refuse(
        'invalid',
        unable[0].text,
        unable.map(({ part, text }) => ({ path: `parts.${part}.skills`, message: text })),
      )
    const by = eventActor(unit, call.actor)
    const reason = call.input.reason?.trim() || `${by.name} divided it`
    const attempt = openAttemptOf(unit, task.id)
    if (attempt) {
      endAttempt(unit, attempt, 'supersede', { reason: `divided into parts: ${reason}`, tell: 'attempt.revoked' })
      unit.emit('attempt.superseded', coordinator, { attemptId: attempt.id, taskId: task.id, reason, by: by.name })
    }
    withdrawHandoffs(unit, unit.tables.handoff.by('open', task.id))
    divide(unit, call.ports, task, parts, { reason, by, commandId: call.commandId })
    return done({ taskId: task.id, parts: unit.tables.task.by('parts', task.id).map((part) => part.id) })
  },
}

/** The agent that holds the task now may propose to divide it; whatever it proposes is bounded like a person's wish. */
function askedByHolder(unit: Unit, { actor, input }: Call<Input, undefined>): { ok: true } | Refusal {
  const attempt = openAttemptOf(unit, input.taskId)
  return attempt ? currentAttempt(unit, actor, attempt.id, 'split', input) : notHere
}

function whyNotNow(unit: Unit, task: Task): string | null {
  const goal = goalOf(unit, task.goalId)
  if (goal.status === 'awaiting_plan_approval' || goal.status === 'planning')
    return 'The plan has not started yet: change the plan instead.'
  if (isSettled(task.status)) return `${taskLabel(task)} is ${task.status}; there is nothing left to divide.`
  if (task.role !== 'work') return `${taskLabel(task)} is made of parts already.`
  if (isPart(unit, task) && unit.get('task', task.parentId ?? '')?.role === 'answers')
    return `${taskLabel(task)} is one of several independent answers; they stay whole.`
  const waits = unit.tables.task.by('parts', task.id).some((part) => !isSettled(part.status))
  if (waits) return `${taskLabel(task)} is divided already and waits for its parts; divide one of them.`
  const free = task.status === 'blocked' || canMoveTask(task, 'block') || canMoveTask(task, 'take_back')
  if (!free || task.status === 'checking')
    return `${taskLabel(task)} is ${task.status.replace('_', ' ')}; its result is decided on first.`
  return null
}
