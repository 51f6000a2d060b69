import { type Mirror, mirrorOf } from '../contract/apply.ts'
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
import {
  presentAgent,
  presentHook,
  presentInvite,
  presentMember,
  presentPlaybook,
  presentRoomCard,
  presentSchedule,
  presentToken,
  presentWorkspace,
} from '../contract/present-workspace.ts'
import type { Counts, RoomSnapshot } from '../contract/snapshot.ts'
import type { WorkspaceSnapshot } from '../contract/workspace-snapshot.ts'
import type { Scenario } from './scenario.ts'

/** A room as a fresh snapshot of its rows shows it. */
export function roomSnapshotOf(scene: Scenario, roomId = scene.roomId): RoomSnapshot {
  const lane = scene.disk.lane(roomId)
  const rows = <N extends Parameters<Scenario['rows']>[0]>(table: N) => scene.rows(table, roomId)
  const [room] = rows('room')
  if (!room) throw new Error(`no room ${roomId}`)
  const subjects = new Map(
    [...scene.rows('agent', scene.workspaceId), ...scene.rows('member', scene.workspaceId)].map((one) => [one.id, one]),
  )
  const tasks = rows('task')
  const latest = new Map(
    [...rows('attempt')].sort((a, b) => a.number - b.number).map((attempt) => [attempt.taskId, attempt]),
  )
  const countsOf = (goalId: string) => {
    const counts: Counts = {}
    for (const task of tasks) if (task.goalId === goalId) counts[task.status] = (counts[task.status] ?? 0) + 1
    return counts
  }
  return {
    seq: lane.seq,
    room: presentRoom(room),
    participants: rows('participant').map((one) => {
      const subject = subjects.get(one.subjectId)
      const skills = subject && 'skills' in subject ? subject.skills : []
      return presentParticipant(one, { name: subject?.name ?? 'someone who left', skills })
    }),
    messages: rows('message').map(presentMessage),
    goals: rows('goal').map((goal) => ({ ...presentGoal(goal), counts: countsOf(goal.id) })),
    tasks: tasks.map((task) => presentTask(task, task.doerId)),
    attempts: [...latest.values()].map(presentAttempt),
    deliverables: rows('deliverable').map((one) => ({
      ...presentDeliverable(one),
      versions: rows('version')
        .filter((version) => version.deliverableId === one.id)
        .map(presentVersion),
    })),
    reviews: rows('review').map(presentReview),
    comments: rows('comment').map(presentComment),
    handoffs: rows('handoff').map(presentHandoff),
    actions: rows('action_request').map(presentAction),
    files: rows('room_file').map(presentFile),
    conflicts: rows('conflict').map(presentConflict),
    opinions: rows('opinion').map(presentOpinion),
    incidents: rows('incident').map(presentIncident),
    drills: rows('drill').map(presentDrill),
  }
}

/** The workspace as a fresh snapshot of its rows shows it to its owner. */
export function workspaceSnapshotOf(scene: Scenario): WorkspaceSnapshot {
  const lane = scene.disk.lane(scene.workspaceId)
  const rows = <N extends Parameters<Scenario['rows']>[0]>(table: N) => scene.rows(table, lane.id)
  const rooms = [...scene.disk.lanes.values()].flatMap((one) => (one.kind === 'room' ? scene.rows('room', one.id) : []))
  return {
    seq: lane.seq,
    workspace: presentWorkspace(rows('workspace')[0] ?? { id: lane.id, name: '', createdAt: 0 }),
    members: rows('member').map(presentMember),
    agents: rows('agent').map(presentAgent),
    rooms: rooms.map(presentRoomCard),
    invites: rows('invite').map(presentInvite),
    tokens: rows('personal_token').map(presentToken),
    playbooks: rows('playbook').map(presentPlaybook),
    schedules: rows('schedule').map(presentSchedule),
    hooks: rows('hook').map(presentHook),
  }
}

/** What a window holds and a fresh snapshot leaves out: earlier attempts, and versions that are no deliverable's. */
const mayKeepMore: ReadonlySet<string> = new Set(['attempts', 'versions'])

/** How a window that followed the log differs from one that opens now; empty when it does not. */
export function differences(window: Mirror, snapshot: RoomSnapshot | WorkspaceSnapshot): string[] {
  const fresh = mirrorOf(snapshot)
  const lines = window.seq === fresh.seq ? [] : [`the window is at ${window.seq}, the log at ${fresh.seq}`]
  for (const name of Object.keys(fresh.rows) as (keyof Mirror['rows'])[]) {
    const [held, wanted] = [window.rows[name] as Map<string, object>, fresh.rows[name] as Map<string, object>]
    for (const [id, row] of wanted)
      if (plain(held.get(id)) !== plain(row))
        lines.push(`${name} ${id}: ${plain(held.get(id))} instead of ${plain(row)}`)
    if (!mayKeepMore.has(name)) for (const id of held.keys()) if (!wanted.has(id)) lines.push(`${name} ${id} is gone`)
  }
  for (const [goalId, counts] of fresh.counts)
    if (plain(window.counts.get(goalId)) !== plain(counts))
      lines.push(`counts of ${goalId}: ${plain(window.counts.get(goalId))}`)
  return lines
}

/** A value with its fields in one order. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    field !== null && typeof field === 'object' && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  ) ?? 'nothing'
