import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { isOpen } from '../../domain/attempt.ts'
import { belowSpent, changedLimits, inWords } from '../../domain/budget.ts'
import type { Goal } from '../../domain/goal.ts'
import { isSettled } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import { type Answer, allow, type Call, type Command, done, notHere, tell } from '../kit.ts'
import { endAttempt } from '../moves/attempt.ts'
import { goalUse, limitGoal, resumeWork, usedUp } from '../moves/budget.ts'
import { withdrawHandoffs } from '../moves/handoffs.ts'
import { say } from '../moves/say.ts'
import { canMoveGoal, moveGoal, moveTask } from '../moves/task.ts'
import { withdrawVersions } from '../moves/withdraw.ts'

type Status = { status: string }

type Steered = { goal: Goal; name: string; memberId: string }
type Steering<I> = (unit: Unit, call: Call<I, undefined>, steered: Steered) => Answer<Status>
/** A command on one goal by a member who may steer it. */
const onGoal = <I extends { goalId: string }>(name: string, run: Steering<I>): Command<I, Status> => ({
  name,
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'goal.steer')
    if (!allowed.ok) return allowed
    const goal = unit.get('goal', call.input.goalId)
    return goal ? run(unit, call, { goal, name: allowed.member.name, memberId: allowed.member.id }) : notHere
  },
})

const cannot = (goal: Goal, verb: string): Refusal =>
  refuse('conflict', `A goal that is ${goal.status.replaceAll('_', ' ')} cannot be ${verb}.`)

/** No new hand-outs from this commit on; what is in work goes on and its results are kept. */
export const pauseGoal = onGoal<ParsedInput<'goal.pause'>>('goal.pause', (unit, call, { goal, name }) => {
  if (!canMoveGoal(goal, 'pause')) return cannot(goal, 'paused')
  moveGoal(unit, goal.id, 'pause', { reason: `paused by ${name}` })
  tell(unit, call, 'goal.paused', { goalId: goal.id })
  say(unit, call.ports, `${name} paused **${goal.title}**. Nothing new is handed out; results that arrive are kept.`, {
    goalId: goal.id,
  })
  return done({ status: 'paused' })
})

/** Goes on where it was paused, unless its budget is used up. */
export const resumeGoal = onGoal<ParsedInput<'goal.resume'>>('goal.resume', (unit, call, { goal }) => {
  if (!canMoveGoal(goal, 'resume')) return cannot(goal, 'resumed')
  const over = usedUp(unit, goal)
  if (over.length > 0)
    return refuse(
      'conflict',
      `Its budget is used up: ${inWords(over, goal.limits, goalUse(unit, goal))}. Raise the limit and it goes on.`,
    )
  resumeWork(unit, goal.id)
  tell(unit, call, 'goal.resumed', { goalId: goal.id })
  return done({ status: 'running' })
})

/** Stops a goal for good: what is in work is called back, whatever arrives later is kept as evidence. */
export const cancelGoal = onGoal<ParsedInput<'goal.cancel'>>('goal.cancel', (unit, call, { goal, name }) => {
  if (!canMoveGoal(goal, 'cancel')) return cannot(goal, 'cancelled')
  const reason = call.input.reason?.trim() || `cancelled by ${name}`
  callOff(unit, call, goal, reason)
  return done({ status: 'cancelled' })
})

/** Stops a goal that can be stopped, with what is under way for it. */
export function callOff(unit: Unit, call: Call<unknown, unknown>, goal: Goal, reason: string) {
  for (const attempt of unit.tables.attempt.by('goal', goal.id))
    if (isOpen(attempt.status)) endAttempt(unit, attempt, 'cancel', { reason, tell: 'attempt.cancel_requested' })
  for (const task of unit.tables.task.by('goal', goal.id)) {
    if (isSettled(task.status)) continue
    withdrawVersions(unit, task.id)
    moveTask(unit, task.id, 'cancel', { reason })
  }
  const asked = [...unit.tables.handoff.all()].filter((one) => one.goalId === goal.id && one.status === 'open')
  withdrawHandoffs(unit, asked)
  moveGoal(unit, goal.id, 'cancel', { reason })
  tell(unit, call, 'goal.cancelled', { goalId: goal.id, reason })
  say(unit, call.ports, `**${goal.title}** was cancelled: ${reason}.`, { goalId: goal.id })
}

/** Sets limits, or with null takes them away. Below what is spent they are refused; above it a goal that stopped for its budget goes on. */
export const setLimits = onGoal<ParsedInput<'goal.set_limits'>>('goal.set_limits', (unit, call, { goal, memberId }) => {
  const low = belowSpent(changedLimits({}, call.input.limits), usageNow(unit, goal))
  if (low) return refuse('invalid', `The limit is too low: ${low}. Choose a higher one, or cancel the goal.`)
  const goesOn = limitGoal(unit, goal, changedLimits(goal.limits, call.input.limits), memberId)
  tell(unit, call, 'goal.limits_set', { goalId: goal.id, limits: call.input.limits })
  if (!goesOn) return done({ status: goal.status })
  tell(unit, call, 'goal.resumed', { goalId: goal.id, reason: 'its limits were raised' })
  return done({ status: 'running' })
})

/** What is used, open hand-outs counted whether or not they are limited yet. */
const usageNow = (unit: Unit, goal: Goal) => goalUse(unit, { ...goal, limits: { ...goal.limits, attempts: 0 } })
