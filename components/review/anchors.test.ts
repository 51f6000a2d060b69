import { expect, test } from 'vitest'
import { findAnchor } from '../../server/domain/text/anchor.ts'
import { anchorOf, plainWords } from './anchors.ts'

const source =
  '# Size\n\nThe market reached **4.1 million units** in 2025, by [Eurostat](https://e.example).\n\nMore follows.\n'
const rendered = 'Size\nThe market reached 4.1 million units in 2025, by Eurostat.\nMore follows.\n'
const pick = (words: string) => [rendered.indexOf(words), rendered.indexOf(words) + words.length] as const

test('plain words picked in the preview are anchored in the source as they stand', () => {
  const anchor = anchorOf(rendered, source, ...pick('The market reached'))
  expect(anchor.quote).toBe('The market reached')
  expect(source).toContain(anchor.prefix + anchor.quote + anchor.suffix)
})

test('a pick across markup takes the words of the source with their marks, and is found again there', () => {
  const anchor = anchorOf(rendered, source, ...pick('reached 4.1 million units in 2025'))
  expect(plainWords(anchor.quote)).toBe('reached 4.1 million units in 2025')
  expect(findAnchor(source, anchor)?.how).toBe('exact')
})

test('what the source does not have keeps the words seen', () => {
  expect(anchorOf('entirely other words here', source, 0, 14).quote).toBe('entirely other')
})
