import { describe, expect, it } from 'vitest'
import type { Input } from '../inputs.ts'
import { wordsOf } from '../text/terms.ts'
import { editor } from './editor.ts'
import { bench, files, jobOf, text, wholeBrief } from './test-brief.ts'

describe('the editor', () => {
  async function revised(comments: { quote: string; body: string }[], summary?: string) {
    const { inputs, document } = await wholeBrief()
    const version: Input = {
      id: 'ver_1',
      name: 'brief.md',
      mediaType: 'text/markdown',
      origin: 'agent',
      text: text(document),
    }
    const review: Input = {
      id: 'rev_1',
      name: 'review.json',
      mediaType: 'application/json',
      origin: 'person',
      text: JSON.stringify({ comments, summary }),
    }
    const job = jobOf('Revise', [...inputs, review, ...files])
    const second = await editor({ ...job, inputs: { ...job.inputs, sentBack: [version] } }, bench)
    const [after = '', changes = ''] = text(second).split('## What changed after review')
    return { before: text(document), after, changes, response: second.response }
  }

  it('replaces a passage with what the source says that the reviewer wants', async () => {
    const quote = 'Riders made 198,400 trips in 2025'
    const { before, after, response } = await revised([{ quote, body: 'cite the town report, not the operator' }])
    expect(before).toContain(quote)
    expect(after).not.toContain(quote)
    expect(after).toContain('Riders made 184,300 trips in 2025')
    expect(response).toContain(
      'Comment 1 (“cite the town report, not the operator”, on “Riders made 198,400 trips in 2025”): ',
    )
  })

  it('says on whose word a passage rests when the wanted source is not there', async () => {
    const { after, response } = await revised([
      { quote: 'Running the scheme cost 742,000 euros', body: 'cite Eurostat, not the town report' },
    ])
    expect(after).toMatch(/742,000 euros in 2025 \[\d+\]\. This rests on the town report 2025 alone\./)
    expect(after).toContain('“cite Eurostat, not the town report”')
    expect(response).toContain('left open')
  })

  it('backs up, adds, removes and rewords as asked, and answers each comment', async () => {
    const { after, response } = await revised([
      { quote: 'Each trip cost the town 2.11 euros', body: 'needs a second source' },
      { quote: '', body: 'Please say more about vandalism at Hafenpark' },
      { quote: 'Weekday trips peak between 7:30 and 8:45', body: 'remove this' },
      { quote: 'Two sources speak to decisions to take', body: 'should read “Two sources say what must be decided”' },
    ])
    expect(after).toMatch(
      /2\.46 euros in 2024 \[\d+\]\. \(see also \[\d+\]\)|2\.46 euros in 2024 \[\d+\]\. The resident survey/,
    )
    expect(after).toContain('Vandalism')
    expect(after).not.toContain('Weekday trips peak')
    expect(after).toContain('Two sources say what must be decided')
    for (const number of [1, 2, 3, 4]) expect(response).toContain(`Comment ${number} (“`)
  })

  it('makes it shorter when asked', async () => {
    const { before, after } = await revised([], 'Please make it shorter.')
    expect(wordsOf(after).length).toBeLessThan(wordsOf(before).length * 0.9)
  })

  it('F39 changes something even for a comment it cannot answer, and says so', async () => {
    const { before, after, response } = await revised([
      { quote: 'Running the scheme cost 742,000 euros', body: 'Zurich zebras?' },
    ])
    expect(after).not.toBe(before)
    expect(response).toContain('left open and listed as not known')
  })

  it('reads comments from the history of the task as well', async () => {
    const { inputs } = await wholeBrief()
    const history = [
      { attempt: 1, outcome: 'changes_requested', reason: '“Weekday trips peak between 7:30 and 8:45”: remove this' },
    ]
    const second = await editor(jobOf('Revise', inputs, { history }), bench)
    expect(text(second).split('## What changed after review')[0]).not.toContain('Weekday trips peak')
  })

  it('puts plain Markdown of other agents together and renumbers its citations', async () => {
    const draft = (id: string, words: string): Input => ({
      id,
      name: `${id}.md`,
      mediaType: 'text/markdown',
      origin: 'agent',
      text: words,
    })
    const delivery = await editor(
      jobOf('Merge', [
        draft('a', '## Kettle\n\nIt holds 1.7 litres [1].\n\n**Sources**\n\n1. kettle.pdf, page 2'),
        draft(
          'b',
          '## Toaster\n\nIt has two slots [1]. It is red [2].\n\n## Sources\n\n1. toaster.pdf\n2. kettle.pdf, page 2',
        ),
      ]),
      bench,
    )
    expect(text(delivery)).toContain('It has two slots [2]. It is red [1].')
    expect(text(delivery)).toContain('## Sources\n\n1. kettle.pdf, page 2\n2. toaster.pdf')
  })

  it('keeps the tables and lists of others as they are', async () => {
    const body = '| a | b |\n|---|---|\n| 1. x | 2 |'
    const draft: Input = {
      id: 'a',
      name: 'a.md',
      mediaType: 'text/markdown',
      origin: 'agent',
      text: `## Figures\n\n${body}\n\n- one\n- two`,
    }
    expect(text(await editor(jobOf('Merge', [draft]), bench))).toContain(`${body}\n\n- one\n- two`)
  })
})
