import { rules, safety, sources } from './scorecard/agents.ts'
import { detection, recovery, waste } from './scorecard/failures.ts'
import { type Figure, linesKept, type ScoreRows } from './scorecard/figure.ts'
import { reviewBurden, rollback, success } from './scorecard/people.ts'

/** Takes what the tables say of some goals; returns each figure with the things it was counted from, in the order of `figureNames`. */
export function scorecard(rows: ScoreRows): Figure[] {
  return [
    success(rows),
    rollback(rows),
    reviewBurden(rows),
    safety(rows),
    sources(rows),
    rules(rows),
    detection(rows),
    recovery(rows),
    waste(rows),
  ].map((figure) => ({ ...figure, lines: figure.lines.slice(0, linesKept) }))
}

/** The same figure of two plays, and how far the first is ahead: positive is better, null where either has nothing to count. */
export type Compared = {
  name: Figure['name']
  title: string
  with: Figure
  without: Figure | null
  ahead: number | null
}

/** Puts the figures of a play with recovery beside those of the same without. */
export function compareScores(withIt: readonly Figure[], without: readonly Figure[] | null): Compared[] {
  return withIt.map((figure) => {
    const other = without?.find((one) => one.name === figure.name) ?? null
    const gap = figure.value === null || other?.value == null ? null : figure.value - other.value
    const ahead = gap === null ? null : gap === 0 ? 0 : figure.better === 'more' ? gap : -gap
    return { name: figure.name, title: figure.title, with: figure, without: other, ahead }
  })
}
