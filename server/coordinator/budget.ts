import type { Ports } from '../commands/kit.ts'
import { budgetOptions, endedNow, goalUse, stoppedForBudget, sumOf, usedUp } from '../commands/moves/budget.ts'
import { openHandoff } from '../commands/moves/handoffs.ts'
import { say } from '../commands/moves/say.ts'
import { canMoveGoal, moveGoal } from '../commands/moves/task.ts'
import type { Attempt } from '../domain/attempt.ts'
import {
  costOf,
  crossed,
  inWords,
  isLimited,
  newlyNear,
  plus,
  raiseOr,
  standing,
  type Use,
  usageOf,
} from '../domain/budget.ts'
import type { Goal } from '../domain/goal.ts'
import type { Handoff } from '../domain/room.ts'
import type { Agent } from '../domain/workspace.ts'
import { coordinator } from '../store/records.ts'
import type { AgentSpend } from '../store/staged.ts'
import type { Unit } from '../store/unit.ts'

/** Adds what the attempts that ended in this batch used up to their goals, the room and their agents: one row each, once a batch. */
export function recordSpending(unit: Unit, ports: Ports) {
  const goals = new Map<string, Attempt[]>()
  for (const attempt of endedNow(unit)) {
    const ended = goals.get(attempt.goalId)
    if (ended) ended.push(attempt)
    else goals.set(attempt.goalId, [attempt])
    const agent = attempt.agentId ? unit.agent(attempt.agentId) : undefined
    const { tokens, costUsd } = costOf(attempt, agent?.price ?? null)
    if (agent && tokens + costUsd > 0) spendBy(unit, ports, agent, { tokens, costUsd })
  }
  const all = { tokens: 0, costUsd: 0 }
  for (const [goalId, ended] of goals) {
    const sum = sumOf(unit, ended)
    const goal = unit.get('goal', goalId)
    if (goal) unit.update('goal', goalId, { spent: plus(goal.spent, sum) })
    all.tokens += sum.tokens
    all.costUsd += sum.costUsd
  }
  if (all.tokens + all.costUsd > 0) unit.update('room', unit.laneId, { spent: plus(unit.room().spent, all) })
}

/** Tells once when four fifths of a budget are used, and stops what has nothing left before its next hand-out. Running work goes on and is taken. */
export function keepBudgets(unit: Unit, ports: Ports) {
  keepRoom(unit, ports)
  for (const goal of unit.tables.goal.by('live', 'live')) {
    if (!isLimited(goal.limits) || (goal.status !== 'running' && goal.status !== 'in_review')) continue
    const use = goalUse(unit, goal)
    const { near } = standing(goal.limits, use)
    const fresh = newlyNear(goal.spent, near)
    if (fresh.length > 0) {
      unit.update('goal', goal.id, { spent: { ...goal.spent, warned: [...near] } })
      const words = inWords(fresh, goal.limits, use)
      unit.emit('goal.budget_warned', coordinator, { goalId: goal.id, kinds: fresh, reason: `${words} are used` })
      say(unit, ports, `**${goal.title}** has used ${words}.`, { goalId: goal.id })
    }
    if (usedUp(unit, goal).length > 0 && unit.tables.task.count('ready', goal.id) > 0) stopGoal(unit, ports, goal, use)
  }
}

function stopGoal(unit: Unit, ports: Ports, goal: Goal, use: Use) {
  if (!canMoveGoal(goal, 'pause')) return
  const { over } = standing(goal.limits, use)
  const words = inWords(over, goal.limits, use)
  const reason = `${stoppedForBudget}: ${words}`
  moveGoal(unit, goal.id, 'pause', { reason })
  unit.emit('goal.paused', coordinator, { goalId: goal.id, reason, budget: over })
  openBudgetHandoff(unit, {
    goalId: goal.id,
    memberId: goal.createdBy,
    title: `${goal.title}: the budget is used up`,
    body: `${words} are used. ${raiseOr(over, 'cancel the goal')} Work that is under way goes on and its results are kept; nothing new is handed out.`,
  })
  say(unit, ports, `**${goal.title}** stopped: ${words} are used. Raise the limit and it goes on.`, { goalId: goal.id })
}

