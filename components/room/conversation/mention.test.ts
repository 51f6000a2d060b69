import { expect, test } from 'vitest'
import { insertMention, mentionAt, mentionCandidates, toldWords } from './mention.ts'

const all = [{ name: 'scout-1' }, { name: 'scout-12' }, { name: 'Ana Lopes' }, { name: '李雷' }]

test('a mention begins at the start or after a space, never inside an address', () => {
  expect(mentionAt('ask @sc', 7)).toEqual({ from: 4, query: 'sc' })
  expect(mentionAt('@', 1)).toEqual({ from: 0, query: '' })
  expect(mentionAt('ana@sc', 6)).toBeNull()
  expect(mentionAt('ask @sc now', 11)).toBeNull()
})

test('choosing a name replaces what was typed and leaves the caret behind it', () => {
  expect(insertMention('ask @an please', 7, 'Ana Lopes')).toEqual({ text: 'ask @Ana Lopes please', caret: 15 })
})

test('names that begin with what was typed come first', () => {
  expect(mentionCandidates([{ name: 'big scout' }, ...all], 'sc').map((one) => one.name)).toEqual([
    'scout-1',
    'scout-12',
    'big scout',
  ])
})

test('whoever is named hears of it: people count like agents', () => {
  const [ana, ben, scout] = [{ kind: 'member' }, { kind: 'member' }, { kind: 'agent' }]
  expect(toldWords([])).toBeNull()
  expect(toldWords([ana])).toBe('1 person is told')
  expect(toldWords([scout])).toBe('1 agent is told')
  expect(toldWords([ana, ben, scout])).toBe('2 people and 1 agent are told')
})
