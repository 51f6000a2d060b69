import type { Attempt } from '../domain/attempt.ts'
import type { Conflict } from '../domain/conflict.ts'
import type { Drill } from '../domain/drill.ts'
import type { Goal } from '../domain/goal.ts'
import type { Incident } from '../domain/incident.ts'
import type { Opinion } from '../domain/opinion.ts'
import type { ActionRequest, Artifact, Handoff, Message, Participant, Room, RoomFile } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import type { Comment, Deliverable, Review, Version } from '../domain/version.ts'
import type { Agent, Hook, Invite, Member, PersonalToken, Playbook, Schedule, Workspace } from '../domain/workspace.ts'

/** How a column travels: `time` is Unix milliseconds here and timestamptz there. */
export type ColumnType = 'text' | 'int' | 'float' | 'bool' | 'json' | 'time' | 'bytes'
export type Shape<R> = { [C in keyof R]: ColumnType }

/** The rows that commands read and change, by table. Column names are the records' own. */
export type Records = {
  workspace: Workspace
  member: Member
  invite: Invite
  personal_token: PersonalToken
  agent: Agent
  room: Room
  participant: Participant
  message: Message
  room_file: RoomFile
  goal: Goal
  task: Task
  attempt: Attempt
  artifact: Artifact
  version: Version
  deliverable: Deliverable
  review: Review
  comment: Comment
  handoff: Handoff
  action_request: ActionRequest
  conflict: Conflict
  opinion: Opinion
  incident: Incident
  drill: Drill
  playbook: Playbook
  schedule: Schedule
  hook: Hook
}
export type TableName = keyof Records
