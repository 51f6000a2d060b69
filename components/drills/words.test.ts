import { expect, test } from 'vitest'
import { aheadWords, castWords, valueWords } from './words.ts'

test('a figure with nothing to count shows no number', () => {
  expect(valueWords({ value: null, unit: 'share' })).toBe('–')
})

test('shares are percent, delays are times, the rest are numbers', () => {
  expect(valueWords({ value: 0.6667, unit: 'share' })).toBe('66.7 %')
  expect(valueWords({ value: 512.4, unit: 'ms' })).toBe('512 ms')
  expect(valueWords({ value: 3, unit: 'count' })).toBe('3')
})

test('the difference of two plays says which is better', () => {
  expect(aheadWords(0.5, 'share')).toBe('50 points better')
  expect(aheadWords(-2, 'count')).toBe('2 worse')
  expect(aheadWords(0, 'ms')).toBe('the same')
  expect(aheadWords(null, 'ms')).toBeNull()
})

test('who played beside the script is said', () => {
  expect(castWords(['a'])).toBe('with 1 agent of yours beside the script')
  expect(castWords('crew')).toBe('with the starter crew beside the script')
  expect(castWords('scripted')).toBe('played by scripted agents')
})
