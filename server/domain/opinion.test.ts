import { expect, test } from 'vitest'
import { calibrationOf, type JudgedPair, readOpinion } from './opinion.ts'

const pairs = (opinion: JudgedPair['opinion'], decided: JudgedPair['decided'], n: number): JudgedPair[] =>
  Array.from({ length: n }, () => ({ opinion, decided }))

test('a judge that approves everything is shown as such once people sent some of it back', () => {
  expect(calibrationOf([...pairs('approve', 'approved', 4), ...pairs('approve', 'changes_requested', 2)])).toEqual({
    given: 6,
    agreed: 4,
    warning: 'approved all of 6, people sent back 2 of them',
  })
  expect(calibrationOf(pairs('approve', 'approved', 9)).warning).toBeNull()
})

test('a judge that people often disagree with is shown as such, and none is judged by a short record', () => {
  const mixed = [...pairs('reject', 'approved', 3), ...pairs('approve', 'approved', 2)]
  expect(calibrationOf(mixed).warning).toBe('people decided otherwise on 3 of 5')
  expect(calibrationOf(mixed.slice(0, 4)).warning).toBeNull()
  expect(calibrationOf([...pairs('reject', 'rejected', 3), ...pairs('approve', 'approved', 3)]).warning).toBeNull()
})

test('an opinion is read from the answer, in the judge’s own words too; anything else is none', () => {
  expect(readOpinion('{"verdict":"approve","reasons":"All claims stand."}', '')).toEqual({
    verdict: 'approve',
    reasons: 'All claims stand.',
  })
  expect(readOpinion('{"verdict":"needs work","findings":[{"text":"No source."},"Too long."]}', 'x')).toEqual({
    verdict: 'request_changes',
    reasons: '- No source.\n- Too long.',
  })
  expect(readOpinion('{"verdict":"ready"}', '0 findings; verdict: ready.')?.reasons).toBe('0 findings; verdict: ready.')
  for (const text of ['no', '[]', '{"verdict":"superb"}', 'null']) expect(readOpinion(text, '')).toBeNull()
})
