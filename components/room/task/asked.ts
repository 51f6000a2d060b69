import type { ConflictView } from '../../../server/contract/coordination-views.ts'

const isPoint = /^\s*[-•] +/

/** What went wrong with one of several who failed alike. */
type Side = { who: string; says: string }
const isSide = /^([^\n]{1,80}):\n([\s\S]+)$/

/** A question's text as paragraphs, what stands side by side, and listed points that tell more; without marks for bold. */
export function asRead(text: string): { paragraphs: string[]; sides: Side[]; points: string[] } {
  const lines = text.replaceAll('**', '').split('\n')
  const points = lines.filter((line) => isPoint.test(line)).map((line) => line.replace(isPoint, '').trim())
  const all = lines
    .filter((line) => !isPoint.test(line))
    .join('\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
  const told = all.flatMap((paragraph) => {
    const [, who, says] = isSide.exec(paragraph) ?? []
    return who && says ? [{ who, says }] : []
  })
  const sides = told.length > 1 ? told : []
  const more = points.filter(
    (point) => !sides.some(({ who, says }) => point.includes(`, ${who}: `) && point.includes(says)),
  )
  return {
    paragraphs: sides.length > 0 ? all.filter((paragraph) => !isSide.test(paragraph)) : all,
    sides,
    points: [...new Set(more)],
  }
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
