import { type Drill, drillLeaseMs, interruptedAt } from '../../domain/drill.ts'
import type { Unit } from '../../store/unit.ts'
import { callOff } from '../goal/steer.ts'
import { type Command, done, notHere, tell } from '../kit.ts'
import { cardJob } from '../room/update.ts'

/** A job that looks at the drill when its program should have been heard of; after a restart it is there as well. */
export const lapseUnlessHeard = (unit: Unit, drill: Pick<Drill, 'id' | 'terms' | 'createdAt'>) =>
  unit.addJob(
    'lane',
    { command: 'drill.lapse', input: { roomId: unit.laneId, drillId: drill.id } },
    { runAt: interruptedAt(drill) },
  )

const reason = `It was interrupted: nothing was heard of the program that plays it for ${drillLeaseMs / 1000} s. The server was stopped, or the program. Start it again.`

/** Ends a drill whose program is gone, and what it left under way; one that was heard of is looked at again later. */
export const lapseDrill: Command<{ roomId: string; drillId: string }, { ended: boolean }> = {
  name: 'drill.lapse',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    if (call.actor.kind !== 'coordinator') return notHere
    const drill = unit.get('drill', call.input.drillId)
    if (drill?.status !== 'running') return done({ ended: false })
    if (interruptedAt(drill) > unit.now) {
      lapseUnlessHeard(unit, drill)
      return done({ ended: false })
    }
    unit.update('drill', drill.id, {
      ...{ status: 'failed', endedAt: unit.now },
      score: { ok: false, runs: [], reason, interrupted: true },
    })
    tell(unit, call, 'drill.ended', { drillId: drill.id, name: drill.name, ok: false, status: 'failed', reason })
    for (const goal of unit.tables.goal.by('live', 'live')) callOff(unit, call, goal, 'the drill was interrupted')
    if (drill.terms.beside) {
      const room = unit.update('room', unit.laneId, { status: 'archived' })
      tell(unit, call, 'room.updated', { status: 'archived' })
      unit.addJob('lane', cardJob(unit, room))
    }
    const { workspaceId, laneId } = unit
    unit.addJob('lane', { command: 'drill.tidy', input: { workspaceId, roomId: laneId } })
    return done({ ended: true })
  },
}
