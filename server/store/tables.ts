import type { Attempt } from '../domain/attempt.ts'
import type { Goal } from '../domain/goal.ts'
import type { ActionRequest, Artifact, Handoff, Message, Participant, Room, RoomFile } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import type { Comment, Deliverable, Review, Version } from '../domain/version.ts'
import type { Agent, Invite, Member, PersonalToken, Workspace } from '../domain/workspace.ts'

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
}
export type TableName = keyof Records
