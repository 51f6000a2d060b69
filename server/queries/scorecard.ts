import { presentDrill } from '../contract/present-coordination.ts'
import { type DrillReport, type RoomScorecardView, runsOf, type ScorecardView } from '../contract/scorecard.ts'
import type { Actor } from '../domain/permission.ts'
import { type Figure, type ScoreLine, together } from '../domain/scorecard/figure.ts'
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

/** A drill with the figures of its plays, and of those beside them without recovery; null for whoever may not read its room. */
export async function drillReport(actor: Actor, drillId: string): Promise<DrillReport | null> {
  const drill = await readDrill(sharedPool(), drillId)
  const stood = drill && (await roomPerson(actor, { roomId: drill.roomId }))
  if (!stood) return null
  const view = presentDrill(drill)
  const { roomId, goalId } = drill
  const runs = runsOf(view)
  if (runs.length === 0) return { drill: view, ...(await read(roomId, goalId)), without: null }
  const beside = runs.flatMap((run) => (run.without ? [run.without] : []))
  const figures = await readPlays(
    actor,
    runs.map((run) => run.with),
  )
  return { drill: view, roomId, goalId, figures, without: beside.length > 0 ? await readPlays(actor, beside) : null }
}

/** Figures over several plays as one; what the caller may not read is left out. */
async function readPlays(actor: Actor, plays: readonly { roomId: string; goalId: string }[]): Promise<Figure[]> {
  const stood = await Promise.all(plays.map(({ roomId }) => roomPerson(actor, { roomId })))
  const mine = plays.filter((_, i) => stood[i])
  const all = await Promise.all(
    mine.map(({ roomId, goalId }) => atOneMoment(sharedPool(), (reader) => readScore(reader, roomId, goalId))),
  )
  const roomOf = new Map(
    all.flatMap(({ goals, tasks, deliverables }, i) =>
      [...goals, ...tasks, ...deliverables].map(({ id }) => [id, mine[i]?.roomId ?? ''] as const),
    ),
  )
  const placed = (line: ScoreLine): ScoreLine => {
    const roomId = roomOf.get(line.taskId ?? line.deliverableId ?? line.id)
    return roomId === undefined ? line : { ...line, roomId }
  }
  return scorecard(together(all)).map((figure) => ({ ...figure, lines: figure.lines.map(placed) }))
}

async function read(roomId: string, goalId: string | null): Promise<ScorecardView> {
  const rows = await atOneMoment(sharedPool(), (reader) => readScore(reader, roomId, goalId))
  return { roomId, goalId, figures: scorecard(rows) }
}
