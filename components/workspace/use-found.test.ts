import { expect, test } from 'vitest'
import type { Found } from '../../server/contract/found-views.ts'
import { placeOf } from './use-found.ts'

const found = (more: Partial<Found>): Found => ({
  ...{ kind: 'task', id: 'x', title: 'Ships', number: 21, room: { id: 'r', name: 'Harbour' }, over: false },
  ...more,
})

test('each thing that is found leads to itself, in the room it stands in', () => {
  const hrefs = (['room', 'goal', 'task', 'deliverable', 'agent', 'person'] as const).map(
    (kind) => placeOf(found({ kind }), '/w/1').href,
  )
  expect(hrefs).toEqual([
    '/w/1/rooms/x',
    '/w/1/rooms/r/plan?goal=x',
    '/w/1/rooms/r/tasks/x',
    '/w/1/deliverables/x',
    '/w/1/agents/x',
    '/w/1/settings/members#x',
  ])
})

test('it is shown with its number, its room, and whether it is over', () => {
  expect(placeOf(found({}), '/w/1')).toMatchObject({ ids: 'T-21', hint: 'Harbour', group: 'Tasks' })
  expect(placeOf(found({ over: true }), '/w/1').hint).toBe('Harbour · over')
  const room = placeOf(found({ kind: 'room', number: null, room: null, over: true }), '/w/1')
  expect([room.hint, room.ids]).toEqual(['archived', undefined])
  expect(placeOf(found({ kind: 'person', number: null, room: null }), '/w/1').hint).toBe('person')
})
