import type { CommandName } from '../contract/commands.ts'
import { type Case, on, planned, stage } from './replay-stage.ts'
import { agentFields } from './replay-workspace.ts'

/** The commands about a room, its goals and their plans. */
export const roomCases = {
  'room.update': on(stage, ({ ana, roomId }) =>
    ana.do('room.update', { roomId, name: 'Quay', rules: 'Be brief.', status: 'paused' }),
  ),
  'room.add_participant': on(stage, async ({ scene, ana, roomId, workspaceId }) => {
    const { agentId } = await ana.must('agent.register', { workspaceId, ...agentFields })
    await ana.must('agent.verify', { agentId: String(agentId) })
    scene.agents.delete(String(agentId))
    return ana.do('room.add_participant', { roomId, agentId: String(agentId) })
  }),
  'room.remove_participant': on(stage, ({ scene, ana, bo, roomId }) => {
    const participantId = scene.rows('participant').find((one) => one.subjectId === bo.id)?.id ?? ''
    return ana.do('room.remove_participant', { roomId, participantId })
  }),
  'message.post': on(stage, ({ ana, roomId }) =>
    ana.do('message.post', { roomId, body: 'How far, @coordinator? And you, @Bo?' }),
  ),
  'mention.see': on(stage, async ({ ana, ben, roomId }) => {
    await ben.must('message.post', { roomId, body: 'Have a look, @Ana.' })
    return ana.do('mention.see', { roomId })
  }),
  'file.attach': on(stage, ({ ana, roomId }) =>
    ana.do('file.attach', { roomId, name: 'tides.csv', text: 'a,b\n1,2\n' }),
  ),
  'handoff.answer': on(
    () => stage('asking'),
    ({ scene, ana }) => ana.do('handoff.answer', { handoffId: scene.rows('handoff')[0]?.id ?? '', body: 'Both.' }),
  ),
  'action.allow': on(
    () => stage('drafting'),
    ({ scene, ana }) => ana.do('action.allow', { actionId: scene.rows('action_request')[0]?.id ?? '' }),
  ),
  'action.deny': on(
    () => stage('drafting'),
    ({ scene, ana }) => ana.do('action.deny', { actionId: scene.rows('action_request')[0]?.id ?? '' }),
  ),
  'goal.create': on(stage, ({ ana, roomId }) =>
    ana.do('goal.create', { roomId, title: 'More', brief: '- one\n- two', acceptance: ['All of it'] }),
  ),
  'goal.pause': on(stage, ({ ana, goalId }) => ana.do('goal.pause', { goalId })),
  'goal.resume': on(stage, async ({ ana, goalId }) => {
    await ana.must('goal.pause', { goalId })
    return ana.do('goal.resume', { goalId })
  }),
  'goal.cancel': on(
    () => stage('asking'),
    ({ ana, goalId }) => ana.do('goal.cancel', { goalId, reason: 'no longer wanted' }),
  ),
  'goal.set_policy': on(stage, ({ ana, goalId }) =>
    ana.do('goal.set_policy', { goalId, recovery: { lost: { action: 'ask_person' } }, stale: 'redo' }),
  ),
  'goal.set_limits': on(stage, ({ ana, goalId }) => ana.do('goal.set_limits', { goalId, limits: { steps: 9 } })),
  'plan.edit': on(planned, ({ ana, goalId }) =>
    ana.do('plan.edit', {
      goalId,
      plan: {
        tasks: [
          { key: 'a', title: 'A', skills: ['flying'] },
          { key: 'b', title: 'B', needs: ['a'] },
        ],
      },
    }),
  ),
  'plan.approve': on(planned, ({ ana, goalId }) => ana.do('plan.approve', { goalId })),
} satisfies Partial<Record<CommandName, Case>>
