import { afterEach, expect, test } from 'vitest'
import { createCompareThread } from './compare-thread.ts'

const thread = createCompareThread()
afterEach(() => thread.close())

const answer = (n: number, text: string) => ({
  ...{ versionId: `v${n}`, participantId: `p${n}`, taskId: `t${n}`, about: undefined, verified: 0, sources: [], text },
})

test('contradictions are found in a thread of their own while this one goes on', async () => {
  const texts = Array.from(
    { length: 120 },
    (_, i) => `The chain ${i} measured ${i} tonnes of sand in the river in 2020.`,
  )
  let beats = 0
  const heart = setInterval(() => {
    beats += 1
  }, 5)
  const compared = await thread.compare(
    'merge',
    'person',
    texts.map((text, i) => answer(i, text)),
  )
  clearInterval(heart)
  expect(compared.winner).toBeNull()
  expect(beats).toBeGreaterThan(3)
  const two = await thread.compare('answers', 'person', [
    answer(1, 'The Tower Bridge in London is 244 metres long.'),
    answer(2, 'The Tower Bridge in London is 144 metres long.'),
  ])
  expect(two.conflicts[0]?.positions.map((position) => position.versionId)).toEqual(['v1', 'v2'])
})

test('a comparison that is cut off says so, and the next one has a new thread', async () => {
  const cut = thread.compare('answers', 'person', [answer(1, 'One.'), answer(2, 'Two.')])
  await Promise.all([thread.close(), expect(cut).rejects.toThrow('the server stops')])
  expect(await thread.compare('answers', 'person', [answer(1, 'Same.'), answer(2, 'Same.')])).toMatchObject({
    winner: 'v1',
  })
})
