import { expect, test } from 'vitest'
import type { ParticipantView } from '../../../server/contract/snapshot.ts'
import { ranked } from './candidates.ts'

const agent = (id: string, skills: string[]): ParticipantView =>
  ({ id, subjectId: id, kind: 'agent', name: id, skills }) as ParticipantView

test('who failed this very task stands last among those it could be given to, and how it failed is said', () => {
  const all = [agent('alpha', ['write']), agent('beta', ['write']), agent('gamma', ['write']), agent('delta', [])]
  const score = (participantId: string, total: number) => ({
    participantId,
    name: participantId,
    score: total,
    reasons: ['no record yet'],
  })
  const match = { scores: [score('beta', 0.9), score('gamma', 0.8)], excluded: [] }
  const tries = [
    { number: 1, participantId: 'alpha', failure: 'failed_checks' as const, match: null },
    { number: 2, participantId: 'beta', failure: 'failed_checks' as const, match: match as never },
  ]
  const order = ranked(all, { skills: ['write'] }, tries)
  expect(order.map(({ one }) => one.id)).toEqual(['gamma', 'delta', 'beta', 'alpha'])
  expect(order.find(({ one }) => one.id === 'beta')?.why).toMatch(/^tried it and handed in something/)
})
