import { expect, test } from 'vitest'
import { castLabel } from '../../domain/drill.ts'
import { Scenario } from '../../testing/scenario.ts'
import { tokenMark } from './tidy.ts'

const drill = { name: 'failing-tests', played: 'elsewhere' } as const

async function begun() {
  const scene = await Scenario.open()
  const ana = scene.people[0] as Scenario['people'][number]
  const { workspaceId } = scene
  const start = (more: object = {}) => ana.do('drill.start', { workspaceId, ...drill, ...more })
  const made = (await ana.must('drill.start', { workspaceId, ...drill })) as { drillId: string; roomId: string }
  return { scene, ana, start, made }
}

test('a drill in a room that holds people’s real work is refused, and says where it is played instead', async () => {
  const { scene, start } = await begun()
  expect(await start({ roomId: scene.roomId })).toMatchObject({
    ok: false,
    code: 'conflict',
    detail: expect.stringContaining('real work'),
  })
})

test('a drill has a room of its own, and another one may be played there', async () => {
  const { scene, start, made } = await begun()
  expect(made.roomId).not.toBe(scene.roomId)
  expect(await start({ roomId: made.roomId })).toMatchObject({ ok: true, result: { roomId: made.roomId } })
})

test('what a drill came to is told once and stands', async () => {
  const { ana, made } = await begun()
  const report = { ...made, status: 'failed', reason: 'the cast could not be reached' } as const
  expect(await ana.do('drill.report', report)).toMatchObject({ ok: true })
  expect(await ana.do('drill.report', { ...report, status: 'ended' })).toMatchObject({ ok: false, code: 'conflict' })
})

test('a server that plays no drills says so before it makes a room', async () => {
  const { start } = await begun()
  expect(await start({ played: 'here' })).toMatchObject({ ok: false, detail: expect.stringContaining('npm run drill') })
})

const interrupted = (scene: Scenario, roomId: string) => scene.rows('drill', roomId).map((one) => one.status)

test('a drill whose program is no longer heard of ends as interrupted, with its work and without its cast', async () => {
  const { scene, ana, made } = await begun()
  const { roomId } = made
  scene.rooms.push(roomId)
  const agent = { name: 'Ida', channel: 'pull' as const, skills: ['writing'], labels: { [castLabel]: roomId } }
  const cast = await ana.must('agent.register', { workspaceId: scene.workspaceId, ...agent })
  await ana.must('token.create', {
    workspaceId: scene.workspaceId,
    name: `Drill: x${tokenMark(roomId)}`,
    scopes: ['read'],
  })
  const plan = { tasks: [{ key: 'only', title: 'Only', brief: '', skills: ['writing'] }] }
  await ana.must('goal.create', { roomId, title: 'Played', brief: 'Play.', autonomy: 'run', plan })
  await scene.clock.pass(40_000)
  expect(interrupted(scene, roomId)).toEqual(['running'])
  await scene.clock.pass(20_000)
  expect(interrupted(scene, roomId)).toEqual(['failed'])
  expect(scene.rows('drill', roomId)[0]?.score).toMatchObject({
    ok: false,
    reason: expect.stringContaining('interrupted'),
  })
  expect(scene.rows('goal', roomId).map((goal) => goal.status)).toEqual(['cancelled'])
  expect(scene.rows('agent', scene.workspaceId).find((one) => one.id === cast.agentId)?.status).toBe('removed')
  expect(scene.rows('personal_token', scene.workspaceId).every((token) => token.revokedAt !== null)).toBe(true)
  expect(scene.bugs).toEqual([])
})

test('a drill whose program says that it is at it goes on, and its room stands however often that is said', async () => {
  const { scene, ana, made } = await begun()
  for (let i = 0; i < 8; i++) {
    await scene.clock.pass(15_000)
    expect(await ana.do('drill.report', { ...made, status: 'running' })).toMatchObject({ ok: true })
  }
  expect(interrupted(scene, made.roomId)).toEqual(['running'])
  await scene.clock.pass(60_000)
  expect(interrupted(scene, made.roomId)).toEqual(['failed'])
})

test('a play beside a drill that is interrupted has its room put away', async () => {
  const { scene, start } = await begun()
  const beside = await start({ beside: true })
  const roomId = beside.ok ? String((beside.result as { roomId: string }).roomId) : ''
  await scene.clock.pass(60_000)
  expect(scene.rows('room', roomId).map((room) => room.status)).toEqual(['archived'])
})

test('a drill that ended is not ended again', async () => {
  const { scene, ana, made } = await begun()
  await ana.must('drill.report', { ...made, status: 'failed', reason: 'nobody came' })
  await scene.clock.pass(120_000)
  expect(scene.rows('drill', made.roomId)[0]?.score).toMatchObject({ reason: 'nobody came' })
})

test('a drill is not played beside work that is under way in its room, and says which', async () => {
  const { ana, start, made } = await begun()
  const plan = { tasks: [{ key: 'only', title: 'Only', brief: '', skills: ['writing'] }] }
  await ana.must('goal.create', { roomId: made.roomId, title: 'Harbour dues', brief: 'x', autonomy: 'run', plan })
  expect(await start({ roomId: made.roomId })).toMatchObject({
    code: 'conflict',
    detail: expect.stringContaining('Harbour dues'),
  })
})

test('agents of one’s own are not cast where all good work is scripted, and it is said which condition that is', async () => {
  const { start } = await begun()
  expect(await start({ cast: 'crew' })).toMatchObject({
    code: 'invalid',
    detail: expect.stringContaining('Failing tests'),
  })
  expect(await start({ name: 'starts-over', cast: 'crew' })).toMatchObject({ ok: true })
})

test('a cast that names somebody who is not here is refused at once', async () => {
  const { scene, start, made } = await begun()
  const bo = await scene.agent({ name: 'Bo' })
  for (const roomId of [undefined, made.roomId])
    expect(
      await start({ name: 'starts-over', cast: [bo.id, crypto.randomUUID()], ...(roomId ? { roomId } : {}) }),
    ).toMatchObject({ ok: false, code: 'invalid', detail: expect.stringContaining('does not have') })
  expect(await start({ name: 'starts-over', cast: [bo.id] })).toMatchObject({ ok: true })
})
