import { expect, test } from 'vitest'
import { actionPacks } from '../../../server/domain/actions/packs.ts'
import { isAboutSomething, moved, ruleWords, tidied } from './rule-words.ts'

test('a rule reads as a line: command, tool, what it does and why', () => {
  expect(ruleWords({ effect: 'allow', pattern: 'git status *' })).toBe('git status *')
  expect(ruleWords({ effect: 'deny', tool: 'shell', does: ['wipe', 'delete'], note: 'never' })).toBe(
    'with the tool shell, what deletes a whole disk, home or system folder or 1 more: never',
  )
  for (const { rules } of Object.values(actionPacks))
    for (const rule of rules) expect(ruleWords(rule)).not.toContain('nothing yet')
})

test('fields left empty are not sent, and a rule about nothing is known before it is sent', () => {
  expect(tidied({ effect: 'ask', tool: ' ', pattern: ' ls ', does: [], note: '' })).toEqual({
    effect: 'ask',
    pattern: 'ls',
  })
  expect(isAboutSomething({ effect: 'ask', tool: ' ', does: [], note: 'why' })).toBe(false)
})

test('a rule moves one place, and not beyond either end', () => {
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})
