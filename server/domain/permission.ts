import type { Role } from './workspace.ts'

/** Who asks: a person (by session or personal token), an agent (by its own or one attempt's token), or the coordinator itself. */
export type Actor =
  | { kind: 'member'; userId: string; via: 'session' | 'token'; credentialId: string; workspaceId: string | null }
  | { kind: 'agent'; agentId: string; workspaceId: string; attemptId: string | null }
  | { kind: 'coordinator' }

/** What a person is to the thing asked for, as the tables say at this moment. */
export type Standing = { role: Role; inRoom: boolean }

const everyone: readonly Role[] = ['owner', 'admin', 'member', 'viewer']
const workers: readonly Role[] = ['owner', 'admin', 'member']
const admins: readonly Role[] = ['owner', 'admin']

/** The one table of who may do what: roles that may, and whether they must be in the room (owners and admins are in every room). */
export const rights = {
  'workspace.read': { roles: everyone, room: false },
  'workspace.rename': { roles: admins, room: false },
  'member.invite': { roles: admins, room: false },
  'invite.revoke': { roles: admins, room: false },
  'member.set_role': { roles: admins, room: false },
  'member.remove': { roles: admins, room: false },
  'token.create': { roles: everyone, room: false },
  'token.revoke': { roles: everyone, room: false },
  'room.create': { roles: workers, room: false },
  'crew.invite': { roles: workers, room: false },
  'agent.register': { roles: workers, room: false },
  'agent.change': { roles: workers, room: false },
  'agent.read': { roles: everyone, room: false },
  'delivery.read': { roles: workers, room: false },
  'delivery.replay': { roles: workers, room: false },
  'room.read': { roles: everyone, room: true },
  'room.update': { roles: workers, room: true },
  'room.add_participant': { roles: workers, room: true },
  'room.remove_participant': { roles: workers, room: true },
  'message.post': { roles: workers, room: true },
  'file.attach': { roles: workers, room: true },
  'goal.create': { roles: workers, room: true },
  'goal.steer': { roles: workers, room: true },
  'plan.edit': { roles: workers, room: true },
  'plan.approve': { roles: workers, room: true },
  'task.steer': { roles: workers, room: true },
  'task.work': { roles: workers, room: true },
  'handoff.answer': { roles: workers, room: true },
  'action.decide': { roles: workers, room: true },
  'deliverable.decide': { roles: workers, room: true },
  'comment.add': { roles: workers, room: true },
} as const satisfies Record<string, { roles: readonly Role[]; room: boolean }>

export type Verb = keyof typeof rights

/** Whether a person with this standing may do `verb`; null standing means a stranger to the workspace. */
export function may(standing: Standing | null, verb: Verb): boolean {
  if (!standing) return false
  const right = rights[verb]
  if (!right.roles.includes(standing.role)) return false
  return !right.room || standing.inRoom || admins.includes(standing.role)
}

/** What every role may do, for the settings page. */
export const verbsOf = (role: Role): Verb[] =>
  (Object.keys(rights) as Verb[]).filter((verb) => (rights[verb].roles as readonly Role[]).includes(role))
