import { describe, expect, it } from 'vitest'
import { runCheck, sampleFile } from './sample-material.ts'

const written = (text: string) => ({ files: [sampleFile(text)] })

describe('non_empty', () => {
  it.each([
    '',
    ' \n\t \n',
    'Done.',
    'OK',
    'Completed',
    '✅',
    '**All done!**',
    'The task has been completed successfully.',
    'See above.',
    'Here is the final report as requested.',
    '# Report\n\n## Findings\n\n## Sources\n',
    '# Report\n\nDone.',
    '...',
    'N/A',
    '{}',
  ])('F34 a deliverable that only says %j fails', (text) => {
    expect(runCheck('non_empty', written(text))).toMatchObject({ status: 'failed', required: true })
    expect(runCheck('non_empty', { files: [], response: text })?.status).toBe('failed')
  })

  it.each(['Paris', '42', 'No.', '東京', 'Done: 14 of 20 rows had no price.', '# Report\n\nSales fell.'])(
    'a short answer such as %j is content',
    (text) => expect(runCheck('non_empty', written(text))?.status).toBe('passed'),
  )

  it('a file without bytes beside a full one is named and does not fail the version', () => {
    const files = [sampleFile('Sales fell.'), sampleFile('', { name: 'empty.md' })]
    const result = runCheck('non_empty', { files })
    expect(result).toMatchObject({ status: 'passed', evidence: [{ file: 'empty.md', ok: false }] })
  })

  it('a binary file with bytes is content', () => {
    expect(runCheck('non_empty', { files: [sampleFile(null, { mediaType: 'application/pdf' })] })?.status).toBe(
      'passed',
    )
    expect(runCheck('non_empty', { files: [sampleFile(null, { size: 0 })] })?.status).toBe('failed')
  })

  it('an empty list is content where a schema was promised', () => {
    const files = [sampleFile('[]', { mediaType: 'application/json' })]
    expect(runCheck('non_empty', { files, output: { schema: { type: 'array' } } })?.status).toBe('passed')
  })
})

describe('no_placeholder', () => {
  it.each([
    'TODO',
    'Price: TBD',
    'see XXX',
    'Lorem ipsum dolor',
    '[insert company name]',
    '[Your name here]',
    '<insert date>',
    '{{customer}}',
    'The price is to be determined.',
    '- FIXME: numbers',
  ])('finds %j and names its line', (text) => {
    const result = runCheck('no_placeholder', written(`# Title\n\nFine.\n${text}\n`))
    expect(result).toMatchObject({
      status: 'failed',
      required: true,
      evidence: [{ line: 4, file: 'report.md', ok: false }],
    })
    expect(result?.summary).toContain('line 4')
  })

  it.each([
    'The TODO list app sold well.',
    'Call `TODO` comments out.',
    '```js\n// TODO later\n```\nReal text.',
    '[insert](https://x.example)',
    'todos los días',
  ])('leaves %j alone', (text) => expect(runCheck('no_placeholder', written(text))?.status).toBe('passed'))
})

describe('kind', () => {
  const csv = sampleFile('a,b\n1,2', { name: 'a.csv', mediaType: 'text/csv; charset=utf-8' })

  it('the promised media type must have come, parameters aside', () => {
    expect(runCheck('kind', { files: [csv], output: { mediaType: 'text/csv' } })?.status).toBe('passed')
    const result = runCheck('kind', { files: [csv], output: { kind: 'document', mediaType: 'text/markdown' } })
    expect(result).toMatchObject({ status: 'failed', required: true, evidence: [{ detail: '“a.csv” is text/csv.' }] })
  })

  it('a document may come as any prose, a spreadsheet not', () => {
    expect(runCheck('kind', { output: { kind: 'document' } })?.status).toBe('passed')
    expect(runCheck('kind', { output: { kind: 'spreadsheet' } })?.status).toBe('failed')
  })

  it('a patch without a change in it is not a patch', () => {
    const output = { kind: 'patch' }
    expect(runCheck('kind', { ...written('I changed the code.'), output })?.status).toBe('failed')
    expect(runCheck('kind', { ...written('--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b'), output })?.status).toBe('passed')
  })

  it('JSON that does not parse is not JSON', () => {
    const files = [sampleFile('{"a": }', { name: 'a.json', mediaType: 'application/json' })]
    expect(runCheck('kind', { files, output: { mediaType: 'application/json' } })?.status).toBe('failed')
  })

  it('a response without files counts as what it is', () => {
    const output = { mediaType: 'application/json' }
    expect(runCheck('kind', { files: [], response: '{"a": 1}', output })?.status).toBe('passed')
    expect(runCheck('kind', { files: [], response: 'Here you go', output })?.status).toBe('failed')
  })

  it('judges nothing when nothing was promised', () => expect(runCheck('kind', {})).toBeUndefined())
})

