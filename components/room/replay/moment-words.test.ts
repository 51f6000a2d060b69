import { expect, test } from 'vitest'
import { momentWords } from './moment-words.ts'

test('the day of a moment is written only where a story runs over several', () => {
  const noon = new Date(2026, 10, 23, 12, 0, 5).getTime()
  expect(momentWords(noon, noon - 60_000, noon + 60_000)).toBe('12:00:05')
  expect(momentWords(noon, noon - 86_400_000, noon)).toBe('23 Nov, 12:00:05')
})
