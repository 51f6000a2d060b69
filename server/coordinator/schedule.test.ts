import { describe, expect, test } from 'vitest'
import type { CommandInput } from '../contract/commands.ts'
import { Scenario } from '../testing/scenario.ts'

const minute = 60_000
const hour = 60 * minute

async function desk() {
  const scene = await Scenario.open()
  const [ana] = scene.people
  if (!ana) throw new Error('nobody is here')
  const { workspaceId, roomId } = scene
  const save = (more: Partial<CommandInput<'schedule.save'>> = {}, by = ana) =>
    by.do('schedule.save', {
      ...{ workspaceId, roomId, name: 'Hourly', playbook: 'checklist', everySeconds: 3600 },
      ...{ goal: { title: 'What came in', brief: 'One page.' }, ...more },
    })
  const row = () => {
    const [schedule] = scene.rows('schedule', workspaceId)
    if (!schedule) throw new Error('there is no schedule')
    return schedule
  }
  const started = () => scene.rows('goal').map((goal) => goal.title)
  const told = (type: string) => scene.disk.lane(workspaceId).events.filter((event) => event.type === type)
  return { scene, ana, workspaceId, roomId, save, row, started, told }
}

describe('a schedule', () => {
  test('starts its goal at each of its moments, in the name of whoever saved it', async () => {
    const { scene, ana, save, row, started, told } = await desk()
    const from = scene.clock.now
    expect(await save()).toMatchObject({ ok: true, result: { nextAt: from + hour } })
    await scene.clock.pass(hour - minute)
    expect(started()).toEqual([])
    await scene.clock.pass(2 * minute)
    expect(started()).toEqual(['What came in'])
    expect(row()).toMatchObject({ nextAt: from + 2 * hour, lastOutcome: 'started', enabled: true })
    expect(scene.rows('goal')[0]).toMatchObject({ createdBy: ana.member.id, status: 'awaiting_plan_approval' })
    await scene.clock.pass(2 * hour)
    expect(started()).toHaveLength(3)
    expect(told('schedule.started').map((event) => event.data.goalId)).toEqual(
      scene.rows('goal').map((goal) => goal.id),
    )
    expect(scene.bugs).toEqual([])
  })

  test('starts first at the moment given, and a moment that is past is only the beginning of its steps', async () => {
    const { scene, save, row, started } = await desk()
    const from = scene.clock.now
    await save({ startAt: new Date(from + 5 * minute).toISOString() })
    await scene.clock.pass(6 * minute)
    expect(started()).toHaveLength(1)
    const { id: scheduleId } = row()
    await save({ scheduleId, startAt: from - 30 * minute })
    expect(row().nextAt).toBe(from + 30 * minute)
  })

  test('starts once for a time in which nobody was there, and keeps its place', async () => {
    const { scene, save, row, started, told } = await desk()
    const from = scene.clock.now
    await save()
    scene.process.crash()
    await scene.clock.pass(5 * hour + minute)
    expect(started()).toEqual([])
    scene.boot()
    await scene.clock.pass(minute)
    expect(started()).toHaveLength(1)
    expect(told('schedule.due').map((event) => event.data)).toMatchObject([{ dueAt: from + hour, missed: 4 }])
    expect(row().nextAt).toBe(from + 6 * hour)
  })

  test('F28 starts once with several processes on one database, and with one that died right after the decision', async () => {
    const { scene, save, started, told } = await desk()
    for (let i = 0; i < 3; i++) scene.boot()
    await save()
    await scene.clock.pass(hour + 10_000)
    expect(started()).toHaveLength(1)
    const [victim] = scene.alive()
    const stop = scene.disk.listeners
    const dies = (unit: { events: { type: string }[] }) => {
      if (!unit.events.some((event) => event.type === 'schedule.due')) return
      for (const process of scene.alive()) process.crash()
    }
    stop.add(dies as never)
    await scene.clock.pass(hour)
    stop.delete(dies as never)
    expect(victim?.alive).toBe(false)
    expect(told('schedule.due')).toHaveLength(2)
    expect(started()).toHaveLength(1)
    scene.boot()
    await scene.clock.pass(2 * minute)
    expect(started()).toHaveLength(2)
    expect(told('schedule.started')).toHaveLength(2)
  })

  test('is switched off with the reason when whoever saved it is gone, lost the right, or left the room', async () => {
    for (const [lose, reason] of [
      ['member.remove', /Ben is no longer in this workspace/],
      ['member.set_role', /viewer/],
      ['room.remove_participant', /no such thing here/],
    ] as const) {
      const { scene, ana, workspaceId, roomId, save, row, started, told } = await desk()
      const ben = await scene.join('Ben')
      await scene.clock.pass(1000)
      expect((await save({}, ben)).ok).toBe(true)
      const memberId = ben.member.id
      const participantId = scene.rows('participant').find((one) => one.subjectId === memberId)?.id ?? ''
      if (lose === 'member.remove') await ana.must(lose, { workspaceId, memberId })
      else if (lose === 'member.set_role') await ana.must(lose, { workspaceId, memberId, role: 'viewer' })
      else await ana.must(lose, { roomId, participantId })
      await scene.clock.pass(3 * hour)
      expect(started(), lose).toEqual([])
      expect(row(), lose).toMatchObject({ enabled: false, lastOutcome: expect.stringMatching(reason) })
      expect(told('schedule.switched_off'), lose).toHaveLength(1)
      // Whoever saves it again answers for it from then on.
      await save({ scheduleId: row().id })
      await scene.clock.pass(hour + minute)
      expect(started(), lose).toHaveLength(1)
    }
  })

  test('waits while its room is archived, and says so', async () => {
    const { scene, ana, roomId, save, row, started } = await desk()
    await save()
    await ana.must('room.update', { roomId, status: 'archived' })
    await scene.clock.pass(hour + minute)
    expect(started()).toEqual([])
    expect(row()).toMatchObject({ enabled: true, lastOutcome: expect.stringContaining('archived') })
    await ana.must('room.update', { roomId, status: 'open' })
    await scene.clock.pass(hour)
    expect(started()).toHaveLength(1)
    expect(row().lastOutcome).toBe('started')
  })

  test('rests while it is switched off, and starts nothing after it was removed', async () => {
    const { scene, ana, save, row, started } = await desk()
    await save({ enabled: false })
    await scene.clock.pass(3 * hour)
    expect(started()).toEqual([])
    const { id: scheduleId } = row()
    await save({ scheduleId })
    expect(row().nextAt).toBeGreaterThan(scene.clock.now)
    await ana.must('schedule.remove', { scheduleId })
    await scene.clock.pass(3 * hour)
    expect(started()).toEqual([])
  })

  test('is refused where it could never start: no such playbook, a wrong parameter, no right, another workspace', async () => {
    const { scene, save } = await desk()
    expect(await save({ playbook: 'No such' })).toMatchObject({ code: 'invalid', errors: [{ path: 'playbook' }] })
    const goal = { title: 'T', brief: 'B', parameters: { city: 'Oslo' } }
    expect(await save({ goal })).toMatchObject({ code: 'invalid', errors: [{ path: 'goal.parameters.city' }] })
    expect(await save({ everySeconds: 59 })).toMatchObject({ code: 'invalid' })
    expect(await save({}, await scene.join('Vera', 'viewer'))).toMatchObject({ code: 'forbidden' })
    const ben = await scene.join('Ben')
    await save()
    const [schedule] = scene.rows('schedule', scene.workspaceId)
    expect(await save({ scheduleId: schedule?.id ?? '' }, ben)).toMatchObject({ code: 'forbidden' })
    expect(await ben.do('schedule.remove', { scheduleId: schedule?.id ?? '' })).toMatchObject({ code: 'forbidden' })
  })
})
