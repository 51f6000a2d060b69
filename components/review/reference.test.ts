import { expect, test } from 'vitest'
import { referenceAt } from './reference.ts'

const text = 'Riders made 184,300 trips in 2025 [1] [4]. Nobody knows why. [5]'

test('a press on the number of a source leads to the words before it, and to the source of that rank', () => {
  const words = text.indexOf(' [1]')
  expect(referenceAt(text, text.indexOf('[1]') + 1)).toEqual({ nth: 0, after: words - 1 })
  expect(referenceAt(text, text.indexOf('[4]') + 1)).toEqual({ nth: 1, after: words - 1 })
  expect(text[referenceAt(text, text.indexOf('[5]') + 1)?.after ?? -1]).toBe('y')
  expect(referenceAt(text, 3)).toBeNull()
})
