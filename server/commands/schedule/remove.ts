import type { ParsedInput } from '../../contract/commands.ts'
import { type Command, done, tell } from '../kit.ts'
import { ownRow } from '../moves/own.ts'

/** Ends a schedule for good. Goals that it started go on. */
export const removeSchedule: Command<ParsedInput<'schedule.remove'>, Record<string, never>> = {
  name: 'schedule.remove',
  lane: ({ scheduleId }) => ({ of: 'schedule', id: scheduleId }),
  run(unit, call) {
    const own = ownRow(unit, call.actor, 'schedule', call.input.scheduleId)
    if (!own.ok) return own
    unit.remove('schedule', own.row.id)
    tell(unit, call, 'schedule.removed', { scheduleId: own.row.id, name: own.row.name })
    return done({})
  },
}
