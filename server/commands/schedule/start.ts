import type { ProblemCode } from '../../contract/problems.ts'
import type { Member, Schedule } from '../../domain/workspace.ts'
import { type Command, done, notHere, tell } from '../kit.ts'

type Named = { workspaceId: string; scheduleId: string }
const ofWorkspace = ({ workspaceId }: Named) => ({ lane: workspaceId })

/** A schedule that is on, with the member in whose name it runs. For the coordinator; reads only. */
export const readSchedule: Command<Named, { schedule: Schedule; member: Member | null } | null> = {
  name: 'schedule.read',
  lane: ofWorkspace,
  run(unit, { actor, input }) {
    if (actor.kind !== 'coordinator') return notHere
    const schedule = unit.get('schedule', input.scheduleId)
    if (!schedule?.enabled) return done(null)
    return done({ schedule, member: unit.member(schedule.createdBy) ?? null })
  },
}

/** Refusals that the next start would meet again: nobody is asked twice a day for a goal that cannot be. */
const lasting: ReadonlySet<ProblemCode> = new Set(['forbidden', 'not_found', 'invalid'])

type Started = { goalId: string } | { code: ProblemCode; detail: string }
/** Writes down what came of a start; what cannot come right by itself switches the schedule off, with the reason. */
export const recordStart: Command<Named & { dueAt: number; outcome: Started }, Record<string, never>> = {
  name: 'schedule.record_start',
  lane: ofWorkspace,
  run(unit, call) {
    if (call.actor.kind !== 'coordinator') return notHere
    const { scheduleId, dueAt, outcome } = call.input
    if (!unit.get('schedule', scheduleId)) return done({})
    if ('goalId' in outcome) {
      unit.update('schedule', scheduleId, { lastAt: unit.now, lastOutcome: 'started' })
      tell(unit, call, 'schedule.started', { scheduleId, dueAt, goalId: outcome.goalId })
      return done({})
    }
    const off = lasting.has(outcome.code)
    const reason = off ? `Switched off: ${outcome.detail}` : `Not started: ${outcome.detail}`
    unit.update('schedule', scheduleId, { lastAt: unit.now, lastOutcome: reason, ...(off ? { enabled: false } : {}) })
    tell(unit, call, off ? 'schedule.switched_off' : 'schedule.not_started', { scheduleId, dueAt, reason })
    return done({})
  },
}
