import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { binaryArray } from './binary-array.ts'
import type { ColumnType } from './tables.ts'

const database = testDatabase()
const text = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }).map((any) => any.replaceAll('\0', '')),
    fc.constantFrom('', 'NULL', 'null', '{a,b}', 'a"b\\c', '\\n', "it's", 'two\nlines', '\t', '🛶', '\u2028'),
    fc.string({ minLength: 40_000, maxLength: 60_000 }),
  ),
)
// PostgreSQL's jsonb takes no NUL; the doors let none in.
const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('\\u0000'))

const columnOf = (type: ColumnType, values: readonly unknown[]) =>
  binaryArray(
    type,
    values.map((value) => ({ value })),
    'value',
  )

async function back(cast: string, type: ColumnType, values: readonly unknown[]): Promise<unknown[]> {
  const { rows } = await database().db.query(
    `SELECT one FROM unnest($1::${cast}) WITH ORDINALITY AS a(one, n) ORDER BY n`,
    [columnOf(type, values)],
  )
  return rows.map(({ one }) => one)
}

test('what is written as an array comes back as it was, whatever the texts hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 6 }), fc.array(fc.option(json)), async (texts, values) => {
      expect(await back('text[]', 'text', texts)).toEqual(texts)
      const given = values.map((value) => (value === null ? null : JSON.parse(JSON.stringify(value))))
      expect(await back('jsonb[]', 'json', given)).toEqual(given)
    }),
    { numRuns: 150 },
  )
})

test('numbers, answers of yes or no and bytes are arrays as well', async () => {
  expect(await back('int[]', 'int', [1, -7, null, 2.4, 2 ** 31 - 1, undefined])).toEqual([
    1,
    -7,
    null,
    2,
    2 ** 31 - 1,
    null,
  ])
  expect(await back('float8[]', 'float', [1, -2.5, null, 1e300])).toEqual([1, -2.5, null, 1e300])
  expect(await back('bool[]', 'bool', [true, null, false])).toEqual([true, null, false])
  const bytes = Buffer.from([0, 255, 92, 34])
  expect(await back('bytea[]', 'bytes', [bytes, null, new Uint8Array()])).toEqual([bytes, null, Buffer.alloc(0)])
})

test('a moment comes back to the millisecond, before 2000 and after 2038', async () => {
  const moments = [
    0,
    1,
    Date.UTC(1999, 11, 31, 23, 59, 59, 999),
    Date.UTC(2000, 0, 1),
    Date.now(),
    Date.UTC(2101, 5, 6),
    null,
  ]
  expect(await back('timestamptz[]', 'time', moments)).toEqual(moments)
})
