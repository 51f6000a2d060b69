import { describe, expect, it } from 'vitest'
import { runCheck, sampleFile } from './sample-material.ts'

const input = (text: string | null) => ({ id: 'in1', name: 'study.md', mediaType: 'text/markdown', text })
const study = input('Title\n\nThe market grew by\n5 % – its “best year”\u00a0ever.\n')

describe('quotes', () => {
  it.each(['The market grew by', 'The market grew by 5 %', 'by 5 % - its "best year" ever.', '  best   year '])(
    '%j stands in the input, white space and typography aside',
    (quote) => {
      const result = runCheck('quotes', { inputs: [study], sources: [{ inputId: 'in1', quote }] })
      expect(result).toMatchObject({ status: 'passed', required: true })
    },
  )

  it('the evidence names the file and the line', () => {
    const sources = [{ inputId: 'in1', quote: 'its "best year" ever', claim: 'It was the best year.' }]
    expect(runCheck('quotes', { inputs: [study], sources })?.evidence).toEqual([
      {
        label: 'It was the best year.',
        detail: '“its "best year" ever” stands on line 4 of “study.md”.',
        ok: true,
        status: 'passed',
        file: 'study.md',
        line: 4,
        source: 'in1',
      },
    ])
  })

  it.each(['the market grew by', 'The market shrank', 'grew 5 %'])('F37 %j does not stand there', (quote) => {
    const result = runCheck('quotes', { inputs: [study], sources: [{ inputId: 'in1', quote }] })
    expect(result).toMatchObject({ status: 'failed', required: true })
    expect(result?.summary).toContain('does not stand in “study.md”')
  })

  it('F37 a source the task was not given, a quote of nothing and a source without address fail', () => {
    for (const source of [
      { inputId: 'in9', quote: 'The market' },
      { versionId: 'v9', quote: 'The market' },
      { inputId: 'in1', quote: ' \n ' },
      { quote: 'The market grew' },
    ])
      expect(runCheck('quotes', { inputs: [study], sources: [source] })?.status).toBe('failed')
  })

  it('F37 a web address is unverified and holds nothing up unless the task said so', () => {
    const sources = [{ url: 'https://example.org/study', quote: 'The market grew by 5 %' }]
    expect(runCheck('quotes', { sources })).toMatchObject({ status: 'unverified', required: false })
    expect(runCheck('quotes', { sources }, { required: true })).toMatchObject({ status: 'unverified', required: true })
  })

  it('an unreadable input and a quote too short to prove anything are unverified', () => {
    expect(
      runCheck('quotes', { inputs: [input(null)], sources: [{ inputId: 'in1', quote: 'The market' }] })?.status,
    ).toBe('unverified')
    expect(runCheck('quotes', { inputs: [study], sources: [{ inputId: 'in1', quote: 'e' }] })?.status).toBe(
      'unverified',
    )
  })

  it('a brief that wants every claim with its source fails without any', () => {
    expect(runCheck('quotes', { brief: 'Write it, every claim with its source.' })).toMatchObject({
      status: 'failed',
      required: true,
    })
    expect(runCheck('quotes', {})).toBeUndefined()
  })

  it('an upstream version is cited by its id', () => {
    const inputs = [{ ...study, id: 'v7' }]
    expect(runCheck('quotes', { inputs, sources: [{ versionId: 'v7', quote: 'The market' }] })?.status).toBe('passed')
  })
})

describe('numbers', () => {
  const tables = [
    {
      inputId: 'in1',
      name: 'sales.csv',
      header: ['region', 'revenue', 'units', 'note'],
      rows: [
        ['North', '1,000.50', '3', 'a'],
        ['South', '$200', '', ''],
        ['North', '33.50', '4', 'n/a'],
      ],
    },
  ]
  const figure = (quote: string, locator: string, text = `It says: ${quote}.`) =>
    runCheck('numbers', { tables, files: [sampleFile(text)], sources: [{ inputId: 'in1', quote, locator }] })

  it.each([
    ['total revenue is 1,234', 'sum(revenue)'],
    ['total revenue is $1.2 thousand', 'sum(revenue)'],
    ['1,234.00', 'total(Revenue)'],
    ['the mean is 411.3', 'mean(revenue)'],
    ['the median is 200', 'median(revenue)'],
    ['at most 1,000.5', 'max(revenue)'],
    ['at least 33.5', 'min(revenue)'],
    ['3 rows', 'count'],
    ['2 filled', 'count(units)'],
    ['1,034 in the north', 'sum(revenue) where region = North'],
    ['200 in the south', 'row 2 column revenue'],
  ])('F38 %j is %s', (quote, locator) => {
    expect(figure(quote, locator)).toMatchObject({ status: 'passed', required: true })
  })

  it.each([
    ['total revenue is 1,235', 'sum(revenue)', 'is 1,234'],
    ['the mean is 411.4', 'mean(revenue)', 'is 411.333333'],
    ['no number here', 'sum(revenue)', 'holds no number'],
    ['12', 'sum(cost)', 'no column “cost”'],
    ['12', 'sum(note)', 'Row 1 of sales.csv holds no number in “note”'],
    ['12', 'row 9 column revenue', 'no row 9'],
    ['12', 'sum(revenue) where region = West', 'No row of sales.csv'],
  ])('%j as %s fails: %s', (quote, locator, why) => {
    const result = figure(quote, locator)
    expect(result).toMatchObject({ status: 'failed', required: true })
    expect(result?.summary).toContain(why)
  })

  it('a right number in the source does not cover a wrong one in the text', () => {
    expect(figure('1,234', 'sum(revenue)', 'Revenue was 9,999.')?.summary).toContain('the text does not state it')
  })

  it('a table the task was not given proves nothing', () => {
    const sources = [{ inputId: 'in2', quote: '1,234', locator: 'sum(revenue)' }]
    expect(runCheck('numbers', { tables, sources })?.status).toBe('failed')
  })

  it('a figure is not looked for as a quote', () => {
    const sources = [{ inputId: 'in1', quote: 'total revenue is 1,234', locator: 'sum(revenue)' }]
    expect(runCheck('quotes', { tables, sources })).toBeUndefined()
  })

  it('without figures there is nothing to judge, unless it was asked for', () => {
    expect(runCheck('numbers', {})).toBeUndefined()
    expect(runCheck('numbers', {}, { required: true })?.status).toBe('unverified')
  })
})
