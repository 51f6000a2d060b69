import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import type { Goal } from '../../domain/goal.ts'
import type { Actor } from '../../domain/permission.ts'
import type { Plan } from '../../domain/plan.ts'
import { isPlaybook, modelPlanner } from '../../domain/playbooks.ts'
import { savePlan } from '../../domain/saved-playbook.ts'
import type { Playbook } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'
import { ownRow } from '../moves/own.ts'
import { planOfTasks } from '../moves/plan.ts'
import { goalOf } from '../moves/task.ts'
import type { Outcome, Runner } from '../run.ts'

type Input = ParsedInput<'playbook.save'>
type Read = { ok: true; goal: Goal; plan: Plan } | Refusal

/** A goal with its plan, for somebody who may read the room. Reads only. */
const readPlan: Command<{ workspaceId: string; goalId: string }, { goal: Goal; plan: Plan }> = {
  name: 'goal.read_plan',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, { actor, input }) {
    const allowed = allow(unit, actor, 'room.read')
    if (!allowed.ok) return allowed
    if (unit.workspaceId !== input.workspaceId) return notHere
    const goal = goalOf(unit, input.goalId)
    return done({ goal, plan: keptPlan(unit, goal) })
  },
}

/** The plan without the tasks that were taken out of it on the way; of a goal that was stopped all of them count. */
function keptPlan(unit: Unit, { id, status }: Goal): Plan {
  const plan = planOfTasks(unit, id)
  if (status === 'cancelled') return plan
  const gone = new Set(
    unit.tables.task.by('goal', id).flatMap((task) => (task.status === 'cancelled' ? [task.key] : [])),
  )
  return {
    deliverable: plan.deliverable !== null && gone.has(plan.deliverable) ? null : plan.deliverable,
    tasks: plan.tasks
      .filter((task) => !gone.has(task.key))
      .map((task) => ({ ...task, needs: task.needs.filter((key) => !gone.has(key)) })),
  }
}

/** Saves a goal's plan as a playbook of the workspace. */
const savePlaybook = (read: Read): Command<Input, { playbookId: string }> => ({
  name: 'playbook.save',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'playbook.save')
    if (!allowed.ok) return allowed
    if (!read.ok) return read
    const { name, description, goalId, playbookId } = call.input
    const before = playbookId === undefined ? null : ownRow(unit, call.actor, 'playbook', playbookId)
    if (before && !before.ok) return before
    const taken = unit.tables.playbook.by('name', name).some((one) => one.id !== playbookId)
    if (taken || isPlaybook(name) || name === modelPlanner)
      return refuse('conflict', `There is a playbook called "${name}" already. Choose another name.`, [
        { path: 'name', message: 'taken' },
      ])
    if (read.plan.tasks.length === 0) return refuse('conflict', 'This goal has no plan yet.')
    const parameters = call.input.parameters.map((one) => ({ ...one, default: one.default ?? null }))
    const saved = savePlan(read.goal, read.plan, parameters)
    if (!saved.ok)
      return refuse('invalid', `The playbook cannot be saved so: ${saved.problems[0]?.message}.`, saved.problems)
    const fields = {
      name,
      description,
      parameters: parameters.map(({ replaces: _, ...parameter }) => parameter),
      plan: saved.plan,
      savedFrom: goalId,
      updatedAt: unit.now,
    }
    const playbook: Playbook = before
      ? unit.update('playbook', before.row.id, fields)
      : unit.insert('playbook', {
          ...fields,
          id: unit.newId(),
          workspaceId: unit.laneId,
          createdBy: allowed.member.id,
          createdAt: unit.now,
        })
    tell(unit, call, 'playbook.saved', { playbookId: playbook.id, name })
    return done({ playbookId: playbook.id })
  },
})

/** Reads the plan in the room's lane, then saves it in the workspace's. */
export const playbookSaver =
  (runner: Pick<Runner, 'run'>) =>
  async (input: Input, actor: Actor, id: string): Promise<Outcome<{ playbookId: string }>> => {
    const { workspaceId, goalId } = input
    const read = await runner.run(readPlan, { workspaceId, goalId }, actor)
    return runner.run(savePlaybook(read.ok ? { ok: true, ...read.result } : read), input, actor, id)
  }
