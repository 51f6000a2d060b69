import fc from 'fast-check'
import { stemmer } from 'stemmer'
import { describe, expect, it } from 'vitest'
import { type Answer, type ReconcileRule, reconcile } from './reconcile.ts'

const prose = (texts: readonly string[], rule: ReconcileRule = 'unanimous') =>
  reconcile(
    texts.map((value, index) => ({ id: `a${index + 1}`, value })),
    'prose',
    { rule, stem: stemmer },
  )
const structured = (values: readonly unknown[], rule: ReconcileRule = 'unanimous') =>
  reconcile(
    values.map((value, index) => ({ id: `a${index + 1}`, value })),
    'structured',
    { rule, stem: stemmer },
  )

describe('several answers', () => {
  it('a date that is a fact of its own is no time for the rest, and what is measured is named with what it belongs to', () => {
    const bridge = (year: number, metres: number) =>
      `The Tower Bridge in London was finished in ${year} and is ${metres} metres long.`
    const { conflicts } = prose([bridge(1894, 244), bridge(1894, 144), bridge(1886, 244)])
    const said = conflicts.map(({ subject, positions }) => [subject, positions.map(({ value }) => value).sort()])
    expect(said.sort()).toEqual([
      ['Tower Bridge London (length)', ['144 metres', '244 metres', '244 metres']],
      ['Tower Bridge London', ['1886', '1894', '1894']],
    ])
  })

  it('F38 two answers that contradict each other have no winner, and both are shown with their words and sources', () => {
    const source = { url: 'https://example.org/survey', quote: '41 %' }
    const answers: Answer[] = [
      { id: 'ada', value: 'In 2024, 41 % of households used gas [1].', sources: [source], verified: 1 },
      { id: 'bo', value: 'In 2024, 29 % of households used gas.' },
    ]
    expect(reconcile(answers, 'prose', { rule: 'majority', stem: stemmer })).toMatchObject({
      verdict: 'contradict',
      winner: null,
      conflicts: [
        {
          subject: 'households',
          positions: [
            { answerId: 'ada', value: '41 %', quote: 'In 2024, 41 % of households used gas.', source },
            { answerId: 'bo', value: '29 %' },
          ],
        },
      ],
    })
  })

  it('F38 fields that differ are shown by path with who said what', () => {
    expect(structured([{ staff: 41 }, { staff: 29 }])).toMatchObject({
      verdict: 'contradict',
      winner: null,
      conflicts: [
        {
          path: 'staff',
          positions: [
            { answerId: 'a2', value: 29 },
            { answerId: 'a1', value: 41 },
          ],
        },
      ],
    })
  })

  it('of answers that agree the one with most verified sources is taken', () => {
    const answers = [1, 3, 2].map((verified, n) => ({ id: `a${n}`, value: 'The Danube is 2,850 km long.', verified }))
    expect(reconcile(answers, 'prose', { rule: 'unanimous', stem: stemmer })).toMatchObject({
      verdict: 'agree',
      winner: 'a1',
    })
  })

  it('with equal sources the one with most statements borne out by others is taken', () => {
    const short = 'The tank holds 500 litres.'
    const long = 'The tank holds 500 litres. It weighs 40 kg.'
    expect(prose([short, long, 'The tank weighs 40 kg.'])).toMatchObject({ verdict: 'agree', winner: 'a2' })
  })

  it('by majority two of three win, and what the third said is kept', () => {
    const texts = ['The dam is 168 m high.', 'The dam is 186 m high.', 'The dam has a height of 168 metres.']
    const settled = prose(texts, 'majority')
    expect(settled).toMatchObject({ verdict: 'majority', winner: 'a1' })
    expect(settled.conflicts[0]?.positions.map(({ answerId }) => answerId).sort()).toEqual(['a1', 'a2', 'a3'])
    expect(prose(texts, 'unanimous')).toMatchObject({ verdict: 'contradict', winner: null })
    expect(structured([{ x: 1 }, { x: 1 }, { x: 2 }], 'majority')).toMatchObject({ verdict: 'majority', winner: 'a1' })
  })

  it('an answer that is outvoted on one thing does not win on another', () => {
    const values = [
      { x: 1, y: 1 },
      { x: 1, y: 2 },
      { x: 2, y: 1 },
    ]
    expect(structured(values, 'majority')).toMatchObject({ verdict: 'majority', winner: 'a1' })
    const split = [
      { x: 1, y: 1, z: 2 },
      { x: 1, y: 2, z: 1 },
      { x: 2, y: 1, z: 1 },
    ]
    expect(structured(split, 'majority')).toMatchObject({ verdict: 'contradict', winner: null })
  })

  it('answers about different things cannot be compared, and nobody wins', () => {
    expect(prose(['The Danube is 2,850 km long.', 'The museum opened in 1911.'])).toMatchObject({
      verdict: 'incomparable',
      winner: null,
    })
    expect(structured([{ a: 1 }, { b: 1 }])).toMatchObject({ verdict: 'incomparable', winner: null })
    expect(prose([])).toMatchObject({ verdict: 'incomparable', winner: null })
    expect(prose(['Only one.'])).toMatchObject({ verdict: 'incomparable', winner: null })
  })
})

