import { describe, test } from 'vitest'
import { replaceChecklist } from '../commands/attempt/checklist.ts'
import { claimWork } from '../commands/attempt/claim.ts'
import { refuseCompletion } from '../commands/attempt/refuse-shape.ts'
import { postMessage } from '../commands/room/message.ts'
import { asAgent } from '../testing/actors.ts'
import { type Case, on, replays, second, stage } from '../testing/replay-stage.ts'

// As in projection.test.ts, for what agents say.

const result = { response: 'The bar moves a little to the north each winter.' }

/** What agents say, each call of agent-protocol.md 3 and 4. */
const reports: Record<string, Case> = {
  'an activity': on(stage, ({ bo, attemptId }) =>
    bo.post(attemptId, { type: 'thought', body: 'reading', progress: 0.4 }),
  ),
  'two activities within a second': on(stage, async ({ bo, attemptId }) => {
    await bo.post(attemptId, { type: 'thought', body: 'reading', progress: 0.4 })
    return bo.post(attemptId, { type: 'action', body: 'still reading', progress: 0.5 })
  }),
  'a question': on(stage, ({ bo, attemptId }) => bo.post(attemptId, { type: 'elicitation', body: 'Which one?' })),
  'a heartbeat': on(stage, ({ bo, attemptId }) => bo.heartbeat(attemptId)),
  'a heartbeat with progress': on(stage, ({ bo, attemptId }) => bo.heartbeat(attemptId, 0.7)),
  'a checklist': on(stage, ({ bo, attemptId }) =>
    bo.say('plan', replaceChecklist, attemptId, { attemptId, checklist: [{ content: 'read', status: 'in_progress' }] }),
  ),
  'a draft': on(stage, ({ bo, attemptId }) => bo.save(attemptId, 'draft', { parts: [{ text: 'half' }] })),
  'a request for leave': on(stage, ({ bo, attemptId }) => bo.askLeave(attemptId, 'rm -r build')),
  'a result': on(stage, ({ bo, attemptId }) => bo.complete(attemptId, result)),
  'a result that fails its checks': on(stage, ({ bo, attemptId }) => bo.complete(attemptId, { response: 'Done.' })),
  'a body that cannot be read': on(stage, async ({ bo, attemptId }) => ({
    ok: !(
      await bo.say('complete', refuseCompletion, attemptId, { attemptId, errors: [{ path: 'x', message: 'wrong' }] })
    ).ok,
  })),
  'a failure': on(stage, ({ bo, attemptId }) => bo.fail(attemptId, {})),
  'a refusal': on(stage, ({ bo, attemptId }) => bo.decline(attemptId)),
  'a late result': on(stage, async ({ ana, bo, taskId, attemptId }) => {
    await ana.must('task.take_over', { taskId })
    return { ok: !(await bo.complete(attemptId, result)).ok }
  }),
  'a message': on(stage, ({ scene, bo, roomId }) =>
    scene.call(postMessage, { roomId, body: 'I am on it.' }, asAgent(bo)),
  ),
  'a claim of work': on(stage, async ({ scene, ana, workspaceId, roomId }) => {
    const fields = { name: 'Puller', channel: 'pull' as const, skills: ['writing'], maxConcurrency: 2 }
    const { agentId } = await ana.must('agent.register', { workspaceId, ...fields })
    scene.agents.delete(String(agentId))
    await ana.do('agent.verify', { agentId: String(agentId) })
    await ana.must('room.add_participant', { roomId, agentId: String(agentId) })
    await scene.goal({
      title: 'To be pulled',
      plan: { tasks: [{ key: 'pulled', title: 'Pull', skills: ['writing'] }] },
    })
    const puller = asAgent({ id: String(agentId), workspaceId })
    return scene.call(claimWork, { roomId, claimId: 'c1', max: 1, skills: null, again: false, goals: [] }, puller)
  }),
  'silence until the lease ends': on(stage, async ({ scene }) => {
    await scene.clock.pass(100 * second)
    return { ok: true }
  }),
  'the same words again and again': on(stage, async ({ bo, attemptId }) => {
    for (let i = 0; i < 5; i++) await bo.post(attemptId, { type: 'thought', body: 'thinking about the quay' })
    return { ok: true }
  }),
  'a result that uses up the budget': on(stage, async ({ ana, bo, goalId, attemptId }) => {
    await ana.must('goal.set_limits', { goalId, limits: { tokens: 1000 } })
    return bo.complete(attemptId, { ...result, usage: { tokens: 1200, costUsd: 0.2 } })
  }),
  'an address that takes nothing': on(
    () => stage('dead'),
    async ({ scene }) => {
      await scene.clock.pass(100 * second)
      return { ok: true }
    },
  ),
}

describe('I32 the old snapshot with the events of', () => {
  test.each(Object.keys(reports))('%s is the fresh snapshot', async (name) => {
    await replays(reports[name] as Case)
  })
})
