import { presentDrill } from '../contract/present-coordination.ts'
import type { DrillReport, RoomScorecardView, ScorecardView } from '../contract/scorecard.ts'
import type { Actor } from '../domain/permission.ts'
import { scorecard } from '../domain/scorecard.ts'
import { sharedPool } from '../store/pool.ts'
import { atOneMoment } from '../store/reads/reader.ts'
import { readDrill, readDrills, readScore } from '../store/reads/scorecard.ts'
import { roomPerson } from './standing.ts'

/** The figures of one goal; null for whoever may not read its room. */
export async function goalScorecard(actor: Actor, goalId: string): Promise<ScorecardView | null> {
  const stood = await roomPerson(actor, { goalId })
  return stood && read(stood.roomId, goalId)
}

/** The figures of all goals of a room; null for whoever may not read it. */
export async function roomScorecard(actor: Actor, roomId: string): Promise<RoomScorecardView | null> {
  const stood = await roomPerson(actor, { roomId })
  if (!stood) return null
  const drills = await readDrills(sharedPool(), stood.roomId)
  return { ...(await read(stood.roomId, null)), drills: drills.map(presentDrill) }
}

/** A drill with the figures of its room; null for whoever may not read that. */
export async function drillReport(actor: Actor, drillId: string): Promise<DrillReport | null> {
  const drill = await readDrill(sharedPool(), drillId)
  const stood = drill && (await roomPerson(actor, { roomId: drill.roomId }))
  if (!stood) return null
  return { drill: presentDrill(drill), ...(await read(drill.roomId, drill.goalId)) }
}

async function read(roomId: string, goalId: string | null): Promise<ScorecardView> {
  const rows = await atOneMoment(sharedPool(), (reader) => readScore(reader, roomId, goalId))
  return { roomId, goalId, figures: scorecard(rows) }
}
