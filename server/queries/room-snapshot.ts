import { keptMessages } from '../contract/apply.ts'
import { byPlace, heldInFull } from '../contract/fill.ts'
import {
  presentAction,
  presentAttempt,
  presentComment,
  presentDeliverable,
  presentFile,
  presentGoal,
  presentHandoff,
  presentMessage,
  presentParticipant,
  presentReview,
  presentRoom,
  presentTask,
  presentVersion,
} from '../contract/present.ts'
import { presentConflict, presentDrill, presentIncident, presentOpinion } from '../contract/present-coordination.ts'
import { presentAgent } from '../contract/present-workspace.ts'
import type { Counts, RoomFirstView, RoomSnapshot, TaskPage } from '../contract/snapshot.ts'
import type { AgentView } from '../contract/workspace-snapshot.ts'
import type { Attempt } from '../domain/attempt.ts'
import { type Goal, isEnded } from '../domain/goal.ts'
import type { Actor } from '../domain/permission.ts'
import type { Task, TaskStatus } from '../domain/task.ts'
import { sharedPool } from '../store/pool.ts'
import { atOneMoment, type Reader } from '../store/reads/reader.ts'
import {
  findRoom,
  readAgentsOfRoom,
  readGoals,
  readMessages,
  readParticipants,
  readRoomRest,
} from '../store/reads/room.ts'
import {
  findSeqOfGoal,
  readCounts,
  readLatestAttempts,
  readLatestAttemptsAt,
  readSizes,
  readTasksAfter,
  readTasksAtWork,
  readTasksOf,
} from '../store/reads/room-tasks.ts'
import { roomPerson, roomReader } from './standing.ts'

// Of what was settled, a window holds the last fifty.
const keptSettled = 50
/** The first view holds whole goals up to so many tasks, and of the others so many that are at work or wait for somebody. */
export const firstTasks = { whole: 200, atWork: 100 }
/** Tasks in one page of what the first view leaves out. */
const taskPage = 2000
const urgency: readonly TaskStatus[] = ['needs_human', 'waiting_input', 'in_review', 'stale', 'failed', 'running']

type Work = { goals: readonly (Goal & { counts: Counts })[]; tasks: Task[]; attempts: Attempt[] }

/** A room at one moment together with the number of its log; null for whoever may not read it. */
export const roomSnapshot = (actor: Actor, roomId: string): Promise<RoomSnapshot | null> => read(actor, roomId, allWork)

/** The same with no more tasks than a first screen shows: what it costs does not grow with the room. The rest comes in pages. */
export const roomFirstView = (actor: Actor, roomId: string): Promise<RoomFirstView | null> =>
  read(actor, roomId, firstWork)

function read<W extends Work>(
  actor: Actor,
  roomId: string,
  workOf: (reader: Reader, goals: readonly Goal[]) => Promise<W>,
) {
  return atOneMoment(sharedPool(), async (reader) => {
    const stood = await roomReader(actor, { roomId }, reader)
    const room = stood && (await findRoom(reader, roomId))
    if (!room) return null
    const participants = await readParticipants(reader, roomId)
    const messages = await readMessages(reader, roomId, keptMessages)
    const { goals, tasks, attempts, ...more } = await workOf(reader, await readGoals(reader, roomId))
    const rest = await readRoomRest(reader, roomId, keptSettled)
    return {
      seq: room.seq,
      room: presentRoom(room),
      participants: participants.map((row) => presentParticipant(row, { name: row.name, skills: row.skills })),
      messages: messages.map(presentMessage),
      goals: goals.map((row) => ({ ...presentGoal(row), counts: row.counts })),
      tasks: tasks.map((row) => presentTask(row, row.doerId)),
      attempts: attempts.map(presentAttempt),
      deliverables: rest.deliverable.map((row) => ({
        ...presentDeliverable(row),
        versions: rest.version.filter((each) => each.deliverableId === row.id).map(presentVersion),
      })),
      reviews: rest.review.map(presentReview),
      comments: rest.comment.map(presentComment),
      handoffs: rest.handoff.map(presentHandoff),
      actions: rest.action_request.map(presentAction),
      files: rest.room_file.map(presentFile),
      conflicts: rest.conflict.map(presentConflict),
      opinions: rest.opinion.map(presentOpinion),
      incidents: rest.incident.map(presentIncident),
      drills: rest.drill.map(presentDrill),
      ...more,
    }
  })
}

const idOf = ({ id }: { id: string }) => id

async function allWork(reader: Reader, goals: readonly Goal[]): Promise<Work> {
  const inFull = [...heldInFull(goals)]
  const counts = await readCounts(reader, goals.map(idOf))
  return {
    goals: goals.map((goal) => ({ ...goal, counts: counts.get(goal.id) ?? {} })),
    tasks: await readTasksOf(reader, inFull),
    attempts: await readLatestAttempts(reader, inFull),
  }
}

async function firstWork(reader: Reader, goals: readonly Goal[]): Promise<Work & { lacking: string[] }> {
  const inFull = heldInFull(goals)
  const upTo = (goal: Goal) => (inFull.has(goal.id) ? firstTasks.whole + 1 : 1)
  const sizes = await readSizes(
    reader,
    goals.map((goal) => ({ goalId: goal.id, upTo: upTo(goal) })),
  )
  let left = firstTasks.whole
  const whole = new Set<string>()
  // The goal that a window opens with comes first.
  for (const { id } of byPlace(goals)) {
    const size = sizes.get(id) ?? 0
    if ((!inFull.has(id) && size > 0) || size > left) continue
    left -= size
    whole.add(id)
  }
  const large = byPlace(goals).filter(({ id, status }) => !whole.has(id) && !isEnded(status))
  const counts = await readCounts(reader, [...whole, ...large.slice(0, 1).map(idOf)])
  const tasks = [
    ...(await readTasksOf(reader, [...whole])),
    ...(large.length > 0 ? await readTasksAtWork(reader, large.map(idOf), urgency, firstTasks.atWork) : []),
  ]
  return {
    goals: goals.map((goal) => ({ ...goal, counts: counts.get(goal.id) ?? {} })),
    tasks: tasks.sort((one, other) => one.number - other.number),
    attempts: await readLatestAttemptsAt(reader, tasks.map(idOf)),
    lacking: goals.map(idOf).filter((id) => !whole.has(id)),
  }
}

/** The tasks of a goal beyond number `after`, a page of them as they are at one moment; null for whoever may not read them. */
export function goalTaskPage(
  actor: Actor,
  goalId: string,
  after: number,
  limit: number = taskPage,
): Promise<TaskPage | null> {
  return atOneMoment(sharedPool(), async (reader) => {
    const seq = (await roomReader(actor, { goalId }, reader)) && (await findSeqOfGoal(reader, goalId))
    if (seq === null) return null
    const tasks = await readTasksAfter(reader, goalId, after, limit)
    const attempts = await readLatestAttemptsAt(reader, tasks.map(idOf))
    return {
      seq,
      tasks: tasks.map((row) => presentTask(row, row.doerId)),
      attempts: attempts.map(presentAttempt),
      next: (tasks.length === limit && tasks.at(-1)?.number) || null,
    }
  })
}

/** The agents that take part in a room now. */
export async function agentsOfRoom(actor: Actor, roomId: string): Promise<AgentView[] | null> {
  if (!(await roomPerson(actor, { roomId }))) return null
  return (await readAgentsOfRoom(sharedPool(), roomId)).map(presentAgent)
}
