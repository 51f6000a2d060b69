import { expect, test } from 'vitest'
import type { LogEvent } from '../../server/contract/events.ts'
import type { RoomSnapshot, TaskView } from '../../server/contract/snapshot.ts'
import { createLaneStore } from './store.ts'

const laneId = '00000000-0000-4000-8000-000000000001'

function snapshot(seq: number, tasks: Partial<TaskView>[] = []): RoomSnapshot {
  return {
    seq,
    room: {
      id: laneId,
      workspaceId: 'w',
      name: 'Room',
      rules: '',
      status: 'open',
      actionPolicy: 'ask',
      actionRules: [],
      limits: {},
      spent: {},
      purpose: 'work',
      createdAt: 0,
    },
    participants: [],
    messages: [],
    goals: [],
    tasks: tasks as TaskView[],
    attempts: [],
    deliverables: [],
    reviews: [],
    comments: [],
    handoffs: [],
    actions: [],
    files: [],
    conflicts: [],
    opinions: [],
    incidents: [],
    drills: [],
  }
}
function event(seq: number, changes: LogEvent['changes'] = []): LogEvent {
  return { seq, at: seq, type: 'task.changed', actor: { kind: 'coordinator', id: 'c', name: 'C' }, data: {}, changes }
}
function byHand() {
  const frames: (() => void)[] = []
  return {
    schedule: (task: () => void) => void frames.push(task),
    frames,
    draw: () => {
      for (const frame of frames.splice(0)) frame()
    },
  }
}
const setTask = (seq: number, id: string, title: string) => event(seq, [{ in: 'tasks', id, set: { title } }])

test('two hundred events of one frame tell listeners once, and only of the collection they change', () => {
  const hand = byHand()
  const lane = createLaneStore(laneId, hand.schedule)
  lane.load(snapshot(0, [{ id: 't', title: 'a', goalId: 'g', status: 'ready' }]))
  const messages = lane.list('messages')
  let told = 0
  lane.state.subscribe(() => {
    told += 1
  })
  for (let seq = 1; seq <= 200; seq += 1) lane.take({ laneId, events: [setTask(seq, 't', `title ${seq}`)] })
  expect([told, hand.frames.length]).toEqual([0, 1])
  hand.draw()
  expect(told).toBe(1)
  expect(lane.list('tasks')[0]?.title).toBe('title 200')
  expect(lane.list('messages')).toBe(messages)
  expect(lane.state.getState().seq).toBe(200)
})

test('a list is the same array until its collection changes, and a row is replaced, never written to', () => {
  const hand = byHand()
  const lane = createLaneStore(laneId, hand.schedule)
  lane.load(
    snapshot(0, [
      { id: 't', title: 'a' },
      { id: 'u', title: 'b' },
    ]),
  )
  const [list, row, other] = [lane.list('tasks'), lane.row('tasks', 't'), lane.row('tasks', 'u')]
  expect(lane.list('tasks')).toBe(list)
  lane.take({ laneId, events: [setTask(1, 't', 'changed')] })
  hand.draw()
  expect(lane.list('tasks')).not.toBe(list)
  expect(row?.title).toBe('a')
  expect(lane.row('tasks', 't')?.title).toBe('changed')
  expect(lane.row('tasks', 'u')).toBe(other)
})

test('a batch with a hole applies what continues and reports the gap', () => {
  const lane = createLaneStore(laneId, byHand().schedule)
  lane.load(snapshot(3))
  expect(lane.take({ laneId, events: [event(3), event(4), event(6)] })).toBe('gap')
  expect(lane.seq()).toBe(4)
})

test('waiting for a number ends when the lane is level, and at once when the lane is gone', async () => {
  const lane = createLaneStore(laneId, byHand().schedule)
  lane.load(snapshot(0))
  const first = lane.reached(2)
  lane.take({ laneId, events: [event(1), event(2)] })
  expect(await first).toBe(true)
  const second = lane.reached(9)
  lane.drop()
  expect(await second).toBe(false)
  expect(lane.phase()).toBe('gone')
})

test('a snapshot older than what is held changes nothing', () => {
  const lane = createLaneStore(laneId, byHand().schedule)
  lane.load(snapshot(5, [{ id: 't', title: 'new' }]))
  lane.load(snapshot(4, [{ id: 't', title: 'old' }]))
  expect(lane.row('tasks', 't')?.title).toBe('new')
})
