import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { Unit } from '../../store/unit.ts'
import { withdrawEverywhere } from '../agent/own.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'

const lastOwner = (unit: Unit, memberId: string): boolean =>
  ![...unit.tables.member.all()].some((one) => one.id !== memberId && one.role === 'owner' && one.status === 'active')

export const setRole: Command<ParsedInput<'member.set_role'>, Record<string, never>> = {
  name: 'member.set_role',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'member.set_role')
    if (!allowed.ok) return allowed
    const target = unit.get('member', call.input.memberId)
    if (target?.status !== 'active') return notHere
    if ((target.role === 'owner' || call.input.role === 'owner') && allowed.member.role !== 'owner')
      return refuse('forbidden', 'Only an owner may make or change an owner.')
    if (target.role === 'owner' && call.input.role !== 'owner' && lastOwner(unit, target.id))
      return refuse('conflict', 'A workspace keeps at least one owner. Make somebody else owner first.')
    unit.update('member', target.id, { role: call.input.role })
    tell(unit, call, 'member.role_set', { memberId: target.id, role: call.input.role })
    return done({})
  },
}

export const removeMember: Command<ParsedInput<'member.remove'>, Record<string, never>> = {
  name: 'member.remove',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'member.remove')
    if (!allowed.ok) return allowed
    const target = unit.get('member', call.input.memberId)
    if (target?.status !== 'active') return notHere
    if (target.role === 'owner' && allowed.member.role !== 'owner')
      return refuse('forbidden', 'Only an owner may remove an owner.')
    if (target.role === 'owner' && lastOwner(unit, target.id))
      return refuse('conflict', 'A workspace keeps at least one owner. Make somebody else owner first.')
    unit.update('member', target.id, { status: 'removed' })
    for (const token of unit.tables.personal_token.all())
      if (token.memberId === target.id && token.revokedAt === null)
        unit.update('personal_token', token.id, { revokedAt: unit.now })
    for (const agent of unit.tables.agent.all()) {
      if (agent.ownerId !== target.id || agent.status === 'disabled' || agent.status === 'removed') continue
      const reason = 'Its owner left the workspace. Verify it again to take it over.'
      unit.update('agent', agent.id, { status: 'disabled', reason })
      tell(unit, call, 'agent.disabled', { agentId: agent.id, reason })
      withdrawEverywhere(unit, agent.id, reason)
    }
    tell(unit, call, 'member.removed', { memberId: target.id, userId: target.userId })
    unit.addJob('lane', {
      command: 'room.withdraw',
      subjectId: target.id,
      input: { subjectId: target.id, leave: true, reason: 'was removed from the workspace' },
    })
    return done({})
  },
}
