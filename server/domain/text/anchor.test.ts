import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findAnchor, makeAnchor } from './anchor.ts'

const v3 = `# Market

The market grew by 5 % in 2025, mostly in the north. Prices fell for the third year in a row, says the report.

In the south, sales were flat.
`
const on = (quote: string, text = v3) => {
  const start = text.indexOf(quote)
  return makeAnchor(text, start, start + quote.length)
}
const words = (text: string, found: { start: number; end: number } | null) =>
  found && text.slice(found.start, found.end)

describe('anchors', () => {
  it('an anchor holds its words and 32 characters on either side', () => {
    expect(makeAnchor('0123456789'.repeat(10), 50, 52)).toEqual({
      quote: '01',
      prefix: '89012345678901234567890123456789',
      suffix: '23456789012345678901234567890123',
    })
  })

  it('any range of any text is found again in that text, exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(200), fc.nat(200), (text, a, b) => {
        const anchor = makeAnchor(text, a, b)
        const found = findAnchor(text, anchor)
        expect(found?.how).toBe(anchor.quote === '' ? undefined : 'exact')
        expect(words(text, found) ?? '').toBe(anchor.quote)
      }),
    )
  })

  it('text put before, after and around does not lose the words', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (before, after) => {
        const text = `${before}\n${v3}${after}`
        expect(words(text, findAnchor(text, on('Prices fell for the third year')))).toBe(
          'Prices fell for the third year',
        )
      }),
    )
  })

  it('a range is never cut inside a character of two units', () => {
    const text = 'a😀b😀c'
    expect(makeAnchor(text, 2, 5)).toEqual({ quote: '😀b😀', prefix: 'a', suffix: 'c' })
    expect(makeAnchor(text, 5, 2)).toEqual(makeAnchor(text, 2, 5))
  })

  it('offsets outside the text are pulled in', () => {
    expect(makeAnchor('abc', -5, 99)).toEqual({ quote: 'abc', prefix: '', suffix: '' })
    expect(makeAnchor('abc', Number.NaN, 1).quote).toBe('a')
  })

  it('42 words that stand elsewhere in the next version are moved', () => {
    const v4 = 'Prices fell for the third year in a row. New start.\n\n# Market\n'
    const found = findAnchor(v4, on('Prices fell for the third year'))
    expect(found).toEqual({ start: 0, end: 30, how: 'moved' })
  })

  it('of several places the one with most of the old surroundings is taken', () => {
    const text = 'north one\nin the north two\nthe far north three'
    const anchor = on('north', 'x\nin the north two\ny')
    expect(findAnchor(text, anchor)).toMatchObject({ start: text.indexOf('north two'), how: 'moved' })
  })

  it('42 changed words are found between their old surroundings', () => {
    const v4 = v3.replace('mostly in the north', 'above all in Scandinavia')
    const found = findAnchor(v4, on('mostly in the north'))
    expect(found?.how).toBe('fuzzy')
    expect(words(v4, found)).toBe('above all in Scandinavia')
  })

  it('42 a sentence that was reworded and moved is found by its words', () => {
    const v4 = '# Market\n\nOther things first.\n\nAs the report says: prices fell for a third year in a row again.\n'
    const found = findAnchor(v4, on('Prices fell for the third year in a row'))
    expect(found?.how).toBe('fuzzy')
    expect(words(v4, found)).toBe('prices fell for a third year in a row')
  })

  it('42 words that are gone are gone', () => {
    expect(
      findAnchor('# Market\n\nAltogether another text about boats and harbours.', on('Prices fell for the third year')),
    ).toBeNull()
    expect(findAnchor('', on('Prices fell'))).toBeNull()
    expect(findAnchor('the the the', { quote: 'a', prefix: 'zz', suffix: 'zz' })).toBeNull()
  })

  it.each([
    ['spaces', ' '],
    ['one letter', 'a'],
    ['one word', 'market '],
    ['the prefix again and again', 'The market grew by '],
  ])('S52 a megabyte of %s is searched at once', (_, unit) => {
    const text = unit.repeat(1_000_000 / unit.length)
    const anchor = {
      quote: `${unit.repeat(20)} x`,
      prefix: unit.repeat(32).slice(0, 32),
      suffix: 'nowhere to be found',
    }
    const timed = () => {
      const from = process.cpuUsage()
      findAnchor(text, anchor)
      return process.cpuUsage(from).user / 1000
    }
    expect(Math.min(timed(), timed(), timed())).toBeLessThan(1500)
  })
})
