import { expect, test } from 'vitest'
import { hasDuplicateKey } from './json-keys.ts'

test.each([
  ['{"a":1,"a":2}', true],
  ['{"a":1,"b":{"a":2}}', false],
  ['[{"a":1},{"a":2}]', false],
  ['[{"a":1},{"b":{"c":[1,2,{"d":1,"d":2}]}}]', true],
  ['{"a":"b","b":"a"}', false],
  ['{"a":"\\"a\\":1","b":1}', false],
  ['{"a\\\\":1,"a":2}', false],
  ['{"a":1,"\\u0061":2}', true],
  ['{"a":[{"a":1}],"a":2}', true],
  ['"text, with \\"a\\" and {"', false],
  ['[]', false],
] as const)('%s: a key twice in one object is %s', (json, twice) => {
  JSON.parse(json)
  expect(hasDuplicateKey(json)).toBe(twice)
})

test('ten megabytes in one string take no longer than a blink', () => {
  const json = JSON.stringify({ text: 'bridge "north" \\ '.repeat(600_000) })
  const since = performance.now()
  expect(hasDuplicateKey(json)).toBe(false)
  expect(performance.now() - since).toBeLessThan(5000)
})
