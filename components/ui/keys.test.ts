import { expect, test } from 'vitest'
import { initials } from './initials.ts'
import { isSingleKey, spellKeys } from './keys.ts'
import { fileSize } from './size.ts'
import { readContrast, readTheme, themeAttributes } from './theme.ts'
import { countWords, foldSame, wordDiff } from './word-diff.ts'

test.each([
  ['$mod+k', '⌘K', 'Ctrl K'],
  ['$mod+Enter', '⌘↵', 'Ctrl ↵'],
  ['g i', 'G then I', 'G then I'],
  ['Shift+?', '?', '?'],
  ['Shift+j', '⇧J', 'Shift J'],
  ['F6', 'F6', 'F6'],
])('the keys %s read %s on Apple and %s elsewhere', (keys, apple, other) => {
  expect([spellKeys(keys, true), spellKeys(keys, false)]).toEqual([apple, other])
})

test('single letters are told from combinations, so they stay silent while one types', () => {
  expect(['c', 'g i', 'Shift+?', 'Enter'].filter(isSingleKey)).toEqual(['c', 'g i', 'Shift+?', 'Enter'])
  expect(['$mod+k', 'Alt+ArrowUp', 'F6', 'Shift+F6', 'Escape'].filter(isSingleKey)).toEqual([])
})

test.each([
  ['Ana Lopes', 'AL'],
  ['scout-5', 'S5'],
  ['scout-15', 'S15'],
  ['writer', 'WR'],
  ['李雷', '李'],
  ['', '?'],
])('the initials of "%s" are %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
})

test.each([
  [812, '812 B'],
  [4096, '4.1 kB'],
  [12_000_000, '12 MB'],
])('%i bytes read %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words)
})

test('a theme cookie of any content gives a known theme, and the device decides when in doubt', () => {
  expect([readTheme('dark'), readTheme('"><script>'), readTheme(undefined)]).toEqual(['dark', 'system', 'system'])
  expect(readContrast('loud')).toBe('system')
  expect(themeAttributes('dark', 'system')).toEqual({ 'data-theme': 'dark' })
  expect(themeAttributes('system', 'more')).toEqual({ 'data-contrast': 'more' })
})

test('two versions of a text differ by the words that came and went, and both can be read back', () => {
  const [before, after] = ['The market reached 3.9 M units in 2024.', 'The market reached 4.1 M units in 2025.']
  const parts = wordDiff(before, after)
  const without = (kind: string) =>
    parts
      .filter((part) => part.kind !== kind)
      .map((part) => part.text)
      .join('')
  expect(without('add')).toBe(before)
  expect(without('del')).toBe(after)
  expect(parts.filter((part) => part.kind === 'add').map((part) => part.text)).toEqual(['4.1', '2025'])
  expect(countWords(parts)).toEqual({ added: 2, removed: 2 })
})

test('a long unchanged stretch folds without losing a word', () => {
  const text = Array.from({ length: 300 }, (_, index) => `w${index}`).join(' ')
  const folded = foldSame(text)
  expect(folded).not.toBeNull()
  const kept = `${folded?.head}${folded?.tail}`.match(/\S+/g)?.length ?? 0
  expect(kept + (folded?.words ?? 0)).toBe(300)
  expect(foldSame('short')).toBeNull()
})
