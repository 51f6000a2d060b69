import type { Records, Shape } from './tables.ts'

const t = 'text'
const i = 'int'
const j = 'json'
const at = 'time'

/** Columns of the tables of a room. */
export const roomShapes = {
  room: {
    id: t,
    workspaceId: t,
    name: t,
    rules: t,
    status: t,
    actionPolicy: t,
    actionRules: j,
    limits: j,
    spent: j,
    purpose: t,
    goalCount: i,
    taskCount: i,
    deliverableCount: i,
    createdBy: t,
    createdAt: at,
  },
  participant: { id: t, roomId: t, kind: t, subjectId: t, role: t, status: t, mentions: j, joinedAt: at },
  message: {
    id: t,
    roomId: t,
    authorKind: t,
    authorId: t,
    authorName: t,
    body: t,
    html: t,
    replyTo: t,
    goalId: t,
    taskId: t,
    createdAt: at,
  },
  room_file: {
    id: t,
    roomId: t,
    name: t,
    mediaType: t,
    sha256: t,
    size: i,
    text: t,
    uploadedBy: t,
    createdAt: at,
  },
  handoff: {
    id: t,
    roomId: t,
    goalId: t,
    taskId: t,
    attemptId: t,
    agentId: t,
    kind: t,
    memberId: t,
    title: t,
    body: t,
    options: j,
    status: t,
    answer: t,
    answeredBy: t,
    createdAt: at,
    closedAt: at,
  },
  action_request: {
    id: t,
    roomId: t,
    goalId: t,
    attemptId: t,
    command: t,
    arguments: j,
    reason: t,
    decision: t,
    decidedBy: t,
    createdAt: at,
    decidedAt: at,
  },
  artifact: {
    id: t,
    roomId: t,
    goalId: t,
    attemptId: t,
    artifactId: t,
    name: t,
    files: j,
    complete: 'bool',
    updatedAt: at,
  },
  incident: {
    id: t,
    roomId: t,
    class: t,
    cause: t,
    agents: j,
    attempts: i,
    openedAt: at,
    lastAt: at,
    closedAt: at,
  },
  drill: {
    id: t,
    roomId: t,
    goalId: t,
    name: t,
    terms: j,
    status: t,
    score: j,
    createdBy: t,
    createdAt: at,
    endedAt: at,
  },
} as const satisfies {
  [N in
    | 'room'
    | 'participant'
    | 'message'
    | 'room_file'
    | 'handoff'
    | 'action_request'
    | 'artifact'
    | 'incident'
    | 'drill']: Shape<Records[N]>
}
