import { isPlaybook, planBy } from '../../domain/playbooks.ts'
import type { Member } from '../../domain/workspace.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { planOfTasks, problemsOf, propose, startGoal } from '../moves/plan.ts'
import { settleQuestions } from '../moves/questions.ts'
import { goalOf } from '../moves/task.ts'

/** The author answered: the goal says so from now on, its plan is made anew, and it starts if it was to run by itself. */
export function answerQuestion(
  unit: Unit,
  ports: Ports,
  goalId: string,
  member: Member,
  option: string | undefined,
  said: string,
) {
  const before = goalOf(unit, goalId)
  if (before.status !== 'awaiting_plan_approval') return
  settleQuestions(unit, goalId, member, option ?? said)
  const words = said.trim()
  if (words === '') {
    unit.emit('goal.dispatched_anyway', coordinator, { goalId, by: member.name })
  } else {
    unit.update('goal', goalId, { brief: `${before.brief}\n\nClarified by ${member.name}: ${words}`.slice(0, 20_000) })
    unit.emit('goal.clarified', coordinator, { goalId, by: member.name })
    const goal = goalOf(unit, goalId)
    // The plan of a playbook is made of the goal's words; another one gets them as a person's word to its first tasks.
    if (isPlaybook(goal.playbook ?? '')) {
      propose(
        unit,
        ports,
        goalId,
        planBy(goal.playbook as Parameters<typeof planBy>[0], goal),
        `playbook ${goal.playbook}`,
      )
      return
    }
    for (const task of unit.tables.task.by('goal', goalId))
      if (task.needs.length === 0)
        unit.update('task', task.id, {
          guidance: [...task.guidance, { at: unit.now, from: 'person', text: `Clarified by ${member.name}: ${words}` }],
        })
  }
  const problems = problemsOf(unit, goalId, planOfTasks(unit, goalId))
  if (before.autonomy === 'run' && problems.length === 0)
    startGoal(unit, ports, goalId, `${member.name} said what is meant`)
}
