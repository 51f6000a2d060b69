import { expect, test } from 'vitest'
import { changesOf, readBudget, textsOf } from './budget-texts.ts'

const agent = { limits: { costUsd: 5, tokens: 200_000 }, price: null }

test('only what was changed is sent, and an emptied field takes its limit away', () => {
  const texts = textsOf(agent)
  expect(changesOf(agent, texts)).toBeNull()
  expect(changesOf(agent, { ...texts, costUsd: '', price: '0.25' })).toEqual({
    limits: { costUsd: null },
    price: { costUsdPerTask: 0.25 },
  })
})

test('numbers are read as people write them, and what is no number is said beside its field', () => {
  expect(readBudget({ costUsd: '$12.50', tokens: '1,200 000', price: ' ' }).values).toEqual({
    costUsd: 12.5,
    tokens: 1_200_000,
    price: null,
  })
  const { errors } = readBudget({ costUsd: 'plenty', tokens: '-3', price: '1,5' })
  expect(Object.keys(errors)).toEqual(['costUsd', 'tokens', 'price'])
})
