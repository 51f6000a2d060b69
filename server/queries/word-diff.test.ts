import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flatDiff, wordDiff } from './word-diff.ts'

const text = fc
  .array(fc.constantFrom('alpha', 'beta', 'gamma', ' ', '\n', '\n\n', '- '), { maxLength: 40 })
  .map((parts) => parts.join(''))

describe('comparing two versions', () => {
  it('the parts put together give both texts', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { parts } = flatDiff(wordDiff(before, after))
        const side = (gone: string) =>
          parts
            .filter((part) => part.op !== gone)
            .map((part) => part.text)
            .join('')
        expect(side('added')).toBe(before)
        expect(side('removed')).toBe(after)
      }),
    )
  })

  it('inside a changed paragraph only the changed words are marked, and counted', () => {
    const blocks = wordDiff('The market grew by 5 %.\n', 'The market shrank by 3 %.\n')
    const { added, removed, parts } = flatDiff(blocks)
    expect([added, removed]).toEqual([2, 2])
    expect(parts.filter((part) => part.op === 'added').map((part) => part.text)).toEqual(['shrank', '3'])
  })

  it('a sentence replaced by another is one replacement, not one for each word', () => {
    const { parts } = flatDiff(wordDiff('Prices rose. Support is higher.\n', 'Prices rose. Two thirds agree.\n'))
    expect(parts.map((part) => [part.op, part.text])).toEqual([
      ['same', 'Prices rose. '],
      ['removed', 'Support is higher'],
      ['added', 'Two thirds agree'],
      ['same', '.\n'],
    ])
  })

  it('unchanged paragraphs are folded, with one left in sight on either side of a change', () => {
    const paragraphs = Array.from({ length: 9 }, (_, n) => `Paragraph ${n}.\n\n`)
    const after = paragraphs.with(4, 'Another one.\n\n')
    expect(wordDiff(paragraphs.join(''), after.join('')).map((block) => block.kind)).toEqual([
      'folded',
      'context',
      'changed',
      'context',
      'folded',
    ])
  })

  it('equal texts are one fold', () => {
    expect(wordDiff('a\n\nb\n', 'a\n\nb\n')).toEqual([{ kind: 'folded', paragraphs: 2, texts: ['a\n\n', 'b\n'] }])
    expect(wordDiff('', '')).toEqual([])
  })

  it('two long and altogether different texts are compared in seconds', () => {
    const words = (seed: number) => Array.from({ length: 30_000 }, (_, n) => `w${(n * seed) % 9973}`).join(' ')
    const from = performance.now()
    const { added, removed } = flatDiff(wordDiff(words(7), words(11)))
    expect(performance.now() - from).toBeLessThan(10_000)
    expect(added).toBeGreaterThan(0)
    expect(removed).toBeGreaterThan(0)
  })
})
