import { describe, expect, it } from 'vitest'
import { at, faults, files, goal, headings, passed, tables } from './test-example.ts'
import { goalInput, workThrough } from './test-playbook.ts'
import { countWords } from './text/terms.ts'

describe('the research brief', () => {
  it('passes every check of every task, citing only what each task was given', async () => {
    const { made, deliverable } = await workThrough('research-brief', goal, files)
    expect(faults(made.values())).toEqual([])
    expect([...made.values()].map(({ doer }) => doer)).toContain('critic')
    expect(passed(deliverable)).toContain('quotes')
    expect(deliverable.version.sources.length).toBeGreaterThan(20)
    // The originals travel with the last task, so the document cites them and not somebody's notes on them.
    for (const { inputId } of deliverable.version.sources) expect(inputId).toMatch(/^in_/)
  })

  it('cites the documents themselves when the last task is given them', async () => {
    const { made, deliverable } = await workThrough('research-brief', goal, files, (task) =>
      task.key === 'assemble' ? { ...task, inputs: files.map(({ id }) => id) } : task,
    )
    expect(faults(made.values())).toEqual([])
    expect(passed(deliverable)).toEqual(expect.arrayContaining(['quotes', 'numbers']))
    expect(deliverable.version.sources).toContainEqual(
      expect.objectContaining({ inputId: tables[0]?.id, quote: '184,300', locator: 'sum(trips)' }),
    )
  })

  it('made from documents with links, badges and lists passes every check too, and is written in words', async () => {
    const pages = {
      'relay.md':
        '<div align="center">\n\n[![Build](https://ci.example/b.svg?x=1)](https://ci.example)\n\n</div>\n\n# Relay\n\n## What it is\n\nRelay keeps its jobs in [Postgres](https://p.example), so that a crash of a worker loses none of them. Workers claim jobs with `SKIP LOCKED` and never block each other.\n\n[Read more](https://relay.example/docs)\n\n## Features\n\n- Automatic retries with **exponential** backoff\n- A dashboard that shows failed jobs',
      'anvil.md':
        '# Anvil\n\nA worker that crashes gives its jobs back after [five minutes](https://a.example/lease). Each job is retried *up to* 25 times before it is set aside. Anvil needs Node 20 and a database of its own to run.\n\n## Licence\n\nSee the [licence](LICENSE.md) for details.',
    }
    const { made, deliverable } = await workThrough(
      'research-brief',
      {
        title: 'How do queues keep jobs from being lost?',
        brief:
          'A one-page brief on what happens when a worker crashes, how retries work, and what it takes to run them. Every claim with its source.',
      },
      Object.entries(pages).map(([name, text]) => goalInput(name, text)),
    )
    expect(faults(made.values())).toEqual([])
    expect(headings(deliverable.markdown).slice(0, 2)).toEqual([
      'What happens when a worker crashes',
      'How retries work',
    ])
    expect(deliverable.markdown).toContain('Relay keeps its jobs in Postgres')
    expect(deliverable.markdown).not.toMatch(/https?:|<div|\]\(|\*\*|See the licence/)
    expect(deliverable.version.sources.map(({ quote }) => quote).join('\n')).toContain('[Postgres](https://p.example)')
  })

  it('says nothing twice under what is not known', async () => {
    const { markdown } = (await workThrough('research-brief', goal, files)).deliverable
    const open = (markdown.split('## What is not known')[1] ?? '').split('## Sources')[0] ?? ''
    expect(open.match(/The office has not yet studied why/g)).toHaveLength(1)
  })

  it('a reviewer’s plain words are done: what to leave out, what to say first, what only the table knows', async () => {
    const { sendBack } = await workThrough('research-brief', goal, files)
    const { markdown, checks } = await sendBack(
      [
        { quote: 'Weekday trips peak between 7:30 and 8:45', body: 'Too much detail, leave this out.' },
        { quote: 'usage fees add up to 110,208.74 euros', body: 'Which district earns most?' },
        { quote: 'The contract pays us a fixed sum per dock', body: 'How much is that sum?' },
      ],
      'Good start. Please tell how many docks and bicycles are in service in the first paragraph.',
    )
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    const body = markdown.split('## What is not known')[0] ?? ''
    expect(body).not.toContain('Weekday trips peak')
    expect(body).toMatch(/Of the 6 districts, Centre has the highest usage fees: 35,111\.06 euros \[\d+\]/)
    expect(body.split('\n\n')[1]).toContain('430 bicycles in service')
    expect(body).toContain('The contract pays us a fixed sum per dock')
    expect(markdown).not.toContain('questioned in review')
    expect(markdown).toMatch(/To keep to 900 words: \d+ sentences? (?:was|were) left out/)
  })

  it('reads as one document: a lead, the questions of the goal, what is not known, the sources by file', async () => {
    const { markdown } = (await workThrough('research-brief', goal, files)).deliverable
    expect(headings(markdown)).toEqual([
      'How much the scheme is used',
      'What it costs and who pays',
      'What residents think of it',
      'What has to be decided in 2026 and 2027',
      'What is not known',
      'Sources',
    ])
    expect(markdown).toMatch(
      /^# Should Aldermoor keep its bike-sharing scheme\?\n\nThe office recommends that the town keep the scheme and negotiate an extension of the contract before the summer of 2027 \[1\]\. Riders made 184,300 trips in 2025 \[2\]\./,
    )
    expect(markdown).toMatch(/## How much the scheme is used\n\nRiders made 184,300 trips/)
    expect(markdown).toMatch(/## What it costs and who pays\n\nRunning the scheme cost 742,000 euros in 2025 \[\d+\]\./)
    expect(markdown).toMatch(/\n\d+\. town-report-2025\.md, line 11\n/)
    expect(countWords(markdown)).toBeLessThanOrEqual(900)
  })

  it('F38 tells under what is not known that two sources give different numbers, and what the table says', async () => {
    const { markdown } = (await workThrough('research-brief', goal, files)).deliverable
    const open = markdown.split('## What is not known')[1]
    expect(open).toContain(
      'Why the operator review 2025 gives 198,400 trips where the town report 2025 gives 184,300 trips',
    )
    expect(open).toContain('the table stations-2025.csv bears out 184,300 trips')
    expect(open).toContain('The office has not yet studied why')
  })

  it('a section number past the end of a shorter outline is owned up to in one line, which passes its checks', async () => {
    const { made, deliverable } = await workThrough('research-brief', goal, files, (task) =>
      task.key === 'outline' ? { ...task, output: { sections: ['Ridership', 'Money'] } } : task,
    )
    expect(at(made, 'section-3').markdown).toBe('The outline has 2 sections, so there is no section 3 to write.\n')
    expect(faults(made.values())).toEqual([])
    expect(headings(deliverable.markdown).slice(0, 2)).toEqual(['Ridership', 'Money'])
  })

  it('the last writer takes what a longer outline has over', async () => {
    const wanted = ['Ridership', 'Costs', 'Residents', 'Repairs and theft', 'Decisions']
    const { made } = await workThrough('research-brief', goal, files, (task) =>
      task.key === 'outline' ? { ...task, output: { sections: wanted } } : task,
    )
    expect(headings(at(made, 'section-1').markdown)).toEqual(['Ridership'])
    expect(headings(at(made, 'section-2').markdown)).toEqual(['Costs'])
    expect(headings(at(made, 'section-3').markdown)).toEqual(['Residents', 'Repairs and theft', 'Decisions'])
    expect(faults(made.values())).toEqual([])
  })

  it('F39 a version that was sent back comes again changed, with each comment answered in it', async () => {
    const { deliverable, sendBack } = await workThrough('research-brief', goal, files)
    const quote = 'Running the scheme cost 742,000 euros in 2025'
    const second = await sendBack([
      { quote: 'Weekday trips peak between 7:30 and 8:45', body: 'remove this' },
      { quote, body: 'needs a second source' },
      { quote: '', body: 'Please say more about theft' },
    ])
    expect(faults([second])).toEqual([])
    expect(passed(second)).toContain('unchanged')
    const [body = '', changes = ''] = second.markdown.split('## What changed after review')
    expect(deliverable.markdown).toContain('Weekday trips peak')
    expect(body).not.toContain('Weekday trips peak')
    expect(body).toContain('Theft')
    expect(changes).toMatch(
      /^\n\n- “remove this”, on “Weekday trips peak between 7:30 and 8:45”: removed\.\n- “needs a second source”, on “/,
    )
    expect(changes).toMatch(/\n- “Please say more about theft”: added what the /)
    expect(headings(body)).toEqual(headings(deliverable.markdown).slice(0, -1))
  })

  it('takes nothing from drafts that dead attempts left', async () => {
    const { made } = await workThrough('research-brief', goal, files)
    const again = await workThrough('research-brief', goal, files, undefined, 'Half a sentence about zebras')
    expect(again.deliverable.markdown).toBe(at(made, 'assemble').markdown)
  })
})
