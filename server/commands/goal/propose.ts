import type { PlanInput } from '../../contract/commands/goal.ts'
import { schemaProblem } from '../../contract/json-schema.ts'
import type { Goal } from '../../domain/goal.ts'
import { shapeProblems } from '../../domain/plan.ts'
import { choosePlaybook, planBy } from '../../domain/playbooks.ts'
import { coordinator } from '../../store/records.ts'
import { type Command, done } from '../kit.ts'
import { planOf, problemsOf, propose } from '../moves/plan.ts'

/** What a planner outside the transaction has to know. Null when the goal needs no plan any more. */
export type PlanningQuestion = {
  goal: Pick<Goal, 'title' | 'brief' | 'acceptance' | 'inputs' | 'items' | 'deliverable'>
  /** Who is in the room: skills and how many have them. */
  skills: { skill: string; workers: number }[]
}

export const readPlanning: Command<{ goalId: string }, PlanningQuestion | null> = {
  name: 'goal.read_planning',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, { input }) {
    const goal = unit.get('goal', input.goalId)
    if (goal?.status !== 'planning') return done(null)
    const workers = new Map<string, number>()
    for (const participant of unit.tables.participant.all()) {
      if (participant.kind !== 'agent' || participant.status !== 'in') continue
      for (const skill of unit.agent(participant.subjectId)?.skills ?? [])
        workers.set(skill, (workers.get(skill) ?? 0) + 1)
    }
    return done({ goal, skills: [...workers].map(([skill, count]) => ({ skill, workers: count })) })
  },
}

/** Everything that speaks against a plan somebody thought of, in sentences; empty when it could start. */
export const judgePlan: Command<{ goalId: string; plan: PlanInput }, string[]> = {
  name: 'goal.judge_plan',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, { input }) {
    if (unit.get('goal', input.goalId)?.status !== 'planning') return done([])
    const schemas = input.plan.tasks.flatMap(({ key, output }) => {
      const problem = output?.schema === undefined ? null : schemaProblem(output.schema)
      return problem ? [`The output schema of "${key}" cannot be used: ${problem}.`] : []
    })
    const plan = planOf(unit, input.plan)
    const shape = shapeProblems(plan).map((one) => one.text)
    return done(shape.length > 0 ? [...schemas, ...shape] : [...schemas, ...problemsOf(unit, input.goalId, plan)])
  },
}

type Input = { goalId: string; jobId: string; plan: PlanInput | null; model: string; why: string | null }

/** A planner has answered, or not: its plan is proposed, or the playbook's with the reason why. */
export const proposePlan: Command<Input, { proposed: boolean }> = {
  name: 'goal.propose_plan',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, { input, ports }) {
    unit.appends.jobChanges.push({ id: input.jobId, endedAt: unit.now, outcome: 'planned', runAt: unit.now, tries: 1 })
    const goal = unit.get('goal', input.goalId)
    if (goal?.status !== 'planning') return done({ proposed: false })
    if (input.plan) {
      const proposed = propose(unit, ports, goal.id, planOf(unit, input.plan), `thought up by ${input.model}`)
      if (proposed.ok) return done({ proposed: true })
    }
    const playbook = choosePlaybook(goal)
    unit.update('goal', goal.id, { playbook })
    unit.emit('plan.fell_back', coordinator, { goalId: goal.id, playbook, reason: input.why })
    propose(
      unit,
      ports,
      goal.id,
      planBy(playbook, goal),
      `playbook ${playbook}, since ${input.model} gave no usable plan: ${input.why}`,
    )
    return done({ proposed: true })
  },
}
