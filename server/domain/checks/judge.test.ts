import { describe, expect, it } from 'vitest'
import { checkNames, isCheckName } from './check.ts'
import { blocking, chooseChecks, judge, needsInputs } from './judge.ts'
import { runCheck, sampleFile, sampleMaterial } from './sample-material.ts'

const plain = { brief: 'Describe the market.', output: null }

describe('chooseChecks', () => {
  it('chooses every check in running order; what a person judges anyway does not bind', () => {
    const chosen = chooseChecks(plain)
    expect(chosen.map((each) => each.name)).toEqual([...checkNames])
    expect(chosen.filter((each) => !each.required).map((each) => each.name)).toEqual([
      'forbidden_commands',
      'links',
      'quotes',
      'acceptance',
    ])
  })

  it('a task may bind or loosen a check and give it options', () => {
    const chosen = chooseChecks({
      ...plain,
      checks: [{ name: 'length', min: 5 }, { name: 'secrets', required: false }, { name: 'quotes' }],
    })
    const named = (name: string) => chosen.find((each) => each.name === name)
    expect(named('length')).toEqual({ name: 'length', required: true, asked: true, options: { min: 5 } })
    expect(named('secrets')).toMatchObject({ required: false })
    expect(named('quotes')).toMatchObject({ required: true })
  })

  it.each(['Every claim with its source.', 'each statement must be sourced', 'Please cite your sources.'])(
    '%j binds the quotes',
    (brief) => {
      expect(chooseChecks({ ...plain, brief }).find((each) => each.name === 'quotes')?.required).toBe(true)
    },
  )

  it('knows its names', () => {
    expect(isCheckName('quotes')).toBe(true)
    expect(isCheckName('constructor')).toBe(false)
  })
})

describe('judge', () => {
  it('a sound version is held up by nothing', () => {
    const material = sampleMaterial()
    const results = judge(material, chooseChecks(material))
    expect(results.map((each) => each.name)).toEqual(['non_empty', 'no_placeholder', 'secrets'])
    expect(blocking(results)).toEqual([])
  })

  it('required checks that failed or stayed unverified hold it up', () => {
    const material = sampleMaterial({
      response: 'All tests pass.',
      files: [sampleFile('TODO')],
      acceptance: ['Is clear'],
    })
    const results = judge(material, chooseChecks(material))
    expect(blocking(results).map((each) => each.name)).toEqual(['no_placeholder', 'evidence'])
  })

  it('reads inputs only when a source inside the room is to be judged', () => {
    const chosen = chooseChecks(plain)
    expect(needsInputs(chosen, [])).toBe(false)
    expect(needsInputs(chosen, [{ url: 'https://a.example', quote: 'x' }])).toBe(false)
    expect(needsInputs(chosen, [{ inputId: 'in1', quote: 'x' }])).toBe(true)
    expect(needsInputs([{ name: 'quotes' }], [{ inputId: 'in1', quote: '3', locator: 'count' }])).toBe(false)
    expect(needsInputs([{ name: 'numbers' }], [{ inputId: 'in1', quote: '3', locator: 'count' }])).toBe(true)
  })

  // The processor's own time, best of three, since other work may share the machine; hostile text may take longer, never much longer.
  const million = 1_000_000
  const prose = `${'The market for batteries grew by 5.3 % in 2025 (see “Table 2”), mostly in the north. '.repeat(11_000)}\n`
  it.each<[string, string, number?]>([
    ['prose', prose, 1000],
    ['one line of spaces', ' '.repeat(million)],
    ['one word', 'a'.repeat(million)],
    ['digits', '1'.repeat(million)],
    ['groups of digits', '1,234'.repeat(million / 5)],
    ['opening brackets', '[insert '.repeat(million / 8)],
    ['braces', '{{ '.repeat(million / 3)],
    ['backticks', '`'.repeat(million)],
    ['fences', '```\n'.repeat(million / 4)],
    ['hashes', '# '.repeat(million / 2)],
    ['headings', '# a\n'.repeat(million / 4)],
    ['underlines', 'a\n--\n'.repeat(million / 5)],
    ['line ends', '\n'.repeat(million)],
    ['tests', 'tests '.repeat(million / 6)],
    ['key beginnings', '-----BEGIN '.repeat(million / 11)],
    ['token beginnings', 'eyJaaaaaaaaaaaa.'.repeat(million / 16)],
    ['dashes', 'sk-'.repeat(million / 3)],
    ['angle brackets', '<h1 <'.repeat(million / 5)],
  ])('S52 a megabyte of %s is judged at once', (_, text, bound = 2000) => {
    const material = sampleMaterial({
      files: [sampleFile(text), sampleFile(text, { name: 'a.html', mediaType: 'text/html' })].slice(
        0,
        text.includes('<h1') ? 2 : 1,
      ),
      response: text.slice(0, 100_000),
      output: { kind: 'document', sections: ['Summary', 'Risks'] },
      acceptance: ['Explains the growth of batteries in the north', 'At least 500 words', 'Mentions "Table 2"'],
      inputs: [{ id: 'in1', name: 'in.md', mediaType: 'text/markdown', text }],
      tables: [{ inputId: 'in2', name: 't.csv', header: ['a'], rows: [['1']] }],
      sources: [
        { inputId: 'in1', quote: 'a phrase that is not there' },
        { inputId: 'in1', quote: text.slice(-5000, -10) },
        { inputId: 'in2', quote: '1', locator: 'sum(a)' },
      ],
    })
    const chosen = chooseChecks({ ...material, checks: [{ name: 'length', min: 1 }] })
    const timed = () => {
      const from = process.cpuUsage()
      judge(material, chosen)
      return process.cpuUsage(from).user / 1000
    }
    const took = Math.min(timed(), timed(), timed())
    expect(took).toBeLessThan(bound)
  })

  it('long results are cut and still counted', () => {
    const result = runCheck('no_placeholder', { files: [sampleFile('TBD\n'.repeat(5000))] })
    expect(result?.evidence).toHaveLength(100)
    expect(result?.summary).toMatch(/^5,000 placeholders/)
  })
})
