import { expect, test } from 'vitest'
import { commandInputs } from '../../../server/contract/commands.ts'
import { emptyGoal, goalInput } from './goal-draft.ts'

const roomId = '00000000-0000-4000-8000-000000000001'

test('a title alone is a goal: the brief repeats it and nothing else is claimed', () => {
  const input = goalInput(roomId, { ...emptyGoal, title: ' A brief on tea ' })
  expect(commandInputs['goal.create'].safeParse(input).success).toBe(true)
  expect(input).toMatchObject({ title: 'A brief on tea', brief: 'A brief on tea', autonomy: 'plan_first' })
  expect(input).not.toHaveProperty('playbook')
  expect(input).not.toHaveProperty('deliverable')
})

test('criteria and items are one a line, without bullets and empty lines; items count only where they are used', () => {
  const typed = { ...emptyGoal, title: 'x', acceptance: '- cites sources\n\n* two pages ', items: 'France\nSpain' }
  expect(goalInput(roomId, typed)).toMatchObject({ acceptance: ['cites sources', 'two pages'], items: [] })
  expect(goalInput(roomId, typed, { list: true, parameters: [] }).items).toEqual(['France', 'Spain'])
})

test('a name without a kind is a document', () => {
  expect(goalInput(roomId, { ...emptyGoal, title: 'x', name: 'Tea' }).deliverable).toEqual({
    kind: 'document',
    name: 'Tea',
  })
})

test('of what was typed for parameters only those go that the playbook has, and only where something was typed', () => {
  const typed = { ...emptyGoal, title: 'x', playbook: 'Cities', parameters: { city: 'Oslo', year: '', gone: 'y' } }
  const parameters = ['city', 'year'].map((name) => ({ name, description: '', default: '' }))
  expect(goalInput(roomId, typed, { list: false, parameters }).parameters).toEqual({ city: 'Oslo' })
  expect(goalInput(roomId, typed)).not.toHaveProperty('parameters')
})
