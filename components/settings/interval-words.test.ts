import { expect, test } from 'vitest'
import { everyWords, intervals } from './interval-words.ts'

test('a span is said in its largest whole unit', () => {
  const said = [60, 900, 3600, 21_600, 86_400, 604_800, 2_419_200, 90].map(everyWords)
  expect(said).toEqual([
    ...['every minute', 'every 15 minutes', 'every hour', 'every 6 hours'],
    ...['every day', 'every week', 'every 4 weeks', 'every 90 seconds'],
  ])
})

test('a span that is in use is offered in its place', () => {
  expect(intervals(7200).map((one) => one.label)).toContain('every 2 hours')
  expect(intervals(3600)).toHaveLength(6)
})
