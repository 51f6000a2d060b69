import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test('S83 what is printed for an operator is one line and gives the terminal no orders, whatever is written in it', () => {
  const hostile = 'Kyiv\r\nforged line\u001b[2J\u001b]0;title\u0007\u009b31m\u202egnp.exe'
  expect(printable(hostile)).toBe('Kyiv\\x0d\\x0aforged line\\x1b[2J\\x1b]0;title\\x07\\x9b31m\\u202egnp.exe')
  expect(printable('Zürich – 3 ℃, 日本')).toBe('Zürich – 3 ℃, 日本')
})