/** A room's money and tokens, all its goals together: what stops is the whole room. */
function keepRoom(unit: Unit, ports: Ports) {
  const room = unit.room()
  if (!isLimited(room.limits) || room.status !== 'open') return
  const use = usageOf(room.spent, null, 0, unit.now)
  const { over, near } = standing(room.limits, use)
  const fresh = newlyNear(room.spent, near)
  if (fresh.length > 0) {
    unit.update('room', room.id, { spent: { ...room.spent, warned: [...near] } })
    const words = inWords(fresh, room.limits, use)
    unit.emit('room.budget_warned', coordinator, { kinds: fresh, reason: `${words} are used` })
    say(unit, ports, `This room has used ${words}.`)
  }
  const waiting = unit.tables.goal.by('live', 'live').some((goal) => unit.tables.task.count('ready', goal.id) > 0)
  if (over.length === 0 || !waiting) return
  const words = inWords(over, room.limits, use)
  unit.update('room', room.id, { status: 'paused' })
  const { id, name, createdAt } = room
  const card = { id, name, status: 'paused', createdAt }
  unit.addJob('lane', { command: 'workspace.note_room', input: { workspaceId: unit.workspaceId, card } })
  unit.emit('room.updated', coordinator, { status: 'paused', reason: `${stoppedForBudget}: ${words}`, budget: over })
  openBudgetHandoff(unit, {
    goalId: null,
    memberId: room.createdBy,
    title: `${room.name}: the room’s budget is used up`,
    body: `${words} are used. ${raiseOr(over, 'archive the room')} Work that is under way goes on and its results are kept; nothing new is handed out in this room.`,
  })
  say(unit, ports, `This room stopped: ${words} are used. Raise its limit and work goes on.`)
}

/** Adds to what an agent used up over all rooms; its owner hears once when it comes near its limit, and once when it is reached. */
function spendBy(unit: Unit, ports: Ports, agent: Agent, used: AgentSpend) {
  const before = usageOf(unit.spentBy(agent.id), null, 0, unit.now)
  unit.appends.spend.push({ agentId: agent.id, ...used })
  if (!isLimited(agent.limits)) return
  const use = usageOf(unit.spentBy(agent.id), null, 0, unit.now)
  const { over, near } = crossed(agent.limits, before, use)
  if (over.length > 0) {
    const words = inWords(over, agent.limits, use)
    openBudgetHandoff(unit, {
      goalId: null,
      agentId: agent.id,
      memberId: agent.ownerId,
      title: `${agent.name}: its budget is used up`,
      options: [],
      body: `${words} are used, over all rooms. ${raiseOr(over, 'pause the agent')} It gets no new work until then.`,
    })
    say(unit, ports, `${agent.name} gets no new work: ${words} are used.`)
  } else if (near.length > 0) {
    const words = inWords(near, agent.limits, use)
    unit.emit('agent.budget_warned', coordinator, { agentId: agent.id, kinds: near, reason: `${words} are used` })
    say(unit, ports, `${agent.name} has used ${words}, over all rooms.`)
  }
}

type Budgeted = Pick<Handoff, 'goalId' | 'title' | 'body'> & {
  /** Set when it is the agent's own budget, over all rooms. */
  agentId?: string
  memberId: string
  options?: readonly string[]
}
function openBudgetHandoff(unit: Unit, { options = budgetOptions, ...asked }: Budgeted) {
  const { id, goalId, agentId } = openHandoff(unit, { ...asked, kind: 'budget', options })
  const about = agentId ? { agentId } : {}
  unit.emit('handoff.opened', coordinator, { handoffId: id, goalId, kind: 'budget', ...about })
}
