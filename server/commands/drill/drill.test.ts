import { expect, test } from 'vitest'
import { Scenario } from '../../testing/scenario.ts'

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
