import { keptMessages } from '../contract/apply.ts'
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
import type { AttemptView, RoomSnapshot, TaskView } from '../contract/snapshot.ts'
import type { AgentView } from '../contract/workspace-snapshot.ts'
import { type Goal, isEnded } from '../domain/goal.ts'
import type { Actor } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { atOneMoment } from '../store/reads/reader.ts'
import {
  findRoom,
  readAgentsOfRoom,
  readGoals,
  readLatestAttempts,
  readMessages,
  readParticipants,
  readRoomRest,
  readTasksOf,
} from '../store/reads/room.ts'
import { roomPerson, roomReader } from './standing.ts'

// Of goals that ended, a window holds the tasks of the latest three; of what was settled, the last fifty.
const endedGoalsInFull = 3
const keptSettled = 50

/** A room at one moment together with the number of its log; null for whoever may not read it. */
export function roomSnapshot(actor: Actor, roomId: string): Promise<RoomSnapshot | null> {
  return atOneMoment(sharedPool(), async (reader) => {
    const stood = await roomReader(actor, { roomId }, reader)
    const room = stood && (await findRoom(reader, roomId))
    if (!room) return null
    const participants = await readParticipants(reader, roomId)
    const messages = await readMessages(reader, roomId, keptMessages)
    const goals = await readGoals(reader, roomId)
    const inFull = goalsInFull(goals)
    const tasks = await readTasksOf(reader, inFull)
    const attempts = await readLatestAttempts(reader, inFull)
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
    }
  })
}

function goalsInFull(goals: readonly Goal[]): string[] {
  const ended = goals.filter((goal) => isEnded(goal.status))
  const latest = ended.sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0) || other.number - one.number)
  const live = goals.filter((goal) => !isEnded(goal.status))
  return [...live, ...latest.slice(0, endedGoalsInFull)].map((goal) => goal.id)
}

/** Every task of a goal with its latest attempt: for goals that ended too long ago to be in the room's snapshot. */
export async function goalTasks(
  actor: Actor,
  goalId: string,
): Promise<{ tasks: TaskView[]; attempts: AttemptView[] } | null> {
  if (!(await roomReader(actor, { goalId }))) return null
  const [tasks, attempts] = await Promise.all([
    readTasksOf(sharedPool(), [goalId]),
    readLatestAttempts(sharedPool(), [goalId]),
  ])
  return { tasks: tasks.map((row) => presentTask(row, row.doerId)), attempts: attempts.map(presentAttempt) }
}

/** The agents that take part in a room now. */
export async function agentsOfRoom(actor: Actor, roomId: string): Promise<AgentView[] | null> {
  if (!(await roomPerson(actor, { roomId }))) return null
  return (await readAgentsOfRoom(sharedPool(), roomId)).map(presentAgent)
}
