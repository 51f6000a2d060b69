import { expect, test } from 'vitest'
import { afterKey } from './early-keys.ts'

test('letters typed before the command menu is there are kept, and can be taken back', () => {
  expect(['k', 'e', 'x', 'Backspace', 'Shift', 'ë', ' ', 'ArrowDown'].reduce(afterKey, '')).toBe('keë ')
})
