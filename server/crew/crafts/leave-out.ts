import { shared, termsOf } from '../text/terms.ts'
import type { Manuscript } from './manuscript.ts'

const asked = /\b(?:remove|delete|drop|strike|omit|leave out|take out|get rid of)\b([^.,;:]*)(.*)/is
const besides = /\b(?:sentences?|passages?|parts?|lines?|figures?|everything|anything|about)\b/gi

/**
 * Takes what a reviewer says of the whole; when it wants something left out, every statement with all of its words goes.
 * Returns what was done, null when no statement has them, and the rest of what was said; null when nothing is to go.
 */
export function leaveOut({ chapters }: Manuscript, body: string): { done: string | null; rest: string } | null {
  const [, about = '', rest = ''] = asked.exec(body) ?? []
  const terms = termsOf(about.replace(besides, ' '))
  if (terms.size === 0) return null
  let gone = 0
  for (const paragraph of chapters.flatMap((chapter) => chapter.paragraphs)) {
    const kept = paragraph.filter((statement) => shared(terms, termsOf(statement.text)) < terms.size)
    gone += paragraph.length - kept.length
    paragraph.splice(0, paragraph.length, ...kept)
  }
  const done = gone === 0 ? null : `removed ${gone === 1 ? 'the sentence' : `${gone} sentences`} about it`
  return { done, rest }
}
