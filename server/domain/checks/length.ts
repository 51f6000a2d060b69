import { countWords } from '../text/words.ts'
import type { Check } from './check.ts'
import { count, failed, passed, textsOf } from './read-material.ts'

/** The readable text has at least `min` and at most `max` words (options of the check). */
export const length: Check = (material, { options }) => {
  const min = typeof options.min === 'number' ? options.min : null
  const max = typeof options.max === 'number' ? options.max : null
  if (min === null && max === null) return null
  const evidence = textsOf(material).map(({ name, text }) => ({ label: name, words: countWords(text) }))
  const words = evidence.reduce((sum, each) => sum + each.words, 0)
  const ok = words >= (min ?? 0) && words <= (max ?? Number.POSITIVE_INFINITY)
  const lines = evidence.map((each) => ({ label: each.label, detail: count(each.words, 'word'), ok, file: each.label }))
  const wanted = [min !== null && `at least ${min}`, max !== null && `at most ${max}`].filter(Boolean).join(' and ')
  return ok
    ? passed(`${count(words, 'word')}, ${wanted} wanted.`, lines)
    : failed(`${count(words, 'word')}, but ${wanted} wanted.`, lines)
}
