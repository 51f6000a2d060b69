import { expect, test } from 'vitest'
import { oneOf, readOptions, wholeNumber } from './options.ts'

const options = { seeds: { type: 'string', default: '7' }, json: { type: 'boolean' } } as const
const read = (...args: string[]) => readOptions(options, 'npm run it -- [--seeds N] [--json]', args)

test('options that are understood are given, with their defaults', () => {
  expect(read('--json')).toEqual({ seeds: '7', json: true })
  expect(read('--seeds=9')).toEqual({ seeds: '9' })
})

test.each([
  [['--sedes', '9'], '--sedes is not an option: did you mean --seeds?'],
  [['-x'], '-x is not an option.'],
  [['seeds'], '“seeds” stands without an option before it: did you mean --seeds?'],
  [['--seeds'], "Option '--seeds <value>' argument missing"],
  [['--json=yes'], "Option '--json' does not take an argument"],
])('%j is refused with what is wrong and the usage', (args, words) => {
  expect(() => read(...args)).toThrow(words)
  expect(() => read(...args)).toThrow('npm run it -- [--seeds N] [--json]')
})

test.each(['abc', '-1', '1.5', '', '1e3', '0', '11'])('the number “%s” is refused with the bounds', (text) => {
  expect(() => wholeNumber('seeds', text, 1, 10)).toThrow(
    `--seeds wants a whole number from 1 to 10; “${text}” is none.`,
  )
})

test('a number within the bounds is taken, the bounds too', () => {
  expect([wholeNumber('seeds', '1', 1, 10), wholeNumber('seeds', '10', 1, 10)]).toEqual([1, 10])
  expect(() => wholeNumber('seeds', '-1')).toThrow('from 0 on')
})

test('a name that is not known is told with those that are', () => {
  expect(oneOf('profile', 'calm', ['calm', 'storm'])).toBe('calm')
  expect(() => oneOf('profile', 'clam', ['calm', 'storm'])).toThrow(
    '--profile clam is not known: did you mean calm?\nThere are: calm, storm',
  )
})
