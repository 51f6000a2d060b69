import { readFileSync } from 'node:fs'
import { stemmer } from 'stemmer'
import { describe, expect, it } from 'vitest'
import { claimsOf } from './claims.ts'
import { compareTexts } from './compare-texts.ts'

const read = (text: string) => claimsOf(text, { stem: stemmer })
const values = (text: string) => read(text).flatMap(({ quantity }) => (quantity ? [quantity] : []))
const against = (a: string, b: string) => compareTexts(read(a), read(b)).contradict.map(({ on }) => on)

describe('claims', () => {
  it.each([
    ['12.4 million euros', 'money:EUR', 12_400_000],
    ['€410m', 'money:EUR', 410_000_000],
    ['41.2 %', 'percent', 41.2],
    ['2.2 tonnes', 'mass', 2200],
    ['482 °F', 'temperature', 250],
    ['−3 °C', 'temperature', -3],
    ['two thirds of it', 'percent', 200 / 3],
    ['nine villages', 'count', 9],
    ['a 14-inch screen', 'length', 0.3556],
    ['600 requests per minute', 'count/time', 10],
    ['two and a half days', 'time', 216_000],
  ])('%s is read with its unit', (text, dimension, value) => {
    const [quantity] = values(`It is ${text}.`)
    expect(quantity?.dimension).toBe(dimension)
    expect(quantity?.value).toBeCloseTo(value, 3)
  })

  it.each([
    'Unit 2 is off.',
    'The X200 is new.',
    'It was signed in 1648.',
    'It opens on 24 May 2019.',
    'See [3] for more.',
  ])('the number of “%s” is no quantity', (text) => expect(values(text)).toEqual([]))

  it('a claim has its subject, its time, its words and the source it cites', () => {
    const sources = [{ url: 'https://example.org/report', quote: 'revenue of 12.4 million' }]
    const [claim] = claimsOf('Intro.\n\nIn 2023, revenue of Harbour Coffee was €12.4 million [1].', {
      stem: stemmer,
      sources,
    }).filter(({ quantity }) => quantity)
    expect(claim).toMatchObject({
      quote: 'In 2023, revenue of Harbour Coffee was €12.4 million.',
      subject: 'revenue Harbour Coffee',
      quantity: { dimension: 'money:EUR', value: 12_400_000 },
      periods: [{ kind: 'calendar', written: '2023' }],
      source: sources[0],
      negated: false,
    })
  })

  it('a date is the fact where something happens once, else the time a figure is for', () => {
    expect(read('The firm was founded in 1911.').map(({ date }) => date?.written)).toContain('1911')
    expect(read('Sales were flat in 1911.').every(({ date }) => date === null)).toBe(true)
  })

  it('cells of a table are claims of their row and column; code and questions are none', () => {
    expect(
      read('| City | Staff |\n|---|---|\n| Oslo | 41 |\n| Bergen | 29 |')
        .filter(({ quantity }) => quantity)
        .map(({ quote }) => quote),
    ).toEqual(['Staff, Oslo: 41', 'Staff, Bergen: 29'])
    expect(read('```\nstaff = 41\n```\nIs it 41 people?')).toEqual([])
  })

  it('a pronoun takes the subject of the sentence before', () => {
    expect(against('Harbour Coffee roasts beans. It has 41 staff.', 'Harbour Coffee has 29 staff.')).toEqual([
      'quantity',
    ])
    expect(against('Harbour Coffee roasts beans. It has 41 staff.', 'Bergmann Tea has 29 staff.')).toEqual([])
  })
})

describe('two texts', () => {
  it.each([
    ['a figure', 'About 40 % heat with gas.', '29 % heat with gas.', 'quantity'],
    ['a unit', 'The crate weighs 40 kg.', 'The crate weighs 40 lb.', 'quantity'],
    ['a currency', 'The grant is worth €5 million.', 'The grant is worth $5 million.', 'quantity'],
    ['a date', 'The mill was built in 1902.', 'The mill was built in 1932.', 'date'],
    ['up and down', 'Sales rose in May 2024.', 'Sales fell in May 2024.', 'polarity'],
    ['a denial', 'The case is waterproof.', 'The case is not waterproof.', 'polarity'],
    ['a denying prefix', 'The salt is soluble.', 'The salt is insoluble.', 'polarity'],
    ['a name', 'The bridge was designed by Joseph Strauss.', 'The bridge was designed by Charles Ellis.', 'name'],
  ])('contradict in %s', (_, a, b, on) => expect(against(a, b)).toContain(on))

  it.each([
    ['another year', 'Revenue was €5 million in 2022.', 'Revenue was €7 million in 2023.'],
    ['a year on one side only', 'Revenue was €5 million in 2022.', 'Revenue was €7 million.'],
    ['another subject', 'The tank holds 500 litres.', 'The boiler holds 300 litres.'],
    ['a part', 'The fleet has 220 buses.', 'The fleet has 75 electric buses.'],
    ['by and to', 'Sales rose to 12 million units.', 'Sales rose by 2 million units.'],
    ['currencies that may be a conversion', 'The hall cost €5 million.', 'The hall cost $5.4 million.'],
    ['a forecast', 'Sales came to 5 million units.', 'Analysts forecast sales of 7 million units.'],
    ['a second figure that is the same', 'There were 166,000 trips, then 184,300 trips.', 'There were 184,300 trips.'],
  ])('%s is no contradiction', (_, a, b) => expect(against(a, b)).toEqual([]))

  const cpuMs = (answers: readonly string[]) => {
    const timed = () => {
      const from = process.cpuUsage()
      const claims = answers.map(read)
      for (const [index, a] of claims.entries()) for (const b of claims.slice(index + 1)) compareTexts(a, b)
      return process.cpuUsage(from).user / 1000
    }
    const best = Math.min(timed(), timed(), timed(), timed(), timed())
    console.log(`${answers.length} answers of ${answers[0]?.split(' ').length} words: ${Math.round(best)} ms`)
    return best
  }

  it('F38 five answers of 3,000 words are set against each other soon', () => {
    // Each answer takes the texts of the labelled set in an order of its own, its figures for itself.
    const texts = ['half-a', 'half-b'].flatMap((name): { a: string; b: string }[] =>
      JSON.parse(readFileSync(new URL(`labelled/${name}.json`, import.meta.url), 'utf8')),
    )
    const answer = (own: number) => {
      const chosen = texts.map((_, n) => texts[(n * 7 + own * 61) % texts.length]?.[(n + own) % 3 === 0 ? 'b' : 'a'])
      return chosen.join('\n\n').split(' ').slice(0, 3000).join(' ')
    }
    expect(cpuMs([1, 2, 3, 4, 5].map(answer))).toBeLessThan(3000)
  })

  it('texts in which every sentence is like every other take longer, but not for ever', () => {
    const answer = (own: number) =>
      Array.from(
        { length: 231 },
        (_, n) =>
          `In ${1900 + (n % 120)}, plant ${n} near Port${n % 37} produced ${1000 + n * 7 + own} tonnes of mixed cement.`,
      ).join(' ')
    expect(cpuMs([1, 2, 3, 4, 5].map(answer))).toBeLessThan(15_000)
  })
})
