import { describe, expect, it } from 'vitest'
import { runCheck, sampleFile } from './sample-material.ts'

const text =
  '# Market\n\n## Risks\nSupply is growing slowly.\n\n## Outlook\nPrices fall; suppliers grow in the north.\n'
const judgeOne = (criterion: string, parts = {}) =>
  runCheck('acceptance', { files: [sampleFile(text)], acceptance: [criterion], ...parts })

describe('acceptance', () => {
  it.each([
    'At least 5 words',
    'The report must have at least 5 words.',
    'Under 100 words',
    'Between 5 and 50 words',
    'Has a section called "Risks"',
    'Mentions "suppliers"',
    'Does not mention "Acme"',
    'The report must not mention "Acme"',
  ])('%j is measured and met', (criterion) => {
    expect(judgeOne(criterion)).toMatchObject({ status: 'passed', required: false, evidence: [{ ok: true }] })
  })

  it.each([
    'At least 500 words',
    'At most 5 words and names prices',
    'Has a section called "Sources"',
    'Mentions "Acme"',
    'Must not mention "suppliers"',
    'Cites at least 3 sources',
  ])('%j is measured and missed', (criterion) =>
    expect(judgeOne(criterion)).toMatchObject({ status: 'failed', evidence: [{ ok: false, status: 'failed' }] }),
  )

  it.each([
    'Explains why prices fall',
    'At least 5 words and convincing',
    'Should not be under 5 words',
    'The north is not forgotten',
    'Mentions "suppliers" in a friendly tone',
  ])('%j is never passed by words alone: a person must look', (criterion) => {
    const result = judgeOne(criterion)
    expect(result).toMatchObject({
      status: 'unverified',
      required: false,
      evidence: [{ ok: false, status: 'unverified' }],
    })
    expect(result?.evidence[0]?.detail).toMatch(/^unverified: a person must look/)
  })

  it('shows the line where most of the terms meet, by stem, and what was not found', () => {
    const [found] = judgeOne('Growing suppliers and their prices for batteries')?.evidence ?? []
    expect(found).toMatchObject({ file: 'report.md', line: 7 })
    expect(found?.detail).toContain('line 7: “Prices fall; suppliers grow in the north.”')
    expect(found?.detail).toContain('Not found: batteries.')
  })

  it('says so when nothing speaks of it', () => {
    expect(judgeOne('Compares quantum computers')?.evidence[0]?.detail).toContain('nothing in the text speaks of it')
  })

  it('enough sources still want a look', () => {
    const sources = [
      { url: 'https://a.example', quote: 'x' },
      { url: 'https://b.example', quote: 'y' },
    ]
    expect(judgeOne('At least 2 sources', { sources })?.status).toBe('unverified')
  })

  it('judges each criterion on its own and fails with the first that is missed', () => {
    const result = runCheck('acceptance', {
      files: [sampleFile(text)],
      acceptance: ['Mentions "suppliers"', 'Mentions "Acme"', 'Is clear'],
    })
    expect(result?.evidence.map((each) => each.status)).toEqual(['passed', 'failed', 'unverified'])
    expect(result?.summary).toBe('1 of 3 criteria not met: Mentions "Acme"')
  })
})
