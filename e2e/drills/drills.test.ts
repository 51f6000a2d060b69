import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DrillReport, RoomScorecardView } from '../../server/contract/scorecard.ts'
import { conditionNames, conditionTitles } from '../../server/domain/drill.ts'
import { type Cast, openCast } from '../../server/drills/cast.ts'
import { conditions } from '../../server/drills/conditions.ts'
import { playOrder } from '../../server/drills/order.ts'
import { type Person, personAt, Refused } from '../../server/drills/person.ts'
import { WebhookAgent } from '../protocol/agent.ts'
import { until } from '../protocol/until.ts'
import { openStage, type Stage } from './stage.ts'

// Every condition on one real server, several at once: each has rooms and agents of its own.

let stage: Stage
let cast: Cast
let person: Person
let workspaceId = ''
beforeAll(async () => {
  stage = await openStage()
  cast = await openCast((line) => console.error(line))
  person = personAt(stage.url, stage.token)
  workspaceId = (await person.get<{ workspaces: { id: string }[] }>('me')).workspaces[0]?.id ?? ''
}, 300_000)
afterAll(async () => {
  await cast.close()
  await stage.close()
})

const start = (more: object) =>
  person.command<{ drillId: string; roomId: string }>('drill.start', { workspaceId, seed: 7, ...more })

describe.concurrent('a drill', () => {
  test.each(conditionNames)('%s: the coordinator does what is expected of it', { timeout: 400_000 }, async (name) => {
    const begun = await start({ name, played: 'elsewhere' })
    const order = { workspaceId, ...begun, name, seed: 7, recovery: true }
    const [one] = await playOrder(person, cast, { ...order, cast: 'scripted' })
    expect(one?.with.verdicts.filter((verdict) => !verdict.ok)).toEqual([])
    expect(one?.with.status, conditionTitles[name]).toBe('completed')
    expect(one?.without?.figures.length).toBe(one?.with.figures.length)
    expect(one?.fault).toBe(conditions[name].fault)
    const without = await person.get<RoomScorecardView>(`rooms/${one?.without?.roomId}/scorecard`)
    expect(without.drills.map((drill) => drill.status)).toEqual(['ended'])
  })

  test('started with one command it is played by the server’s own program, with recovery and without', {
    timeout: 400_000,
  }, async () => {
    const { drillId, roomId } = await start({ name: 'failing-tests' })
    const report = () => person.get<DrillReport>(`drills/${drillId}`)
    const ended = await until(async () => ((await report()).drill.status === 'running' ? null : report()), {
      withinMs: 300_000,
      what: 'the drill ended',
    })
    expect(ended.drill).toMatchObject({ status: 'ended', score: { ok: true } })
    const [run] = (ended.drill.score?.runs ?? []) as { with: { status: string }; without: { status: string } }[]
    expect([run?.with.status, run?.without.status]).toEqual(['completed', 'running'])
    const success = (of: DrillReport['figures'] | null) => of?.find((one) => one.name === 'success')
    expect(success(ended.figures)?.value).toBe(1)
    expect(success(ended.without)?.value).toBe(0)
    // What a figure is counted from names its room: each play has one of its own.
    expect(success(ended.figures)?.lines.map((line) => line.roomId)).toEqual([roomId])
    expect(success(ended.without)?.lines.map((line) => line.roomId)).not.toContain(roomId)
  })

  test('with somebody’s own agent beside the cast the fault is still played, and the work is done', {
    timeout: 400_000,
  }, async () => {
    const agent = await WebhookAgent.open(({ data }) => ({
      status: 200,
      json: { status: 'completed', response: `Done: ${data.task?.title}, by an agent of their own.` },
    }))
    const fields = { workspaceId, name: 'Own agent', channel: 'webhook', url: agent.url, skills: ['writing'] }
    const { agentId, secret } = await person.command<{ agentId: string; secret: string }>('agent.register', fields)
    agent.secrets = [secret]
    await person.command('agent.verify', { agentId })
    const begun = await start({ name: 'loses-history', cast: [agentId], played: 'elsewhere' })
    const order = { workspaceId, ...begun, name: 'loses-history' as const, seed: 7, recovery: true }
    const [one] = await playOrder(person, cast, { ...order, cast: [agentId] })
    await agent.close()
    expect(one).toMatchObject({ ok: true, with: { status: 'completed' } })
    const worked = one?.with.verdicts.find((verdict) => verdict.says.includes('beside the cast'))
    expect(worked?.seqs.length).toBeGreaterThan(0)
    expect(agent.of('attempt.requested').map((message) => message.data.task?.title)).toContain('Timetable of the tram')
  })

  test('with agents that can do nothing of it is not played, and says so', async () => {
    const fields = { workspaceId, name: 'Draws only', channel: 'pull', skills: ['drawing'] }
    const { agentId } = await person.command<{ agentId: string }>('agent.register', fields)
    const begun = await start({ name: 'starts-over', cast: [agentId], played: 'elsewhere' })
    const order = { workspaceId, ...begun, name: 'starts-over' as const, seed: 7, recovery: true, cast: [agentId] }
    await expect(playOrder(person, cast, order)).rejects.toThrow('has the skill writing')
    const { drill } = await person.get<DrillReport>(`drills/${begun.drillId}`)
    expect(drill).toMatchObject({ status: 'failed', score: { reason: expect.stringContaining('skill writing') } })
  })

  test('in a room that holds people’s real work is refused', async () => {
    const { roomId } = await person.command<{ roomId: string }>('room.create', { workspaceId, name: 'Real work' })
    await expect(start({ name: 'failing-tests', roomId })).rejects.toThrow(Refused)
  })
})
