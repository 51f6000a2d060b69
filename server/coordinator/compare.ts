import type { Compared, SettledBy } from '../commands/task/settle-answers.ts'
import type { Conflict } from '../domain/conflict.ts'

export type ReadAnswer = {
  versionId: string
  participantId: string
  verified: number
  text: string | null
  mediaType: string
}

export function compareAnswers(
  kind: Conflict['kind'],
  by: SettledBy,
  answers: readonly ReadAnswer[],
  _stem: (word: string) => string,
): Compared {
  const [first] = answers
  const plain = (one: ReadAnswer) => (one.text ?? '').replace(/\s+/g, ' ').trim()
  if (!first) return { winner: null, why: 'No answer came.', conflicts: [] }
  if (answers.every((one) => plain(one) === plain(first)) || kind === 'merge')
    return { winner: first.versionId, why: `All ${answers.length} answers agree.`, conflicts: [] }
  return {
    winner: null,
    why: `${by}: the answers differ.`,
    conflicts: [
      {
        subject: 'the answer',
        positions: answers.map((one) => ({
          versionId: one.versionId,
          participantId: one.participantId,
          value: plain(one).slice(0, 80),
          quote: plain(one).slice(0, 200),
        })),
      },
    ],
  }
}
