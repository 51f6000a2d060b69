import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { policyProblems } from '../../domain/actions/policy-problems.ts'
import { belowSpent, changedLimits, inWords, standing, stillWarned, usageOf } from '../../domain/budget.ts'
import type { Room } from '../../domain/room.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, tell } from '../kit.ts'
import { closeBudgetHandoffs } from '../moves/budget.ts'

/** Answers what is odd about the room's rules for risky steps, in sentences; they hold all the same. */
export const updateRoom: Command<ParsedInput<'room.update'>, { problems: string[] }> = {
  name: 'room.update',
  lane: ({ roomId }) => ({ lane: roomId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'room.update')
    if (!allowed.ok) return allowed
    const { roomId, limits: changes, ...patch } = call.input
    const before = unit.room()
    const limits = changedLimits(before.limits, changes ?? {})
    const use = usageOf(before.spent, null, 0, unit.now)
    const low = belowSpent(changedLimits({}, changes ?? {}), use)
    if (low) return refuse('invalid', `The limit is too low: ${low}. Choose a higher one.`)
    const { over, near } = standing(limits, use)
    if (before.status === 'paused' && patch.status === 'open' && over.length > 0)
      return refuse('conflict', `The room’s budget is used up: ${inWords(over, limits, use)}. Raise the limit first.`)
    const raised = changes ? { limits, spent: { ...before.spent, warned: stillWarned(before.spent, near) } } : {}
    // A room that stopped for its budget opens when there is some again.
    const reopens = changes && over.length === 0 && closeBudgetHandoffs(unit, null, allowed.member.id) > 0
    const room = unit.update('room', roomId, {
      ...(patch as Partial<Room>),
      ...raised,
      ...(reopens && patch.status === undefined ? { status: 'open' as const } : {}),
    })
    tell(unit, call, 'room.updated', { ...patch, ...(changes ? { limits: changes } : {}) })
    for (const goal of unit.tables.goal.by('live', 'live')) unit.dispatch.add(goal.id)
    unit.addJob('lane', cardJob(unit, room))
    const problems = policyProblems({ rules: room.actionRules, otherwise: room.actionPolicy })
    return done({ problems: patch.actionRules || patch.actionPolicy ? problems : [] })
  },
}

/** A job by which the workspace's log learns how a room is called and stands. */
export const cardJob = ({ workspaceId }: Unit, { id, name, status, createdAt }: Room) => ({
  command: 'workspace.note_room',
  input: { workspaceId, card: { id, name, status, createdAt } },
})

type Card = { id: string; name: string; status: 'open' | 'paused' | 'archived'; createdAt: number }
/** The workspace's log learns of a room's new name or status. */
export const noteRoom: Command<{ workspaceId: string; card: Card }, Record<string, never>> = {
  name: 'workspace.note_room',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const event = tell(unit, call, 'room.updated', { roomId: call.input.card.id })
    event.changes.push({ in: 'rooms', id: call.input.card.id, set: call.input.card })
    return done({})
  },
}
