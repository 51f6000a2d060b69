import { expect, test } from 'vitest'
import { deviceWords } from './device-words.ts'

test('a sign-in is told by browser and system, as far as the browser says', () => {
  const safari =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1'
  const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'
  expect(deviceWords(safari)).toBe('Safari on iOS')
  expect(deviceWords(edge)).toBe('Edge on Windows')
  expect(deviceWords('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux')
  expect(deviceWords('curl/8.5')).toBe('A browser')
  expect(deviceWords(null)).toBe('A browser')
})
