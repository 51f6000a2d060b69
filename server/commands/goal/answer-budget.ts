import { changedLimits, doubled, standing, usageOf } from '../../domain/budget.ts'
import type { Handoff } from '../../domain/room.ts'
import type { Member } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { type Call, tell } from '../kit.ts'
import { doubleIt, goalUse, limitGoal, usedUp } from '../moves/budget.ts'

/** A person answered that a budget is used up: with "Double the limit" the goal, or the room, goes on. */
export function answerBudget(
  unit: Unit,
  call: Pick<Call<unknown, unknown>, 'actor' | 'commandId'>,
  handoff: Handoff,
  member: Member,
  option: string | undefined,
) {
  if (option !== doubleIt) return
  if (handoff.goalId === null) return openRoom(unit, call)
  const goal = unit.get('goal', handoff.goalId)
  if (!goal) return
  const raised = doubled(goal.limits, usedUp(unit, goal), goalUse(unit, goal))
  const goesOn = limitGoal(unit, goal, changedLimits(goal.limits, raised), member.id)
  tell(unit, call, 'goal.limits_set', { goalId: goal.id, limits: raised })
  if (goesOn) tell(unit, call, 'goal.resumed', { goalId: goal.id, reason: `${member.name} doubled its limit` })
}

function openRoom(unit: Unit, call: Pick<Call<unknown, unknown>, 'actor' | 'commandId'>) {
  const room = unit.room()
  const use = usageOf(room.spent, null, 0, unit.now)
  const raised = doubled(room.limits, standing(room.limits, use).over, use)
  const status = room.status === 'paused' ? ('open' as const) : room.status
  const limits = changedLimits(room.limits, raised)
  unit.update('room', room.id, { limits, status, spent: { ...room.spent, warned: [] } })
  tell(unit, call, 'room.updated', { limits: raised, status })
  const { id, name, createdAt } = room
  const input = { workspaceId: unit.workspaceId, card: { id, name, status, createdAt } }
  unit.addJob('lane', { command: 'workspace.note_room', input })
  for (const goal of unit.tables.goal.by('live', 'live')) unit.dispatch.add(goal.id)
}