describe('schema', () => {
  const output = { schema: { type: 'object' } }
  const json = (text: string) => [sampleFile(text, { name: 'a.json', mediaType: 'application/json' })]

  it('broken JSON fails with the reason', () => {
    expect(runCheck('schema', { files: json('{"a": }'), output })).toMatchObject({ status: 'failed', required: true })
  })

  it('every violation is shown with its path', () => {
    const result = runCheck('schema', {
      files: json('{}'),
      output,
      schemaErrors: () => ['a.b: missing', 'c: too long'],
    })
    expect(result?.evidence.map((each) => each.detail)).toEqual(['a.b: missing', 'c: too long'])
    expect(result?.status).toBe('failed')
  })

  it('what conforms passes; without a schema there is nothing to judge', () => {
    expect(runCheck('schema', { files: json('{}'), output })?.status).toBe('passed')
    expect(runCheck('schema', { files: json('{}') })).toBeUndefined()
  })
})

describe('sections', () => {
  const output = { sections: ['Summary', 'Findings'] }

  it('every required section must be a heading with text under it', () => {
    const text = '# Report\n## 1. Summary\nShort.\n\n## Findings:\n### North\nUp.\n'
    expect(runCheck('sections', { ...written(text), output })).toMatchObject({
      status: 'passed',
      evidence: [
        { label: 'Summary', line: 2 },
        { label: 'Findings', line: 5 },
      ],
    })
  })

  it('a missing and an empty section are named', () => {
    const result = runCheck('sections', { ...written('# Summary\n\n# Other\ntext'), output })
    expect(result).toMatchObject({ status: 'failed', required: true, summary: 'Missing or empty: Summary, Findings.' })
    expect(result?.evidence.map((each) => each.detail)).toEqual([
      'The heading is there, nothing stands under it.',
      'No heading says “Findings”.',
    ])
  })

  it('a heading inside a code fence does not count, an underlined one does', () => {
    const text = '```\n# Summary\nx\n```\n\nFindings\n--------\nUp.\n'
    const result = runCheck('sections', { ...written(text), output })
    expect(result?.summary).toBe('Missing or empty: Summary.')
  })

  it('headings of a web page are read too', () => {
    const html = '<h1>Report</h1><h2 class="x">Summary</h2><p>Short.</p><h2>Findings</h2><div></div>'
    const files = [sampleFile(html, { name: 'a.html', mediaType: 'text/html' })]
    expect(runCheck('sections', { files, output })?.summary).toBe('Missing or empty: Findings.')
  })
})

describe('length', () => {
  it('counts words against the bounds of the task', () => {
    expect(runCheck('length', written('one two three'), { min: 3, max: 3 })?.status).toBe('passed')
    expect(runCheck('length', written('one two three'), { min: 4 })).toMatchObject({
      status: 'failed',
      summary: '3 words, but at least 4 wanted.',
    })
    expect(runCheck('length', written('one two three'), { max: 2 })?.status).toBe('failed')
    expect(runCheck('length', written('one two three'))).toBeUndefined()
  })
})

describe('unchanged', () => {
  it('F39 a version equal to one that was sent back is refused', () => {
    const rejected = [
      { sha256: 'c'.repeat(64), summary: 'First.' },
      { sha256: 'a'.repeat(64), summary: 'Sources are missing.' },
    ]
    expect(runCheck('unchanged', { rejected })).toMatchObject({
      status: 'failed',
      required: true,
      evidence: [{ detail: 'Sources are missing.' }],
    })
    expect(runCheck('unchanged', { rejected: rejected.slice(0, 1) })?.status).toBe('passed')
  })
})
