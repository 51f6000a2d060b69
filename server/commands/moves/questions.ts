import type { Goal } from '../../domain/goal.ts'
import { lintGoal } from '../../domain/goal-lint/lint-goal.ts'
import type { Handoff } from '../../domain/room.ts'
import type { Member } from '../../domain/workspace.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { openHandoff } from './handoffs.ts'
import { say } from './say.ts'
import { goalOf } from './task.ts'

export const goAhead = 'Go ahead as it is'

/** What a person should look at in a goal's wording. Who brings a whole plan knows what they want: nothing of theirs waits. */
export const findingsOf = (goal: Parameters<typeof lintGoal>[0], planned: boolean): Goal['findings'] =>
  lintGoal(goal).map((finding) => (planned ? { ...finding, severity: 'note' as const } : finding))

/** Asks the goal's author what it means before anything starts; answers whether there is anything to ask. */
export function askAuthor(unit: Unit, ports: Ports, goalId: string): boolean {
  const goal = goalOf(unit, goalId)
  const questions = goal.findings.filter((finding) => finding.severity === 'question')
  if (questions.length === 0) return false
  if (openQuestions(unit, goalId).length > 0) return true
  const handoff = openHandoff(unit, {
    goalId,
    kind: 'goal_question',
    memberId: goal.createdBy,
    title: `${goal.title}: what is meant?`,
    body: questions.map((finding) => finding.text).join('\n\n'),
    options: [goAhead],
  })
  unit.emit('goal.questioned', coordinator, { goalId, handoffId: handoff.id, codes: questions.map((one) => one.code) })
  say(unit, ports, `Before **${goal.title}** starts: ${questions.map((finding) => finding.text).join(' ')}`, { goalId })
  return true
}

/** What the goal's author is asked before it starts, in sentences. */
export const questionsOf = (goal: Goal): string[] =>
  goal.findings.filter((finding) => finding.severity === 'question').map((finding) => finding.text)

const openQuestions = (unit: Unit, goalId: string): Handoff[] =>
  unit.tables.handoff.by('open', 'room').filter((one) => one.kind === 'goal_question' && one.goalId === goalId)

/** The questions are out of the way: they stay with the goal as notes. */
export function settleQuestions(unit: Unit, goalId: string, member: Member, answer: string) {
  for (const handoff of openQuestions(unit, goalId))
    unit.update('handoff', handoff.id, { status: 'answered', answer, answeredBy: member.id, closedAt: unit.now })
  const goal = goalOf(unit, goalId)
  if (goal.findings.every((finding) => finding.severity === 'note')) return false
  unit.update('goal', goalId, { findings: goal.findings.map((finding) => ({ ...finding, severity: 'note' as const })) })
  return true
}
