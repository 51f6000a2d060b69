import { goalStarter } from '../commands/playbook/use.ts'
import type { Runner } from '../commands/run.ts'
import { readSchedule, recordStart } from '../commands/schedule/start.ts'
import { commandInputs } from '../contract/commands.ts'
import { coordinatorActor, inTheNameOf } from '../domain/permission.ts'
import { isDue, nextStart, nextStartAt } from '../domain/schedule.ts'
import type { Schedule } from '../domain/workspace.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

/** Ends a batch of a workspace's lane: starts that are due become jobs in the same commit, and the lane wakes for the next. */
export function finishWorkspace(unit: Unit) {
  if (unit.watch) for (const schedule of unit.tables.schedule.all()) if (isDue(schedule, unit.now)) due(unit, schedule)
  unit.wakeAt = nextStartAt(unit.tables.schedule.all())
}

function due(unit: Unit, schedule: Schedule) {
  const { id: scheduleId, roomId, nextAt: dueAt } = schedule
  const { nextAt, missed } = nextStart(schedule, unit.now)
  unit.update('schedule', scheduleId, { nextAt })
  unit.emit('schedule.due', coordinator, { scheduleId, dueAt, missed })
  const input: Start = { workspaceId: unit.laneId, roomId, scheduleId, dueAt }
  unit.addJob('lane', { command: 'schedule.start', input })
}

type Start = { workspaceId: string; roomId: string; scheduleId: string; dueAt: number }

/** Starts a schedule's goal as whoever saved it, who is asked for their right at this moment. Done again it starts nothing anew. */
export async function startScheduled(runner: Runner, given: Record<string, unknown>): Promise<void> {
  const { workspaceId, scheduleId, dueAt } = given as Start
  const read = await runner.run(readSchedule, { workspaceId, scheduleId }, coordinatorActor)
  if (!read.ok || !read.result) return
  const { schedule, member } = read.result
  const record = (outcome: Parameters<typeof recordStart.run>[1]['input']['outcome']) =>
    runner.run(
      recordStart,
      { workspaceId, scheduleId, dueAt, outcome },
      coordinatorActor,
      `start ${scheduleId} ${dueAt}`,
    )
  if (member?.status !== 'active') {
    await record({ code: 'forbidden', detail: `${member?.name ?? 'Whoever saved it'} is no longer in this workspace.` })
    return
  }
  const { roomId, playbook, goal } = schedule
  const input = commandInputs['goal.create'].parse({ roomId, playbook, ...goal })
  const made = await goalStarter(runner)(input, inTheNameOf(member, `schedule ${scheduleId}`), `${scheduleId} ${dueAt}`)
  await record(made.ok ? { goalId: made.result.goalId } : made)
}