describe('whatever the answers', () => {
  const subject = fc.constantFrom('The tank', 'The Danube', 'Harbour Coffee', 'The main hall')
  const figure = fc.integer({ min: 20, max: 900 })
  const sentence = fc.oneof(
    fc.tuple(subject, figure).map(([who, n]) => `${who} holds ${n} litres.`),
    fc.tuple(subject, figure).map(([who, n]) => `${who} weighs ${n} kg in ${1900 + (n % 100)}.`),
    fc
      .tuple(subject, fc.constantFrom('rose', 'fell'))
      .map(([who, way]) => `Use of ${who.toLowerCase()} ${way} in 2023.`),
    fc.tuple(subject, fc.constantFrom('open', 'closed', 'not open')).map(([who, is]) => `${who} is ${is} on Sundays.`),
    fc.string({ maxLength: 60 }),
  )
  const text = fc.array(sentence, { maxLength: 6 }).map((all) => all.join(' '))
  const rule = fc.constantFrom<ReconcileRule>('unanimous', 'majority')

  it('their order changes neither verdict nor winner', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), rule, (texts, by) => {
        const answers = texts.map((value, index) => ({ id: `a${index}`, value }))
        const options = { rule: by, stem: stemmer }
        const one = reconcile(answers, 'prose', options)
        expect(reconcile([...answers].reverse(), 'prose', options)).toEqual(one)
        expect(one.agreement).toBeGreaterThanOrEqual(0)
        expect(one.agreement).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('who is called what changes no verdict', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(prose([b, a]).verdict).toBe(prose([a, b]).verdict)
        expect(prose([b, a]).conflicts.length).toBe(prose([a, b]).conflicts.length)
      }),
    )
  })

  it('identical answers agree', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 4 }), (value, n) => {
        expect(prose(Array(n).fill(value)).verdict).toBe('agree')
      }),
    )
  })

  it('a number changed beyond tolerance in one of two equal sentences contradicts', () => {
    const frame = fc.constantFrom(
      (n: number) => `The tank holds ${n} litres.`,
      (n: number) => `In 2023, the plant produced ${n} tonnes of cement.`,
      (n: number) => `Harbour Coffee has ${n} employees.`,
      (n: number) => `The grant for the new library is worth €${n} million.`,
      (n: number) => `Emissions of the sector fell by ${n} %.`,
    )
    fc.assert(
      fc.property(frame, figure, fc.double({ min: 1.06, max: 9, noNaN: true }), (write, n, factor) => {
        const other = Math.ceil(n * factor) + 1
        expect(prose([write(n), write(other)])).toMatchObject({ verdict: 'contradict', winner: null })
        expect(prose([write(n), write(n)]).verdict).toBe('agree')
      }),
    )
  })
})
