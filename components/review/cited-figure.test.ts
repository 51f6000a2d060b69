import { expect, test } from 'vitest'
import { readComputation } from '../../server/domain/checks/computation.ts'
import { countedIn, inWords } from './cited-figure.ts'

const header = ['station', 'district', 'trips']
const rows = [
  ['Rail Station', 'Centre', '12984'],
  ['Riverside Baths', 'Southbank', '5351'],
  ['Library', 'Centre', '6628'],
]
const shown = (locator: string) => {
  const computation = readComputation(locator)
  if (!computation) throw new Error(`${locator} is no computation`)
  const { column, counts } = countedIn(header, rows, computation)
  const counted = rows.flatMap((_, at) => (counts(at) ? [at] : []))
  return { column, counted, words: inWords(computation, counted.length) }
}

test('a figure worked out from a table marks the cells that count, and says how', () => {
  expect(shown('sum(trips)')).toEqual({
    column: 2,
    counted: [0, 1, 2],
    words:
      'Worked out from the table: the sum of the column “trips” over 3 rows. The coordinator did the same sum again.',
  })
  expect(shown('mean(Trips) where district = Centre')).toMatchObject({ column: 2, counted: [0, 2] })
  expect(shown('row 2 column trips')).toMatchObject({ column: 2, counted: [1] })
  expect(shown('count where district = Southbank').column).toBeNull()
  expect(shown('sum(docks)').column).toBeNull()
})
