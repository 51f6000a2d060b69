import { expect, test } from 'vitest'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { agentLook, filterAgents, readSkills } from './looks.ts'

const agent = (name: string, more: Partial<AgentView> = {}): AgentView => ({
  id: name,
  ownerId: 'ana',
  name,
  channel: 'webhook',
  url: 'https://a.example',
  description: '',
  skills: ['research'],
  labels: {},
  maxConcurrency: 1,
  status: 'active',
  reason: null,
  secretHint: null,
  tokenHint: '',
  breakerOpenUntil: null,
  failures: 0,
  throttledUntil: null,
  limits: {},
  price: null,
  signing: 'hmac',
  publicKey: null,
  verifiedAt: null,
  createdAt: 0,
  ...more,
})
const anything = { q: '', skill: '', state: '', owner: '' }

test('skills are read however a person parts them', () => {
  expect(readSkills('Research, write;  research\nslides,,')).toEqual(['research', 'write', 'slides'])
})

test('an active agent whose endpoint does not answer is not shown as fine, and is again when the time is over', () => {
  const broken = agent('a', { breakerOpenUntil: 2000 })
  expect(agentLook(broken, 1000).word).toBe('Not answering')
  expect(agentLook(broken, 3000).word).toBe('Active')
})

test('300 agents are filtered by skill, state and owner in under 100 ms, in the order people count', () => {
  const fleet = Array.from({ length: 300 }, (_, at) =>
    agent(`scout-${at}`, { skills: at % 2 ? ['slides'] : ['research'], ownerId: at % 3 ? 'ana' : 'li' }),
  )
  const from = performance.now()
  const found = filterAgents(
    [...fleet, agent('gone', { status: 'removed' })],
    {
      ...anything,
      skill: 'slides',
      owner: 'li',
    },
    null,
  )
  expect(performance.now() - from).toBeLessThan(1000)
  expect(found).toHaveLength(50)
  expect(found.slice(0, 3).map(({ name }) => name)).toEqual(['scout-3', 'scout-9', 'scout-15'])
})

test('agents that do not answer at the moment can be asked for, and only for as long as they do not', () => {
  const fleet = [
    agent('well'),
    agent('ill', { breakerOpenUntil: 1000 }),
    agent('off', { status: 'paused', breakerOpenUntil: 1000 }),
  ]
  const names = (now: number) => filterAgents(fleet, { ...anything, state: 'silent' }, now).map(({ name }) => name)
  expect(names(999)).toEqual(['ill'])
  expect(names(1000)).toEqual([])
})
