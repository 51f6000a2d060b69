import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DrillReport } from '../../server/contract/scorecard.ts'
import type { WorkspaceSnapshot } from '../../server/contract/workspace-snapshot.ts'
import { type Person, personAt } from '../../server/drills/person.ts'
import { until } from '../protocol/until.ts'
import { openStage, type Stage } from './stage.ts'

// The server's own program plays; the operator lets deliveries reach nothing on this machine.

let stage: Stage
let person: Person
let workspaceId = ''
beforeAll(async () => {
  stage = await openStage({ MUSTER_EGRESS_ALLOW: '' })
  person = personAt(stage.url, stage.token)
  workspaceId = (await person.get<{ workspaces: { id: string }[] }>('me')).workspaces[0]?.id ?? ''
}, 300_000)
afterAll(() => stage.close())

const start = (name: string) =>
  person.command<{ drillId: string; roomId: string }>('drill.start', { workspaceId, seed: 7, name })
const report = (drillId: string) => person.get<DrillReport>(`drills/${drillId}`)
const agents = async () => (await person.get<WorkspaceSnapshot>(`workspaces/${workspaceId}/snapshot`)).agents
const played = (drillId: string) =>
  until(async () => ((await report(drillId)).drill.status === 'running' ? null : report(drillId)), {
    ...{ withinMs: 300_000, what: 'the drill ended' },
  })

test('the cast of a drill is reached while it plays, and its address no longer afterwards', {
  timeout: 600_000,
}, async () => {
  const { drillId } = await start('failing-tests')
  const { url } = await until(async () => (await agents()).find((one) => one.status === 'active'), {
    ...{ withinMs: 150_000, what: 'the cast proved its address' },
  })
  expect((await played(drillId)).drill).toMatchObject({ status: 'ended', score: { ok: true } })
  const late = { workspaceId, name: 'Late', channel: 'webhook', url, skills: ['writing'] }
  const { agentId } = await person.command<{ agentId: string }>('agent.register', late)
  // It is not even asked: an open port at which nobody listens would say that the connection was refused.
  const answer = await person.command<{ status: string; reason?: string }>('agent.verify', { agentId })
  expect(answer).toMatchObject({
    status: 'unverified',
    reason: expect.stringContaining('may not connect'),
  })
})

test('a drill whose server dies in the middle is ended by the next one as interrupted, and its cast is gone', {
  timeout: 600_000,
}, async () => {
  const { drillId, roomId } = await start('goes-quiet')
  await until(async () => (await agents()).filter((one) => one.status === 'active').length >= 6, {
    ...{ withinMs: 150_000, what: 'the cast is at work' },
  })
  await stage.restart()
  const { drill } = await played(drillId)
  expect(drill).toMatchObject({ status: 'failed', score: { reason: expect.stringContaining('interrupted') } })
  await until(async () => (await agents()).every((one) => !one.labels.drill || one.status === 'removed'), {
    ...{ withinMs: 150_000, what: 'the cast is gone' },
  })
  const room = await person.get<{ goals: { status: string }[] }>(`rooms/${roomId}/snapshot`)
  expect(room.goals.filter((goal) => goal.status === 'running')).toEqual([])
})
