import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { randomName, startServer } from './server.ts'
import { pass, until } from './until.ts'

const scene = testServer()
const goalsOf = async (roomId: string): Promise<{ id: string; title: string }[]> =>
  (await scene().snapshot(roomId)).goals
async function schedule(scheduleId: string) {
  const { schedules } = (await scene().person.get(`/api/v1/workspaces/${scene().workspaceId}/snapshot`)).json
  return schedules.find((one: { id: string }) => one.id === scheduleId)
}
const save = async (roomId: string, startsInMs: number, more: object = {}) => {
  const { workspaceId } = scene()
  const goal = { title: randomName('weekly'), brief: '- look\n- write' }
  const when = { everySeconds: 3600, startAt: new Date(Date.now() + startsInMs).toISOString() }
  const { scheduleId } = await scene().must('schedule.save', {
    ...{ workspaceId, roomId, name: 'Weekly', playbook: 'checklist', goal, ...when, ...more },
  })
  return { scheduleId, title: goal.title }
}

test('a schedule starts its goal at its moment, and says what came of it', async () => {
  const roomId = await scene().room()
  const { scheduleId, title } = await save(roomId, 5000)
  const before = await schedule(scheduleId)
  expect(before).toMatchObject({ lastAt: null, lastOutcome: null, enabled: true, playbook: 'checklist' })
  const [goal] = await until(async () => (await goalsOf(roomId)).length > 0 && goalsOf(roomId), {
    what: 'the schedule started',
  })
  expect(goal?.title).toBe(title)
  const after = await until(async () => (await schedule(scheduleId)).lastOutcome !== null && schedule(scheduleId), {
    what: 'the outcome is written down',
  })
  expect(after).toMatchObject({ lastOutcome: 'started', nextAt: before.nextAt + 3_600_000 })
  expect(after.lastAt - before.nextAt).toBeLessThan(15_000)
})

test('two processes on one database start a schedule once, and so does one that comes after both were down', async () => {
  const roomId = await scene().room()
  const other = await startServer(scene().database.url)
  await save(roomId, 1500)
  await until(async () => (await goalsOf(roomId)).length > 0, { what: 'the schedule started' })
  await pass(2500)
  expect(await goalsOf(roomId)).toHaveLength(1)
  await other.stop()
  const { title } = await save(roomId, 2000)
  await scene().server.stop()
  await pass(2500)
  await scene().restart()
  await until(async () => (await goalsOf(roomId)).some((goal) => goal.title === title), { what: 'it was made up for' })
  await pass(2500)
  expect((await goalsOf(roomId)).filter((goal) => goal.title === title)).toHaveLength(1)
})

test('a schedule of somebody who left is switched off with the reason', async () => {
  const roomId = await scene().room()
  const { workspaceId } = scene()
  const ben = await scene().colleague()
  await scene().must('room.add_participant', { roomId, memberId: ben.memberId })
  const goal = { title: 'Of Ben', brief: 'B' }
  const startAt = Date.now() + 6000
  const input = { workspaceId, roomId, name: 'Ben’s', playbook: 'checklist', goal, everySeconds: 60, startAt }
  const made = await ben.calls.post('/api/v1/commands', { id: crypto.randomUUID(), name: 'schedule.save', input })
  expect(made.status, made.text).toBe(200)
  await scene().must('member.remove', { workspaceId, memberId: ben.memberId })
  const off = await until(
    async () => !(await schedule(made.json.result.scheduleId)).enabled && schedule(made.json.result.scheduleId),
    { what: 'it was switched off' },
  )
  expect(off.lastOutcome).toContain('no longer in this workspace')
  expect(await goalsOf(roomId)).toEqual([])
})

test('a schedule more often than once a minute, of no playbook, or for another workspace’s room is refused', async () => {
  const roomId = await scene().room()
  const { workspaceId } = scene()
  const input = {
    workspaceId,
    roomId,
    name: 'N',
    playbook: 'checklist',
    goal: { title: 'T', brief: 'B' },
    everySeconds: 60,
  }
  const refused = async (more: object) => {
    const { status, json } = await scene().send('schedule.save', { ...input, ...more })
    return [status, json.errors?.[0]?.path]
  }
  expect(await refused({ everySeconds: 59 })).toEqual([422, 'input.everySeconds'])
  expect(await refused({ playbook: 'nothing' })).toEqual([422, 'playbook'])
  expect(await refused({ startAt: 'tomorrow' })).toEqual([422, 'input.startAt'])
  expect(await refused({ goal: { title: 'T', brief: 'B', parameters: { a: 'b' } } })).toEqual([
    422,
    'goal.parameters.a',
  ])
  expect(await refused({ roomId: crypto.randomUUID() })).toEqual([404, undefined])
})
