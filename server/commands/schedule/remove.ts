import type { ParsedInput } from '../../contract/commands.ts'
import { type Command, done, tell } from '../kit.ts'
import { ownSchedule } from './save.ts'

/** Ends a schedule for good. Goals that it started go on. */
export const removeSchedule: Command<ParsedInput<'schedule.remove'>, Record<string, never>> = {
  name: 'schedule.remove',
  lane: ({ scheduleId }) => ({ of: 'schedule', id: scheduleId }),
  run(unit, call) {
    const own = ownSchedule(unit, call.actor, call.input.scheduleId)
    if (!own.ok) return own
    unit.remove('schedule', own.schedule.id)
    tell(unit, call, 'schedule.removed', { scheduleId: own.schedule.id, name: own.schedule.name })
    return done({})
  },
}
