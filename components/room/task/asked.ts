import type { ConflictView } from '../../../server/contract/coordination-views.ts'

const isPoint = /^\s*[-•] +/

/** A question's text as paragraphs and listed points, without marks for bold. */
export function asRead(text: string): { paragraphs: string[]; points: string[] } {
  const lines = text.replaceAll('**', '').split('\n')
  const points = lines.filter((line) => isPoint.test(line)).map((line) => line.replace(isPoint, '').trim())
  const paragraphs = lines
    .filter((line) => !isPoint.test(line))
    .join('\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
  return { paragraphs, points: [...new Set(points)] }
}

/** What the answer that an option names (`Answer 2 by scout`) says about each subject in question; null when it names none. */
export function valuesBy(
  option: string,
  conflicts: readonly Pick<ConflictView, 'positions'>[],
  nameOf: (participantId: string) => string,
): string | null {
  const name = /^Answer \d+ by (.+)$/.exec(option)?.[1]
  const values = conflicts.flatMap(
    ({ positions }) => positions.find(({ participantId }) => nameOf(participantId) === name)?.value ?? [],
  )
  return values.length > 0 ? values.join(', ') : null
}
