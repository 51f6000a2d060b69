import { describe, expect, it } from 'vitest'
import { findDisagreements } from './quantities.ts'
import { readDocument, splitSentences } from './sentences.ts'

describe('sentences', () => {
  it('end where a reader says they end', () => {
    const texts = splitSentences(
      'It is approx. 12 km, e.g. by bus. 38 per cent walk. Dr. Smith agrees! “Good.” Cost: 2.11 euros.',
    ).map(({ text }) => text)
    expect(texts).toEqual([
      'It is approx. 12 km, e.g. by bus.',
      '38 per cent walk.',
      'Dr. Smith agrees!',
      '“Good.”',
      'Cost: 2.11 euros.',
    ])
  })

  it('are verbatim pieces with their line and heading; tables and code are left out', () => {
    const document =
      '# Title\n\n## One\n\nFirst line\ngoes on. Second.\n\n| a | b |\n\n```\ncode.\n```\n\n- item one.\n'
    const { title, sentences } = readDocument(document)
    expect(title).toBe('Title')
    expect(sentences).toEqual([
      { text: 'First line\ngoes on.', line: 5, heading: 'One' },
      { text: 'Second.', line: 6, heading: 'One' },
      { text: 'item one.', line: 14, heading: 'One' },
    ])
  })
})

describe('a Markdown document with links, badges and raw HTML', () => {
  const document = [
    '<div align="center"><img src="logo.svg"></div>',
    '',
    '[![Build](https://ci.example/badge.svg?a=1)](https://ci.example)',
    '',
    '# Queue',
    '',
    'Jobs wait in [a **durable** table](https://q.example/docs) &mdash; none is lost. See the [guide](https://q.example).',
    '',
    '[Read more](https://q.example/more)',
    '',
    '> A job that fails',
    '> is tried `three` times.',
  ].join('\n')
  const { title, sentences } = readDocument(document)

  it('is read as its words; the quote is the document’s own, marks and all', () => {
    expect(title).toBe('Queue')
    expect(sentences.map(({ words, text }) => words ?? text)).toEqual([
      'Jobs wait in a durable table — none is lost.',
      'See the guide.',
      'A job that fails is tried three times.',
    ])
    expect(sentences[0]?.text).toBe('Jobs wait in [a **durable** table](https://q.example/docs) &mdash; none is lost.')
    for (const { text } of sentences) expect(document).toContain(text)
    expect(sentences.map(({ line }) => line)).toEqual([7, 7, 11])
  })

  it('as plain text is taken as it stands', () => {
    expect(readDocument('    One [line](x) is quoted.', 'text/plain').sentences[0]?.text).toBe(
      'One [line](x) is quoted.',
    )
  })
})

describe('numbers that disagree', () => {
  const about = (a: string, b: string) =>
    findDisagreements([
      { text: a, from: 'a' },
      { text: b, from: 'b' },
    ]).map(({ written }) => written)

  it('are found when the same thing is counted for the same year', () => {
    expect(about('Riders made 184,300 trips in 2025.', 'In 2025 riders made 198,400 trips.')).toEqual([
      ['184,300', '198,400'],
    ])
  })

  it.each([
    ['another year', 'Riders made 184,300 trips in 2025.', 'Riders made 166,000 trips in 2024.'],
    ['a rounded form', 'Riders made 184,300 trips in 2025.', 'Riders made 184,000 trips in 2025.'],
    ['another thing', 'Running the scheme cost 742,000 euros in 2025.', 'Rebalancing cost 164,000 euros in 2025.'],
    ['another unit', 'Riders made 184,300 trips in 2025.', 'Riders made 12 complaints in 2025.'],
  ])('are not seen in %s', (_, a, b) => {
    expect(about(a, b)).toEqual([])
  })
})
