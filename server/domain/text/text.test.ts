import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellNumber, figuresOf, saysNumber } from './figures.ts'
import { headingsOf, plainTitle, withoutCode } from './headings.ts'
import { excerptAt, lineReader } from './lines.ts'
import { normalise } from './normalise.ts'
import { patternCost } from './pattern.ts'
import { countWords, termsOf } from './words.ts'

describe('lines', () => {
  it('the line of an offset is the number of line ends before it, plus one', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n') }), fc.nat(100), (text, offset) => {
        const at = Math.min(offset, text.length)
        expect(lineReader(text)(at)).toBe(text.slice(0, at).split('\n').length)
      }),
    )
  })

  it('an excerpt is the line around the offset, cut', () => {
    expect(excerptAt('one\n  two three  \nfour', 6)).toBe('two three')
    expect(excerptAt('x'.repeat(1000), 500, 20)).toBe(`${'x'.repeat(19)}…`)
  })
})

describe('normalise', () => {
  it('each character knows where it came from', () => {
    const text = '  a\u00a0“b”\n\u200bc – d '
    const plain = normalise(text)
    expect(plain.text).toBe('a "b" c - d')
    expect([...plain.offsets].map((at) => text[at]).join('')).toBe('a\u00a0“b”\nc – d')
  })

  it('a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalise(normalise(text).text).text).toBe(normalise(text).text)
      }),
    )
  })
})

describe('figures', () => {
  it.each([
    ['1,234.5 and -3', [1234.5, -3]],
    ['$1.2 million, 15k, 12 %', [1_200_000, 15_000, 12]],
    ['1\u202f234\u00a0567 on 2026-08-01', [1_234_567, 2026, 8, 1]],
    ['Q3, v2.1, x86, 5 m', [5]],
  ])('reads %j', (text, values) => expect(figuresOf(text).map((figure) => figure.value)).toEqual(values))

  it('a figure holds to the precision it was written with', () => {
    const says = (written: string, value: number) => figuresOf(written).some((figure) => saysNumber(figure, value))
    expect(says('1.2 million', 1_234_567)).toBe(true)
    expect(says('1.2 million', 1_251_000)).toBe(false)
    expect(says('12.5 %', 0.125)).toBe(true)
    expect(says('0.33', 1 / 3)).toBe(true)
    expect(says('0.34', 1 / 3)).toBe(false)
  })

  it.each([
    ['1,234.50', 1234.5],
    ['$ 5', 5],
    ['(12)', -12],
    ['−3', -3],
    ['7%', 7],
    ['1e3', 1000],
    ['n/a', null],
    ['', null],
    ['12,34', null],
    ['Infinity', null],
    ['0x10', null],
  ])('the cell %j holds %s', (cell, value) => expect(cellNumber(cell)).toBe(value))
})

describe('headings', () => {
  it('reads both kinds with their line and body, not those in code', () => {
    const text = '# One #\ntext\n\nTwo\n===\n~~~\n# no\n~~~\n- item\n---\n## Three\nend'
    expect(headingsOf(text).map(({ level, title, line, body }) => ({ level, title, line, body }))).toEqual([
      { level: 1, title: 'One', line: 1, body: 'text' },
      { level: 1, title: 'Two', line: 4, body: '~~~\n# no\n~~~\n- item\n---\nend' },
      { level: 2, title: 'Three', line: 11, body: 'end' },
    ])
  })

  it.each(['1. Summary', '2.3 **Summary**:', 'IV. Summary', 'SUMMARY', 'Section 2: Summary', ' summary – '])(
    '%j is the summary',
    (title) => {
      expect(plainTitle(title)).toBe('summary')
    },
  )

  it('blanks code and keeps every other character in its place', () => {
    const text = 'a `b` c\n```js\nTODO\n```\nd'
    expect(withoutCode(text)).toBe('a     c\n     \n    \n   \nd')
  })
})

describe('words', () => {
  it.each([
    ["It's a well-known fact.", 4],
    ['', 0],
    ['-- … !', 0],
    ['Größe über 3 Łódź', 4],
    ['one\u2014two', 2],
  ])('%j counts %i words', (text, n) => expect(countWords(text)).toBe(n))

  it('the terms of a sentence are what carries its meaning', () => {
    expect(termsOf('The report must show at least 3 risks of the battery market')).toEqual([
      '3',
      'risks',
      'battery',
      'market',
    ])
  })
})

describe('patterns from outside', () => {
  it.each([
    '^\\d{4}-\\d{2}-\\d{2}$',
    '^[a-z]+(-[a-z]+)?$',
    '^https?://\\S+$',
    '^(a|b|c)$',
    '^[^@]+@[^@]+\\.[^@]+$',
    '^[\\]a*+]{2,5}$',
    '^\\(x+\\)$',
  ])('S52 %j is admitted', (pattern) => expect(patternCost(pattern)).toBeTypeOf('number'))

  it.each([
    '(a+)+$',
    '(a|aa)+$',
    '([a-z]*)*',
    '(?:x{2,})*',
    '((a+)b)+',
    'a*a*a*a*',
    '^(.)\\1$',
    '(?<n>a)\\k<n>',
    '^((a{1,50})){1,50}$',
    ')',
    'x'.repeat(201),
  ])('S52 %j is refused', (pattern) => expect(patternCost(pattern)).toBeTypeOf('string'))
})
