import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreeOnFields, type FieldOptions } from './fields.ts'

const on = (values: readonly unknown[], options?: FieldOptions) =>
  agreeOnFields(
    values.map((value, index) => ({ id: `a${index + 1}`, value })),
    options,
  )

describe('answers field by field', () => {
  it.each([
    ['a number within half a percent', 41.2, 41.3],
    ['a number and its text', 1200, '1200'],
    ['units', '12.4 km', '12,400 m'],
    ['value with unit', { value: 2.2, unit: 't' }, '2,200 kg'],
    ['dates', '2025-06-14', '14 June 2025'],
    ['a date and its month', 'June 2025', '2025-06-14'],
    ['strings but for case and white space', 'North  Sea', 'north sea'],
    ['full-width letters', 'ＡＢＣ', 'abc'],
    ['sets in any order', ['b', 'a'], ['A', 'B']],
  ])('%s agree', (_, a, b) => {
    expect(on([{ x: a }, { x: b }])).toMatchObject({ verdict: 'agree', agreement: 1 })
  })

  it.each([
    ['counts', 41, 29],
    ['whole numbers that are near', 2019, 2020],
    ['numbers beyond the tolerance', 41.2, 42.9],
    ['units', '12 km', '12 mi'],
    ['currencies', '5 million euros', '$5 million'],
    ['dates', '2025-06-14', '15 June 2025'],
    ['strings', 'Oslo', 'Bergen'],
    ['yes and no', true, false],
    ['sets', ['a', 'b'], ['a', 'c']],
    ['a row and a plain value', { y: 1 }, 'one'],
  ])('%s that differ contradict', (_, a, b) => {
    expect(on([{ x: a }, { x: b }]).verdict).toBe('contradict')
  })

  it('each differing value comes with who said it', () => {
    expect(
      on([
        { staff: 41, city: 'Oslo' },
        { staff: 29, city: 'oslo' },
      ]).fields,
    ).toEqual([
      {
        path: 'city',
        verdict: 'agree',
        value: 'Oslo',
        by: ['a1', 'a2'],
        positions: [{ value: 'Oslo', by: ['a1', 'a2'] }],
        silent: [],
      },
      {
        path: 'staff',
        verdict: 'contradict',
        value: null,
        by: [],
        positions: [
          { value: 29, by: ['a2'] },
          { value: 41, by: ['a1'] },
        ],
        silent: [],
      },
    ])
  })

  it('two of three are a majority and the dissent is kept', () => {
    const { verdict, fields, agreement } = on([{ x: 5 }, { x: 7 }, { x: 5 }])
    expect(verdict).toBe('majority')
    expect(agreement).toBeCloseTo(2 / 3)
    expect(fields[0]).toMatchObject({ value: 5, by: ['a1', 'a3'], positions: [{ value: 5 }, { value: 7, by: ['a2'] }] })
  })

  it('two against two is no majority, and one against silence is no agreement', () => {
    expect(on([{ x: 5 }, { x: 7 }, { x: 5 }, { x: 7 }]).verdict).toBe('contradict')
    expect(on([{ x: 5 }, { y: 7 }, {}]).verdict).toBe('incomparable')
  })

  it('rows are known by their name, whatever their order', () => {
    const a = {
      rows: [
        { name: 'Oslo', staff: 4 },
        { name: 'Bergen', staff: 9 },
      ],
    }
    const b = {
      rows: [
        { name: 'Bergen', staff: 9 },
        { name: 'Oslo', staff: 5 },
      ],
    }
    expect(
      on([a, b])
        .fields.filter(({ verdict }) => verdict === 'contradict')
        .map(({ path }) => path),
    ).toEqual(['rows[oslo].staff'])
  })

  it('an array is a list only where asked, and what is ignored is not compared', () => {
    const steps = [
      { steps: ['mix', 'bake'], at: 1 },
      { steps: ['bake', 'mix'], at: 2 },
    ]
    expect(on(steps, { lists: ['steps'], ignore: ['at'] }).verdict).toBe('contradict')
    expect(on(steps, { ignore: ['at'] }).verdict).toBe('agree')
  })

  it('what no one could compare is said to be so', () => {
    expect(on([]).verdict).toBe('incomparable')
    expect(on([{ a: 1 }, 'text']).verdict).toBe('contradict')
    expect(on([{ a: null }, { a: 1 }]).verdict).toBe('incomparable')
  })

  it('a value nested without end is read to a bound', () => {
    let deep: unknown = 1
    for (let i = 0; i < 5000; i++) deep = { deep }
    expect(on([deep, deep]).verdict).toBe('incomparable')
  })
})

describe('whatever the answers', () => {
  const scalar = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean())
  const answer = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.oneof(scalar, fc.array(scalar), fc.record({ d: scalar })),
  )

  it('their order changes nothing', () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 2, maxLength: 5 }), fc.nat(), (values, turn) => {
        const answers = values.map((value, index) => ({ id: `a${index}`, value }))
        const at = turn % answers.length
        const turned = [...answers.slice(at), ...answers.slice(0, at)].reverse()
        const [one, other] = [agreeOnFields(answers), agreeOnFields(turned)]
        expect(other.verdict).toBe(one.verdict)
        expect(other.fields.map(({ value, by }) => ({ value, by }))).toEqual(
          one.fields.map(({ value, by }) => ({ value, by })),
        )
      }),
    )
  })

  it('the same answer twice agrees with itself', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(['agree', 'incomparable']).toContain(on([value, value]).verdict)
      }),
    )
  })
})
