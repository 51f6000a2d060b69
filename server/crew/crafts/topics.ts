import { capital } from '../notes.ts'
import { onOneLine } from '../text/sentences.ts'

const numbers: Record<string, number> = { two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8 }

/** Takes the brief of an outline; returns how many sections it asks for, or null. */
export function sectionsAsked(brief: string): number | null {
  const words = /\b(?:in|into) (\d{1,2}|[a-z]+) sections?\b/i.exec(brief)?.[1]?.toLowerCase()
  const n = words ? (numbers[words] ?? Number(words)) : Number.NaN
  return n > 0 ? n : null
}

/** More questions than these are not sections but a checklist. */
const most = 6

/** Takes a brief and how many sections are wanted; returns the questions it lists as headings, or nothing when it lists fewer or too many. */
export function topicsOf(brief: string, wanted: number): string[] {
  const goal = brief.split(/^The goal: /m).at(-1) ?? brief
  const asked = onOneLine(goal)
    .split(/[,;:.?!] |[.?!]$/)
    .flatMap((clause) => /\b(?:how|what|why|whether) [^“”"]{6,90}$/i.exec(clause)?.[0] ?? [])
    .map((topic) => topic.trim())
  const topics =
    asked.length >= wanted ? asked : asked.flatMap((topic) => topic.split(/ and (?=(?:how|what|why|whether|who)\b)/))
  return topics.length >= Math.max(2, wanted) && topics.length <= most ? topics.map(capital) : []
}
