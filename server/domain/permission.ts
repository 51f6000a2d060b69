import type { Role } from './workspace.ts'

/** Who asks: a person (by session or personal token), an agent (by its own or one attempt's token), or the coordinator itself. */
export type Actor =
  | {
      kind: 'member'
      userId: string
      via: 'session' | 'token'
      credentialId: string
      workspaceId: string | null
      /** What a personal token is limited to; none means all that its member may. */
      scopes?: readonly string[]
    }
  | { kind: 'agent'; agentId: string; workspaceId: string; attemptId: string | null }
  | { kind: 'coordinator' }

/** The coordinator, as whom jobs run. */
export const coordinatorActor: Actor = { kind: 'coordinator' }

/** A member by something they set up, a schedule or a hook: it starts goals where they may, and does nothing else. */
export const inTheNameOf = (member: { userId: string; workspaceId: string }, by: string): Actor => ({
  kind: 'member',
  userId: member.userId,
  via: 'token',
  credentialId: by,
  workspaceId: member.workspaceId,
  scopes: ['goal.create'],
})

/** What a person is to the thing asked for, as the tables say at this moment, and what their token is limited to. */
export type Standing = { role: Role; inRoom: boolean; scopes?: readonly string[] }

/** Scopes that stand for many rights. Each of the others reads, too: who works on something must see it. */
export const scopeGroups = ['read', 'work', 'review', 'admin'] as const
export type ScopeGroup = (typeof scopeGroups)[number]

const everyone: readonly Role[] = ['owner', 'admin', 'member', 'viewer']
const workers: readonly Role[] = ['owner', 'admin', 'member']
const admins: readonly Role[] = ['owner', 'admin']

/**
 * The one table of who may do what: roles that may, whether they must be in the room (owners and admins are in every
 * room), and the group of token scopes that reaches it.
 */
export const rights = {
  'workspace.read': { roles: everyone, room: false, scope: 'read' },
  'workspace.rename': { roles: admins, room: false, scope: 'admin' },
  'member.invite': { roles: admins, room: false, scope: 'admin' },
  'invite.revoke': { roles: admins, room: false, scope: 'admin' },
  'member.set_role': { roles: admins, room: false, scope: 'admin' },
  'member.remove': { roles: admins, room: false, scope: 'admin' },
  'token.create': { roles: everyone, room: false, scope: 'admin' },
  'token.revoke': { roles: everyone, room: false, scope: 'admin' },
  'room.create': { roles: workers, room: false, scope: 'admin' },
  'crew.invite': { roles: workers, room: false, scope: 'admin' },
  'agent.register': { roles: workers, room: false, scope: 'admin' },
  'agent.change': { roles: workers, room: false, scope: 'admin' },
  'agent.read': { roles: everyone, room: false, scope: 'read' },
  'delivery.read': { roles: workers, room: false, scope: 'read' },
  'delivery.replay': { roles: workers, room: false, scope: 'admin' },
  'room.read': { roles: everyone, room: true, scope: 'read' },
  'room.update': { roles: workers, room: true, scope: 'admin' },
  'room.add_participant': { roles: workers, room: true, scope: 'admin' },
  'room.remove_participant': { roles: workers, room: true, scope: 'admin' },
  'message.post': { roles: workers, room: true, scope: 'work' },
  'file.attach': { roles: workers, room: true, scope: 'work' },
  'goal.create': { roles: workers, room: true, scope: 'work' },
  'goal.steer': { roles: workers, room: true, scope: 'work' },
  'plan.edit': { roles: workers, room: true, scope: 'work' },
  'plan.approve': { roles: workers, room: true, scope: 'work' },
  'task.steer': { roles: workers, room: true, scope: 'work' },
  'task.work': { roles: workers, room: true, scope: 'work' },
  'handoff.answer': { roles: workers, room: true, scope: 'work' },
  'action.decide': { roles: workers, room: true, scope: 'review' },
  'deliverable.decide': { roles: workers, room: true, scope: 'review' },
  'comment.add': { roles: workers, room: true, scope: 'review' },
  'playbook.save': { roles: workers, room: false, scope: 'work' },
  'playbook.remove': { roles: workers, room: false, scope: 'work' },
  'schedule.change': { roles: workers, room: false, scope: 'admin' },
  'hook.change': { roles: workers, room: false, scope: 'admin' },
} as const satisfies Record<string, { roles: readonly Role[]; room: boolean; scope: ScopeGroup }>

export type Verb = keyof typeof rights

export const verbs = Object.keys(rights) as Verb[]

/** Whether a token limited to `scopes` (verbs or groups) reaches `verb`; one without limits reaches all. */
export function inScope(scopes: readonly string[] | undefined, verb: Verb): boolean {
  if (!scopes || scopes.length === 0 || scopes.includes(verb)) return true
  const { scope } = rights[verb]
  return scope === 'read' ? scopeGroups.some((group) => scopes.includes(group)) : scopes.includes(scope)
}

/** What a token limited to `scopes` is told when it does not reach `verb`. */
export const outOfScope = (verb: Verb): string =>
  `This token is not for that: it needs the scope "${verb}", or the group "${rights[verb].scope}". Make a token that has it.`

/** Whether a person with this standing may do `verb`; null standing means a stranger to the workspace. */
export function may(standing: Standing | null, verb: Verb): boolean {
  if (!standing || !inScope(standing.scopes, verb)) return false
  const right = rights[verb]
  if (!right.roles.includes(standing.role)) return false
  return !right.room || standing.inRoom || admins.includes(standing.role)
}

/** Whether somebody may change what `ownerId` set up: whoever it is, and an owner or admin of the workspace. */
export const mayChange = (member: { id: string; role: Role }, ownerId: string): boolean =>
  member.id === ownerId || admins.includes(member.role)

/** What every role may do, for the settings page. */
export const verbsOf = (role: Role): Verb[] =>
  verbs.filter((verb) => (rights[verb].roles as readonly Role[]).includes(role))
