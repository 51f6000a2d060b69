import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { type Command, done, tell } from '../kit.ts'
import { ownRow } from '../moves/own.ts'

/** Removes a saved playbook that no schedule and no hook uses. Goals made from it keep their plans. */
export const removePlaybook: Command<ParsedInput<'playbook.remove'>, Record<string, never>> = {
  name: 'playbook.remove',
  lane: ({ playbookId }) => ({ of: 'playbook', id: playbookId }),
  run(unit, call) {
    const own = ownRow(unit, call.actor, 'playbook', call.input.playbookId)
    if (!own.ok) return own
    const { id, name } = own.row
    const users = [
      ...[...unit.tables.schedule.all()].map((one) => ({ ...one, what: 'schedule' })),
      ...[...unit.tables.hook.all()].flatMap((one) => (one.revokedAt === null ? [{ ...one, what: 'hook' }] : [])),
    ]
    const user = users.find((one) => one.playbook === id || one.playbook === name)
    if (user) return refuse('conflict', `The ${user.what} “${user.name}” uses this playbook. Change or end that first.`)
    unit.remove('playbook', id)
    tell(unit, call, 'playbook.removed', { playbookId: id, name })
    return done({})
  },
}
