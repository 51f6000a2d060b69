import type { Figure } from '../domain/scorecard/figure.ts'
import type { DrillRun } from './commands/drill.ts'
import type { DrillView } from './coordination-views.ts'

/** `GET /api/v1/goals/{id}/scorecard` and `/rooms/{id}/scorecard`: figures computed from the tables, each with what it was counted from. */
export type ScorecardView = { roomId: string; goalId: string | null; figures: Figure[] }

/** The same of a whole room, with the drills that were played there, newest first. */
export type RoomScorecardView = ScorecardView & { drills: DrillView[] }

/**
 * `GET /api/v1/drills/{id}`: the drill, what was expected and seen, and the figures over all of its plays, beside those of the
 * same plays without recovery (null where none was played). Lines name their room: each play has one of its own.
 */
export type DrillReport = ScorecardView & { drill: DrillView; without: Figure[] | null }

/** What was expected and seen in a drill, condition by condition; `drill.report` has checked their shape. */
export const runsOf = ({ score }: Pick<DrillView, 'score'>): DrillRun[] =>
  Array.isArray(score?.runs) ? (score.runs as DrillRun[]) : []
