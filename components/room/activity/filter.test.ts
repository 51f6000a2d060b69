import { expect, test } from 'vitest'
import type { IncidentView } from '../../../server/contract/coordination-views.ts'
import { type Filter, fits, kindOptions, queryOf, readKind, says } from './filter.ts'
import { type Lookups, quietTypes, toldTypes } from './sentences.ts'
import type { ActivityEvent } from './telling.ts'

const everything: Filter = { goal: '', of: '', by: '', kind: '', incident: null }
const look: Lookups = {
  task: (id) => (id === 't' ? { label: 'T-1 Wells', goalId: 'g' } : null),
  goal: () => 'Survey',
  deliverable: (id) => (id === 'd' ? { label: 'D-1 Report', goalId: 'g' } : null),
  name: () => 'scout',
  attempt: (id) => (id === 'a' ? { taskId: 't', number: 1, participantId: 'p', doer: 'scout', choice: null } : null),
}
const event = (type: string, data: Record<string, unknown> = {}, actor = 'coordinator'): ActivityEvent => ({
  seq: 7,
  at: 0,
  type,
  actor: {
    kind: actor === 'coordinator' ? 'coordinator' : actor === 'ana' ? 'member' : 'agent',
    id: actor,
    name: actor,
  },
  data,
})
const subjects = (id: string) => (id === 'p' ? 'agent-1' : null)
const wanted = (one: ActivityEvent, filter: Partial<Filter>) => fits(one, { ...everything, ...filter }, look, subjects)

test('whatever is shown of a kind is among the types that the server is asked for', () => {
  for (const { value: kind } of kindOptions) {
    const asked = queryOf({ ...everything, kind })
    const [types, without] = [asked.get('types')?.split(','), asked.get('without')?.split(',') ?? []]
    for (const type of toldTypes)
      for (const data of [{}, { action: 'retry' }]) {
        if (!wanted(event(type, data), { kind })) continue
        expect(types?.includes(type) ?? true, `${kind}: ${type}`).toBe(true)
        expect(without, `${kind}: ${type}`).not.toContain(type)
      }
  }
})

test('every type that is not a mere sign of life is shown where nothing is filtered', () => {
  expect(toldTypes.filter((type) => !wanted(event(type), {}))).toEqual(quietTypes)
  expect(toldTypes.every((type) => wanted(event(type), { kind: 'all' }))).toBe(true)
})

test('an event belongs to a goal by its task, its try or its deliverable', () => {
  for (const data of [{ goalId: 'g' }, { taskId: 't' }, { attemptId: 'a' }, { deliverableId: 'd' }])
    expect(wanted(event('task.waiting', data), { goal: 'g' })).toBe(true)
  expect(wanted(event('task.waiting', { taskId: 'elsewhere' }), { goal: 'g' })).toBe(false)
  expect(wanted(event('task.waiting', { attemptId: 'a' }), { of: 't' })).toBe(true)
})

test('by a participant is what it did and what was decided about it; by the coordinator only its own', () => {
  expect(wanted(event('attempt.accepted', {}, 'agent-1'), { by: 'p' })).toBe(true)
  expect(wanted(event('attempt.failed', { attemptId: 'a' }), { by: 'p' })).toBe(true)
  expect(wanted(event('task.ready', { taskId: 't' }), { by: 'p' })).toBe(false)
  expect(wanted(event('attempt.accepted', {}, 'agent-1'), { by: 'coordinator' })).toBe(false)
  expect(wanted(event('goal.paused', {}, 'ana'), { kind: 'people' })).toBe(true)
  expect(wanted(event('goal.paused', {}, 'ana'), { kind: 'decisions' })).toBe(false)
})

test('words are looked for in the whole sentence with its reason and number; an unknown kind shows what happened', () => {
  const one = event('attempt.superseded', { attemptId: 'a', reason: 'quiet for 90 s' })
  expect(says(one, ['wells', 'quiet', '#7'], look)).toBe(true)
  expect(says(one, ['wells', 'loud'], look)).toBe(false)
  expect([readKind('budget'), readKind('nonsense'), readKind(null)]).toEqual(['budget', '', ''])
})

const incident: IncidentView = {
  id: 'i',
  class: 'errored',
  cause: '3 agents reported errors at once',
  agents: ['agent-1', 'agent-2', 'agent-3'],
  attempts: 5,
  openedAt: 100,
  lastAt: 200,
  closedAt: null,
}
const failed = (at: number, failure: string) => ({ ...event('attempt.failed', { class: failure, attemptId: 'a' }), at })

test('an incident shows its own beginning and end, and the failures of its class while it lasted', () => {
  expect(wanted(event('incident.opened', { incidentId: 'i' }), { incident })).toBe(true)
  expect(wanted(event('incident.opened', { incidentId: 'other' }), { incident })).toBe(false)
  expect([99, 100, 200, 201].map((at) => wanted(failed(at, 'errored'), { incident }))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(wanted(failed(150, 'lost'), { incident })).toBe(false)
  expect(wanted(event('task.completed', { taskId: 't' }), { incident })).toBe(false)
})

test('what an incident shows is what the server is asked for, whatever kind was chosen before', () => {
  for (const { value: kind } of kindOptions) {
    const asked = queryOf({ ...everything, kind, incident })
    expect(asked.get('types')?.split(',')).toEqual(['attempt.failed', 'incident.opened', 'incident.closed'])
    expect([asked.get('without'), asked.get('kind')]).toEqual([null, null])
  }
})
