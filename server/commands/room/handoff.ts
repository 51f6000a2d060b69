import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { isOpen } from '../../domain/attempt.ts'
import { clocksOf, second } from '../../domain/clocks.ts'
import type { Handoff } from '../../domain/room.ts'
import type { Member } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { answerBudget } from '../goal/answer-budget.ts'
import { answerQuestion } from '../goal/answer-question.ts'
import { allow, type Call, type Command, done, notHere, tell } from '../kit.ts'
import { prompt } from '../moves/notify.ts'
import { goalOf, moveTask, taskOf } from '../moves/task.ts'
import { answerConflict } from '../task/accept-conflict.ts'

/** A person answers what waits for them. A question's answer wakes its attempt; an answer to a stuck task tries it again. */
export const answerHandoff: Command<ParsedInput<'handoff.answer'>, Record<string, never>> = {
  name: 'handoff.answer',
  lane: ({ handoffId }) => ({ of: 'handoff', id: handoffId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'handoff.answer')
    if (!allowed.ok) return allowed
    const { handoffId, body, option } = call.input
    const handoff = unit.get('handoff', handoffId)
    if (!handoff) return notHere
    if (handoff.status === 'answered') {
      const by = handoff.answeredBy ? unit.member(handoff.answeredBy)?.name : null
      return refuse('changed_meanwhile', `Already answered by ${by ?? 'somebody else'}: ${handoff.answer ?? ''}`)
    }
    if (handoff.status === 'withdrawn')
      return refuse('changed_meanwhile', 'This no longer waits for an answer: the work went on without it.')
    if (option !== undefined && !handoff.options.includes(option)) {
      const there =
        handoff.options.length > 0
          ? `not one of the options: ${handoff.options.join(', ')}`
          : 'no option here: write an answer'
      return refuse('invalid', `"${option}" is ${there}.`)
    }
    const answer = [option, body.trim()].filter(Boolean).join(': ')
    if (answer === '') return refuse('invalid', 'Write an answer or choose an option.')
    unit.update('handoff', handoff.id, {
      status: 'answered',
      answer,
      answeredBy: allowed.member.id,
      closedAt: unit.now,
    })
    tell(unit, call, 'handoff.answered', {
      handoffId: handoff.id,
      taskId: handoff.taskId,
      attemptId: handoff.attemptId,
    })
    effects[handoff.kind]?.(unit, call, handoff, allowed.member, answer)
    return done({})
  },
}

type Effect = (
  unit: Unit,
  call: Call<ParsedInput<'handoff.answer'>, undefined>,
  handoff: Handoff,
  member: Member,
  answer: string,
) => void

/** What an answer does, by what was asked. */
const effects: Partial<Record<Handoff['kind'], Effect>> = {
  question: wakeAttempt,
  needs_human: tryAgain,
  goal_question: (unit, call, handoff, member) =>
    answerQuestion(unit, call.ports, handoff.goalId ?? '', member, call.input.option, call.input.body),
  budget: (unit, call, handoff, member) => answerBudget(unit, call, handoff, member, call.input.option),
  conflict: (unit, call, handoff, member) =>
    answerConflict(unit, call, handoff, member, call.input.option, call.input.body),
}

/** The answer reaches the worker who asked; its clocks go on where they stood. */
function wakeAttempt(...[unit, call, handoff, member, answer]: Parameters<Effect>) {
  const attempt = handoff.attemptId ? unit.get('attempt', handoff.attemptId) : undefined
  if (!attempt || !isOpen(attempt.status)) return
  const parkedMs = unit.now - (attempt.parkedAt ?? unit.now)
  const clocks = clocksOf(goalOf(unit, attempt.goalId).clocks)
  unit.update('attempt', attempt.id, {
    parkedAt: null,
    leaseUntil: unit.now + clocks.leaseSeconds * second,
    progressAt: unit.now,
    deadlineAt: attempt.deadlineAt === null ? null : attempt.deadlineAt + parkedMs,
  })
  if (taskOf(unit, attempt.taskId).status === 'waiting_input')
    moveTask(unit, attempt.taskId, 'answer', { doerId: attempt.participantId })
  tell(unit, call, 'attempt.prompted', { attemptId: attempt.id, taskId: attempt.taskId })
  prompt(unit, attempt, { body: answer, author: member.name })
}

/** A stuck task is tried again with what the person said. */
function tryAgain(...[unit, call, handoff, , answer]: Parameters<Effect>) {
  const task = handoff.taskId ? taskOf(unit, handoff.taskId) : undefined
  if (task?.status !== 'needs_human') return
  moveTask(unit, task.id, 'unblock', {
    attemptCount: 0,
    guidance: [...task.guidance, { at: unit.now, from: 'person', text: answer }],
  })
  tell(unit, call, 'task.ready', { taskId: task.id, reason: 'a person answered' })
  unit.dispatch.add(task.goalId)
}
