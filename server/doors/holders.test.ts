import { expect, test } from 'vitest'
import { createHolders } from './holders.ts'

test('an attempt is known by the agent it was handed to, and the oldest are forgotten first', () => {
  const holders = createHolders(2)
  for (const attemptId of ['first', 'second', 'third']) holders.note(attemptId, { id: 'ada', workspaceId: 'w' })
  expect(holders.of('first')).toBeNull()
  expect(holders.of('third')).toEqual({ agentId: 'ada', workspaceId: 'w' })
})
