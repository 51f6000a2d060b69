import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { type ClockOverrides, clocksOf } from '../../domain/clocks.ts'
import { isEnded } from '../../domain/goal.ts'
import { type RecoveryOverrides, unsettling } from '../../domain/recovery.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'

/** The refusal of a policy that could never settle, with the loop shown; null when every way ends. */
export function refuseUnsettling(recovery: RecoveryOverrides, clocks: ClockOverrides): Refusal | null {
  const loops = unsettling(recovery, clocksOf(clocks))
  if (!loops) return null
  return refuse(
    'invalid',
    `This policy could never settle. ${loops[0]}.`,
    loops.map((message) => ({ path: `recovery.${message.split(' ')[0]}`, message })),
  )
}

/** A person decides how a goal recovers from failures and what becomes of stale work; it counts from the next failure on. */
export const setPolicy: Command<ParsedInput<'goal.set_policy'>, Record<string, never>> = {
  name: 'goal.set_policy',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'goal.steer')
    if (!allowed.ok) return allowed
    const { goalId, recovery, stale } = call.input
    const goal = unit.get('goal', goalId)
    if (!goal) return notHere
    if (isEnded(goal.status)) return refuse('conflict', `A goal that is ${goal.status} keeps the policy it had.`)
    const refused = recovery && refuseUnsettling(recovery, goal.clocks)
    if (refused) return refused
    unit.update('goal', goalId, { ...(recovery ? { recovery } : {}), ...(stale ? { stalePolicy: stale } : {}) })
    tell(unit, call, 'goal.policy_set', { goalId, ...(recovery ? { recovery } : {}), ...(stale ? { stale } : {}) })
    unit.dispatch.add(goalId)
    return done({})
  },
}
