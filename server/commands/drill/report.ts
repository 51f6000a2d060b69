import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'

/** The program that plays a drill tells that it is at it, and then, once, what it came to. */
export const reportDrill: Command<ParsedInput<'drill.report'>, Record<string, never>> = {
  name: 'drill.report',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.update')
    if (!allowed.ok) return allowed
    const { drillId, goalId, status, reason, runs } = call.input
    const drill = unit.get('drill', drillId)
    if (!drill) return notHere
    if (drill.status !== 'running') return refuse('conflict', 'This drill has ended; what it came to stands.')
    if (status === 'running') {
      unit.update('drill', drillId, { terms: { ...drill.terms, heardAt: unit.now } })
      return done({})
    }
    const ok = status === 'ended' && runs.every((run) => run.ok)
    unit.update('drill', drillId, {
      ...{ status, goalId: goalId ?? null, endedAt: unit.now },
      score: { ok, runs, ...(reason === undefined ? {} : { reason }) },
    })
    tell(unit, call, 'drill.ended', {
      drillId,
      name: drill.name,
      ok,
      status,
      ...(reason === undefined ? {} : { reason }),
    })
    return done({})
  },
}
