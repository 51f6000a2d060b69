import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import type { Actor } from '../../domain/permission.ts'
import { fillPlan } from '../../domain/saved-playbook.ts'
import { nextStart } from '../../domain/schedule.ts'
import type { Schedule } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'
import { ownRow } from '../moves/own.ts'
import { playbookProblem, type RoomForGoals, roomForGoals, savedPlaybook } from '../playbook/find.ts'
import type { Outcome, Runner } from '../run.ts'

type Input = ParsedInput<'schedule.save'>
type Saved = { scheduleId: string; nextAt: number }

/** Makes a schedule or changes one. From then on it runs in the name of whoever saved it. */
const saveSchedule = (room: RoomForGoals): Command<Input, Saved> => ({
  name: 'schedule.save',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'schedule.change')
    if (!allowed.ok) return allowed
    if (!room.ok) return room
    if (room.workspaceId !== unit.laneId) return notHere
    const { scheduleId, workspaceId: _, startAt, ...fields } = call.input
    const before = scheduleId === undefined ? null : ownRow(unit, call.actor, 'schedule', scheduleId)
    if (before && !before.ok) return before
    const problem = termsProblem(unit, fields)
    if (problem) return problem
    const nextAt = firstStart(call.input, before?.row ?? null, unit.now)
    const { id } = before
      ? unit.update('schedule', before.row.id, { ...fields, nextAt, createdBy: allowed.member.id })
      : unit.insert('schedule', {
          ...fields,
          id: unit.newId(),
          workspaceId: unit.laneId,
          nextAt,
          lastAt: null,
          lastOutcome: null,
          createdBy: allowed.member.id,
          createdAt: unit.now,
        })
    tell(unit, call, 'schedule.saved', { scheduleId: id, name: fields.name, nextAt, enabled: fields.enabled })
    return done({ scheduleId: id, nextAt })
  },
})

/** What stands against starting this, as far as the workspace knows; null when nothing. */
function termsProblem(unit: Unit, { playbook, goal }: Pick<Schedule, 'playbook' | 'goal'>): Refusal | null {
  const problem = playbookProblem(unit, playbook, goal.parameters)
  if (problem) return problem
  const saved = savedPlaybook(unit, playbook)
  const filled = saved && fillPlan(saved, goal.parameters, goal)
  if (!filled || filled.ok) return null
  const errors = filled.problems.map(({ path, message }) => ({ path: `goal.${path}`, message }))
  return refuse('invalid', `The playbook "${saved.name}" cannot be used so: ${errors[0]?.message}.`, errors)
}

/** When it starts next: at the moment given and in its steps, else as before, else one step from now. */
function firstStart({ startAt, everySeconds }: Input, before: Schedule | null, now: number): number {
  const kept = before?.everySeconds === everySeconds ? before.nextAt : undefined
  return nextStart({ nextAt: startAt ?? kept ?? now + everySeconds * 1000, everySeconds }, now).nextAt
}

/** Asks in the room's lane whether the caller may start goals there, then saves in the workspace's. */
export const scheduleSaver =
  (runner: Pick<Runner, 'run'>) =>
  async (input: Input, actor: Actor, id: string): Promise<Outcome<Saved>> =>
    runner.run(saveSchedule(await roomForGoals(runner, input.roomId, actor)), input, actor, id)
