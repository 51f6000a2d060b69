import type { Change } from '../contract/events.ts'
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
  type Subject,
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
import type { CollectionName } from '../contract/snapshot.ts'
import type { Records, TableName } from './tables.ts'

type View = Record<string, unknown>
export type SubjectOf = (subjectId: string) => Subject

/** How each table shows in a window; null when windows do not see it. */
const views: {
  [N in TableName]: { in: CollectionName; view: (row: Records[N], subjectOf: SubjectOf) => View } | null
} = {
  workspace: { in: 'workspace', view: presentWorkspace },
  member: { in: 'members', view: presentMember },
  invite: { in: 'invites', view: presentInvite },
  personal_token: { in: 'tokens', view: presentToken },
  agent: { in: 'agents', view: presentAgent },
  room: { in: 'room', view: presentRoom },
  participant: { in: 'participants', view: (p, subjectOf) => presentParticipant(p, subjectOf(p.subjectId)) },
  message: { in: 'messages', view: presentMessage },
  room_file: { in: 'files', view: presentFile },
  goal: { in: 'goals', view: presentGoal },
  task: { in: 'tasks', view: (task) => presentTask(task, task.doerId) },
  attempt: { in: 'attempts', view: presentAttempt },
  artifact: null,
  version: { in: 'versions', view: presentVersion },
  deliverable: { in: 'deliverables', view: presentDeliverable },
  review: { in: 'reviews', view: presentReview },
  comment: { in: 'comments', view: presentComment },
  handoff: { in: 'handoffs', view: presentHandoff },
  action_request: { in: 'actions', view: presentAction },
  conflict: { in: 'conflicts', view: presentConflict },
  opinion: { in: 'opinions', view: presentOpinion },
  incident: { in: 'incidents', view: presentIncident },
  drill: { in: 'drills', view: presentDrill },
  playbook: { in: 'playbooks', view: presentPlaybook },
  schedule: { in: 'schedules', view: presentSchedule },
  hook: { in: 'hooks', view: presentHook },
}

/** The change a window must make to go from `before` to `after`; null when it would see no difference. */
export function changeOf<N extends TableName>(
  table: N,
  id: string,
  before: Records[N] | undefined,
  after: Records[N] | undefined,
  subjectOf: SubjectOf,
): Change | null {
  const shown = views[table]
  if (!shown || (!before && !after)) return null
  if (!after) return { in: shown.in, id, gone: true }
  const now = shown.view(after, subjectOf)
  if (!before) return { in: shown.in, id, set: now }
  const was = shown.view(before, subjectOf)
  const set: View = {}
  let differs = false
  for (const field of Object.keys(now)) {
    if (now[field] === was[field]) continue
    if (typeof now[field] === 'object' && JSON.stringify(now[field]) === JSON.stringify(was[field])) continue
    set[field] = now[field]
    differs = true
  }
  return differs ? { in: shown.in, id, set } : null
}

/** A room also shows as a card in its workspace's lane. */
export const cardChange = (room: Records['room']): Change => ({ in: 'rooms', id: room.id, set: presentRoomCard(room) })
