import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { arrayLiteral, jsonArrayLiteral } from './array-literal.ts'

const database = testDatabase()
const text = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }).map((any) => any.replaceAll('\0', '')),
    fc.constantFrom('', 'NULL', 'null', '{a,b}', 'a"b\\c', '\\n', "it's", 'two\nlines', '\t', '🛶', '\u2028'),
  ),
)

// PostgreSQL's jsonb takes no NUL; the doors let none in.
const json = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('\\u0000'))

test('what is written as an array comes back as it was, whatever the texts hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 6 }), fc.array(fc.option(json)), async (texts, values) => {
      const literal = arrayLiteral(texts)
      if (literal === null) expect(texts.some((one) => one !== null && /\p{Cc}/u.test(one))).toBe(true)
      else {
        const { rows } = await database().db.query('SELECT $1::text[] AS back', [literal])
        expect(rows[0].back).toEqual(texts)
      }
      const given = values.map((value) => (value === null ? null : JSON.stringify(value)))
      const { rows } = await database().db.query('SELECT to_json(unnest($1::jsonb[])) AS back', [
        jsonArrayLiteral(given),
      ])
      expect(rows.map((row) => row.back)).toEqual(given.map((one) => (one === null ? null : JSON.parse(one))))
    }),
    { numRuns: 150 },
  )
})

test('numbers and answers of yes or no are arrays as well', async () => {
  const values = [1, -2.5, null]
  const { rows } = await database().db.query('SELECT $1::float8[] AS n, $2::bool[] AS b', [
    arrayLiteral(values),
    arrayLiteral([true, null, false]),
  ])
  expect(rows[0]).toEqual({ n: values, b: [true, null, false] })
})
