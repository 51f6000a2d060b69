import { expect, test } from 'vitest'
import type { Manuscript } from './manuscript.ts'
import { revise } from './revise.ts'

const manuscript = (): Manuscript => ({
  title: 'Bikes',
  lead: [],
  chapters: [
    {
      heading: 'Use',
      paragraphs: [
        [
          { text: 'Riders made 184,300 trips [1].', refs: [] },
          { text: 'Electric bicycles carried 15 per cent of the trips [1].', refs: [] },
        ],
      ],
    },
  ],
  open: [],
  changes: [],
})
const asked = (body: string) => ({ quote: '', body })
const texts = ({ chapters }: Manuscript) => chapters.flatMap((one) => one.paragraphs.flat().map(({ text }) => text))

test('a comment on the whole that wants something left out takes out what speaks of it and adds nothing', () => {
  const draft = manuscript()
  expect(revise(draft, asked('Leave out the sentence about electric bicycles, please.'), [])).toBe(
    'removed the sentence about it',
  )
  expect(texts(draft)).toEqual(['Riders made 184,300 trips [1].'])
})

test('what is to be left out and is nowhere said is left open', () => {
  const draft = manuscript()
  expect(revise(draft, asked('Remove everything about cargo bikes.'), [])).toContain('nothing in the text speaks of it')
  expect(texts(draft)).toHaveLength(2)
})
