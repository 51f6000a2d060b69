import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { Agent, Member } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { retire } from '../agent/change.ts'
import { withdrawEverywhere } from '../agent/own.ts'
import { allow, type Call, type Command, done, notHere, tell } from '../kit.ts'

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
    for (const agent of agentsOf(unit, target)) {
      if (agent.status === 'disabled') continue
      const reason = 'Its owner left the workspace. Verify it again to take it over.'
      unit.update('agent', agent.id, { status: 'disabled', reason })
      tell(unit, call, 'agent.disabled', { agentId: agent.id, reason })
      withdrawEverywhere(unit, agent.id, reason)
    }
    leave(unit, call, target)
    return done({})
  },
}

/**
 * Somebody deletes their account: they leave, their agents go with them, what they set up stops, and their name and address are no
 * longer kept here. What they did stays told, as it was told then. Given by the account door only.
 */
export const forgetMember: Command<{ workspaceId: string; memberId: string }, Record<string, never>> = {
  name: 'member.forget',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const target = unit.get('member', call.input.memberId)
    if (!target) return notHere
    if (target.status === 'active' && target.role === 'owner' && lastOwner(unit, target.id))
      return refuse('conflict', 'A workspace keeps at least one owner. Make somebody else owner first.')
    for (const agent of agentsOf(unit, target)) retire(unit, call, agent)
    for (const invite of unit.tables.invite.all()) {
      const theirs = invite.invitedBy === target.id || invite.email === target.email
      if (theirs && invite.revokedAt === null) unit.update('invite', invite.id, { revokedAt: unit.now })
      if (invite.email === target.email) unit.update('invite', invite.id, { email: null })
    }
    for (const hook of unit.tables.hook.all())
      if (hook.createdBy === target.id && hook.revokedAt === null) unit.update('hook', hook.id, { revokedAt: unit.now })
    for (const schedule of unit.tables.schedule.all())
      if (schedule.createdBy === target.id) unit.update('schedule', schedule.id, { enabled: false })
    unit.update('member', target.id, { name: 'Former member', email: '' })
    if (target.status === 'active') leave(unit, call, target)
    return done({})
  },
}

const agentsOf = (unit: Unit, { id }: Member): Agent[] =>
  [...unit.tables.agent.all()].filter((agent) => agent.ownerId === id && agent.status !== 'removed')

/** They are no longer here: their tokens open nothing, and every room lets them go. */
function leave(unit: Unit, call: Call<unknown, unknown>, { id, userId }: Member) {
  unit.update('member', id, { status: 'removed' })
  for (const token of unit.tables.personal_token.all())
    if (token.memberId === id && token.revokedAt === null)
      unit.update('personal_token', token.id, { revokedAt: unit.now })
  tell(unit, call, 'member.removed', { memberId: id, userId })
  unit.addJob('lane', {
    command: 'room.withdraw',
    subjectId: id,
    input: { subjectId: id, leave: true, reason: 'was removed from the workspace' },
  })
}
