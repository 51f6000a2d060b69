import { describe, expect, test } from 'vitest'
import { asPerson, asToken } from '../../testing/actors.ts'
import { Scenario } from '../../testing/scenario.ts'
import { createGoal } from '../goal/create.ts'
import { postMessage } from '../room/message.ts'
import { createToken } from './token.ts'

async function desk() {
  const scene = await Scenario.open()
  const member = scene.people[0]?.member
  if (!member) throw new Error('nobody is here')
  const { workspaceId, roomId } = scene
  const say = (...scopes: Parameters<typeof asToken>[1][]) =>
    scene.call(postMessage, { roomId, body: 'Good morning.' }, asToken(member, ...scopes))
  const make = (scopes: Parameters<typeof asToken>[1][], ...own: Parameters<typeof asToken>[1][]) =>
    scene.call(createToken, { workspaceId, name: 'script', scopes }, asToken(member, ...own))
  return { scene, member, workspaceId, roomId, say, make }
}

describe('the scopes of a personal token', () => {
  test('S39 are asked by every command; the refusal names the one that is missing and stages nothing', async () => {
    const { scene, say } = await desk()
    const before = scene.disk.lane(scene.roomId).seq
    expect(await say('read')).toMatchObject({
      ok: false,
      code: 'forbidden',
      detail: expect.stringContaining('"message.post"'),
    })
    expect(await say('review')).toMatchObject({ ok: false, code: 'forbidden' })
    expect(scene.disk.lane(scene.roomId).seq).toBe(before)
    expect((await say('message.post')).ok).toBe(true)
    expect((await say('work')).ok).toBe(true)
    expect((await say()).ok).toBe(true)
  })

  test('are kept with the token, and without any it may all that its member may', async () => {
    const { scene, make } = await desk()
    await make(['read', 'goal.create', 'read'])
    await make([])
    expect(scene.rows('personal_token', scene.workspaceId).map((token) => token.scopes)).toEqual([
      ['read', 'goal.create'],
      [],
    ])
  })

  test('S34 a limited token makes no wider one', async () => {
    const { make } = await desk()
    for (const wider of [[], ['work'], ['member.invite', 'message.post']] as const)
      expect(await make([...wider], 'admin')).toMatchObject({ ok: false, code: 'forbidden' })
    expect((await make(['member.invite'], 'admin')).ok).toBe(true)
    expect(await make(['read'], 'work')).toMatchObject({ ok: false, detail: expect.stringContaining('token.create') })
  })

  test('S38 a limited token does not get by its id what its member was answered', async () => {
    const { scene, member, workspaceId } = await desk()
    const input = { workspaceId, name: 'laptop', scopes: [] }
    const first = await scene.call(createToken, input, asPerson(member), 'the id')
    expect(first.ok).toBe(true)
    expect(await scene.call(createToken, input, asToken(member, 'read'), 'the id')).toMatchObject({ code: 'forbidden' })
    expect(await scene.call(createToken, input, asToken(member), 'the id')).toEqual(first)
  })

  test('what the member may not do, no scope allows', async () => {
    const { scene, roomId, workspaceId } = await desk()
    const viewer = await scene.join('Vera', 'viewer')
    const goal = { roomId, title: 'A goal', brief: 'Of a viewer.', ...goalDefaults }
    expect(await scene.call(createGoal, goal, asToken(viewer.member, 'goal.create'))).toMatchObject({
      ok: false,
      detail: expect.stringContaining('viewer'),
    })
    expect((await viewer.do('token.create', { workspaceId, name: 'mine', scopes: ['goal.create'] })).ok).toBe(true)
  })
})

const goalDefaults = {
  acceptance: [],
  inputs: [],
  items: [],
  limits: {},
  clocks: {},
  autonomy: 'plan_first' as const,
  requiredApprovals: 1,
}
