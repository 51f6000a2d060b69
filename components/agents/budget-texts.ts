import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { numberIn } from '../ui/number-in.ts'

type Terms = Pick<AgentView, 'limits' | 'price'>
/** The fields as they are being written; empty means none. */
export type BudgetTexts = { costUsd: string; tokens: string; price: string }

const written = (value: number | undefined): string => (value === undefined ? '' : String(value))

export const textsOf = ({ limits, price }: Terms): BudgetTexts => ({
  costUsd: written(limits.costUsd),
  tokens: written(limits.tokens),
  price: written(price?.costUsdPerTask),
})

/** The fields as numbers, with what is wrong with each that is none. */
export function readBudget(texts: BudgetTexts): {
  values: Record<keyof BudgetTexts, number | null>
  errors: Partial<Record<keyof BudgetTexts, string>>
} {
  const values = { costUsd: null, tokens: null, price: null } as Record<keyof BudgetTexts, number | null>
  const errors: Partial<Record<keyof BudgetTexts, string>> = {}
  for (const name of ['costUsd', 'tokens', 'price'] as const) {
    const text = texts[name].trim()
    values[name] = text === '' ? null : numberIn(text)
    if (text !== '' && values[name] === null) errors[name] = 'Write a number, or nothing for none.'
  }
  return { values, errors }
}

/** What the command is to change; null when nothing is. What cannot be read counts as changed. */
export function changesOf(agent: Terms, texts: BudgetTexts) {
  const before = textsOf(agent)
  const { values } = readBudget(texts)
  const changed = (name: keyof BudgetTexts) => texts[name].trim() !== before[name]
  if (!changed('costUsd') && !changed('tokens') && !changed('price')) return null
  return {
    limits: {
      ...(changed('costUsd') ? { costUsd: values.costUsd } : {}),
      ...(changed('tokens') ? { tokens: values.tokens } : {}),
    },
    ...(changed('price') ? { price: values.price === null ? null : { costUsdPerTask: values.price } } : {}),
  }
}
