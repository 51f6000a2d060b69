import type { ParsedInput } from '../../contract/commands.ts'
import type { Actor } from '../../domain/permission.ts'
import { isPlaybook } from '../../domain/playbooks.ts'
import { createGoal, createGoalBy, type MadeGoal } from '../goal/create.ts'
import type { Outcome, Runner } from '../run.ts'
import { playbookFor } from './find.ts'

export type GoalStarter = (input: ParsedInput<'goal.create'>, actor: Actor, id?: string) => Promise<Outcome<MadeGoal>>

/** Runs `goal.create`, with the saved playbook at hand when one is named. */
export const goalStarter =
  (runner: Pick<Runner, 'run'>): GoalStarter =>
  async (input, actor, id) => {
    const { playbook, plan, roomId } = input
    if (plan || playbook === undefined || isPlaybook(playbook)) return runner.run(createGoal, input, actor, id)
    return runner.run(createGoalBy(await playbookFor(runner, roomId, playbook, actor)), input, actor, id)
  }
