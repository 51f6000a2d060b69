import { lapseDrill } from '../commands/drill/lapse.ts'
import { tidyDrill } from '../commands/drill/tidy.ts'
import type { Command } from '../commands/kit.ts'
import { joinRoom, refreshSubject, withdrawSubject } from '../commands/room/participant.ts'
import { noteRoom } from '../commands/room/update.ts'
import type { Runner } from '../commands/run.ts'
import { coordinatorActor } from '../domain/permission.ts'
import type { Job } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { startScheduled } from './schedule.ts'

type LaneJob = (runner: Runner, input: Record<string, unknown>) => Promise<unknown>
/** A job's payload was staged by the command's own code: its input is what the command takes. */
const inLane =
  <I>(command: Command<I, unknown>): LaneJob =>
  (runner, input) =>
    runner.run(command, input as I, coordinatorActor)

/** What a `lane` job runs, by the command it names. */
export const laneJobs: Record<string, LaneJob> = {
  'room.join': inLane(joinRoom),
  'room.withdraw': inLane(withdrawSubject),
  'room.refresh': inLane(refreshSubject),
  'workspace.note_room': inLane(noteRoom),
  'schedule.start': startScheduled,
  'drill.lapse': inLane(lapseDrill),
  'drill.tidy': inLane(tidyDrill),
}

/** Runs a `lane` job: in every room of the subject it names, else in the room it names. */
export async function runInLanes(store: Pick<Store, 'roomsOf'>, runner: Runner, job: Job): Promise<void> {
  const {
    command: name,
    input,
    subjectId,
  } = job.payload as { command: string; input: Record<string, unknown>; subjectId?: string }
  const command = laneJobs[name]
  if (!command) throw new Error(`no lane command ${name}`)
  const rooms = subjectId ? await store.roomsOf(subjectId) : [String(input.roomId ?? '')]
  for (const roomId of rooms) await command(runner, { ...input, roomId })
}
