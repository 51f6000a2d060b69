import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'

const scene = testServer()

test('F88 the owner of an agent leaves: the agent is turned off, its work goes to others, and what it did stays told', async () => {
  const colleague = await scene().colleague('admin')
  const roomId = await scene().room()
  const stays = await scene().webhookAgent({ rooms: [roomId] })
  const input = { workspaceId: scene().workspaceId, name: 'Heron of Ben', channel: 'pull', skills: ['heron'] }
  const made = await colleague.calls.post('/api/v1/commands', { id: randomUUID(), name: 'agent.register', input })
  const { agentId, token } = made.json.result
  const heron = scene().callsWith(token)
  await scene().must('room.add_participant', { roomId, agentId })
  await scene().must('agent.pause', { agentId: stays.agentId })
  await scene().goal(roomId)
  const [claim] = (await heron.post('/api/v1/claims', { claimId: randomUUID() })).json.claims
  await scene().must('agent.resume', { agentId: stays.agentId })
  await scene().must('member.remove', { workspaceId: scene().workspaceId, memberId: colleague.memberId })
  const taken = await stays.agent.got('attempt.requested')
  expect(taken.data.task.id).toBe(claim.task.id)
  const late = await heron.report(claim.attempt.id, 'complete', { response: 'From beyond.' })
  expect([401, 404, 409]).toContain(late.status)
  expect((await scene().agentRow(agentId))?.status ?? 'removed').not.toBe('active')
  expect(JSON.stringify(await scene().task(claim.task.id))).toContain('Heron of Ben')
})
