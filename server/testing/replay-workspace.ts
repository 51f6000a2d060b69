import type { CommandName } from '../contract/commands.ts'
import { type Case, on, second, stage } from './replay-stage.ts'

const terms = { name: 'Weekly', playbook: 'checklist', goal: { title: 'Again', brief: '- one\n- two' } }
/** A webhook agent that nobody knows yet. */
export const agentFields = {
  name: 'Newcomer',
  channel: 'webhook' as const,
  url: 'https://new.test/hook',
  skills: ['writing'],
}

/** The commands about a workspace, its members and its agents. */
export const workspaceCases = {
  'workspace.rename': on(stage, ({ ana, workspaceId }) =>
    ana.do('workspace.rename', { workspaceId, name: 'Southwind' }),
  ),
  'member.invite': on(stage, ({ ana, workspaceId }) => ana.do('member.invite', { workspaceId })),
  'invite.revoke': on(stage, async ({ ana, workspaceId }) => {
    const { inviteId } = await ana.must('member.invite', { workspaceId })
    return ana.do('invite.revoke', { workspaceId, inviteId: String(inviteId) })
  }),
  'member.set_role': on(stage, ({ ana, ben, workspaceId }) =>
    ana.do('member.set_role', { workspaceId, memberId: ben.member.id, role: 'admin' }),
  ),
  'member.remove': on(stage, async ({ ana, ben, workspaceId, taskId }) => {
    await ben.must('task.take_over', { taskId })
    return ana.do('member.remove', { workspaceId, memberId: ben.member.id })
  }),
  'token.create': on(stage, ({ ana, workspaceId }) => ana.do('token.create', { workspaceId, name: 'Laptop' })),
  'token.revoke': on(stage, async ({ ana, workspaceId }) => {
    const { tokenId } = await ana.must('token.create', { workspaceId, name: 'Laptop' })
    return ana.do('token.revoke', { workspaceId, tokenId: String(tokenId) })
  }),
  'playbook.save': on(stage, ({ ana, workspaceId, goalId }) =>
    ana.do('playbook.save', { workspaceId, goalId, name: 'Two', parameters: [{ name: 'which', replaces: 'First' }] }),
  ),
  'playbook.remove': on(stage, async ({ ana, workspaceId, goalId }) => {
    const { playbookId } = await ana.must('playbook.save', { workspaceId, goalId, name: 'Two' })
    return ana.do('playbook.remove', { playbookId: String(playbookId) })
  }),
  'schedule.save': on(stage, async ({ scene, ana, workspaceId, roomId }) => {
    const startAt = scene.clock.now + 3 * second
    return ana.do('schedule.save', { workspaceId, roomId, ...terms, everySeconds: 60, startAt })
  }),
  'schedule.remove': on(stage, async ({ ana, workspaceId, roomId }) => {
    const { scheduleId } = await ana.must('schedule.save', { workspaceId, roomId, ...terms, everySeconds: 60 })
    return ana.do('schedule.remove', { scheduleId: String(scheduleId) })
  }),
  'hook.create': on(stage, ({ ana, workspaceId, roomId }) => ana.do('hook.create', { workspaceId, roomId, ...terms })),
  'hook.revoke': on(stage, async ({ ana, workspaceId, roomId }) => {
    const { hookId } = await ana.must('hook.create', { workspaceId, roomId, ...terms })
    return ana.do('hook.revoke', { hookId: String(hookId) })
  }),
  'room.create': on(stage, ({ ana, workspaceId }) => ana.do('room.create', { workspaceId, name: 'Elsewhere' })),
  'drill.start': on(stage, ({ ana, workspaceId }) =>
    ana.do('drill.start', { workspaceId, name: 'failing-tests', played: 'elsewhere' }),
  ),
  'drill.report': on(stage, async ({ ana, workspaceId }) => {
    const begun = await ana.must('drill.start', { workspaceId, name: 'failing-tests', played: 'elsewhere' })
    const [roomId, drillId] = [String(begun.roomId), String(begun.drillId)]
    return ana.do('drill.report', { roomId, drillId, status: 'ended' })
  }),
  'crew.invite': on(stage, ({ ana, workspaceId }) => ana.do('crew.invite', { workspaceId })),
  'agent.register': on(stage, ({ ana, workspaceId }) => ana.do('agent.register', { workspaceId, ...agentFields })),
  'agent.register_many': on(stage, ({ ana, workspaceId }) =>
    ana.do('agent.register_many', { workspaceId, agents: [agentFields, { ...agentFields, name: 'Second' }] }),
  ),
  'agent.update': on(stage, ({ ana, bo }) =>
    ana.do('agent.update', { agentId: bo.id, name: 'Bo the Second', skills: ['writing', 'editing'] }),
  ),
  'agent.verify': on(stage, ({ ana, bo }) => ana.do('agent.verify', { agentId: bo.id })),
  'agent.rotate_secret': on(stage, ({ ana, bo }) => ana.do('agent.rotate_secret', { agentId: bo.id })),
  'agent.pause': on(stage, ({ ana, bo }) => ana.do('agent.pause', { agentId: bo.id })),
  'agent.resume': on(stage, async ({ ana, bo }) => {
    await ana.must('agent.pause', { agentId: bo.id })
    return ana.do('agent.resume', { agentId: bo.id })
  }),
  'agent.remove': on(stage, ({ ana, bo }) => ana.do('agent.remove', { agentId: bo.id })),
  'delivery.replay': on(stage, ({ scene, ana }) =>
    ana.do('delivery.replay', { deliveryId: scene.disk.deliveries.at(-1)?.id ?? '' }),
  ),
} satisfies Partial<Record<CommandName, Case>>
