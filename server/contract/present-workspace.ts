import type { Room } from '../domain/room.ts'
import type { Agent, Hook, Invite, Member, PersonalToken, Playbook, Schedule, Workspace } from '../domain/workspace.ts'
import type { Collections } from './snapshot.ts'

// Rows of a workspace's lane → what a window sees of them.

export const presentWorkspace = (w: Workspace): Collections['workspace'] => ({ id: w.id, name: w.name })

export const presentMember = (m: Member): Collections['members'] => ({
  id: m.id,
  userId: m.userId,
  name: m.name,
  email: m.email,
  role: m.role,
  status: m.status,
})

export const presentAgent = (a: Agent): Collections['agents'] => ({
  id: a.id,
  ownerId: a.ownerId,
  name: a.name,
  channel: a.channel,
  url: a.url,
  description: a.description,
  skills: a.skills,
  labels: a.labels,
  maxConcurrency: a.maxConcurrency,
  status: a.status,
  reason: a.reason,
  secretHint: a.secretHint,
  tokenHint: a.tokenHint,
  breakerOpenUntil: a.breaker.openUntil,
  failures: a.breaker.failures,
  throttledUntil: a.throttledUntil,
  limits: a.limits,
  price: a.price,
  signing: a.signing,
  publicKey: a.publicKey,
  verifiedAt: a.verifiedAt,
  createdAt: a.createdAt,
})

export const presentRoomCard = (r: Room): Collections['rooms'] => ({
  id: r.id,
  name: r.name,
  status: r.status,
  createdAt: r.createdAt,
})

export const presentInvite = (i: Invite): Collections['invites'] => ({
  id: i.id,
  roomId: i.roomId,
  role: i.role,
  email: i.email,
  invitedBy: i.invitedBy,
  expiresAt: i.expiresAt,
  usesLeft: i.usesLeft,
  revokedAt: i.revokedAt,
})

export const presentToken = (t: PersonalToken): Collections['tokens'] => ({
  id: t.id,
  memberId: t.memberId,
  name: t.name,
  hint: t.hint,
  scopes: t.scopes,
  expiresAt: t.expiresAt,
  revokedAt: t.revokedAt,
})

export const presentPlaybook = (p: Playbook): Collections['playbooks'] => ({
  id: p.id,
  name: p.name,
  description: p.description,
  parameters: p.parameters,
  tasks: p.plan.tasks.length,
  list: p.plan.tasks.some(({ each }) => each && each.from === null && each.file === null),
  createdBy: p.createdBy,
  updatedAt: p.updatedAt,
})

export const presentSchedule = (s: Schedule): Collections['schedules'] => ({
  id: s.id,
  roomId: s.roomId,
  name: s.name,
  playbook: s.playbook,
  goal: s.goal,
  everySeconds: s.everySeconds,
  nextAt: s.nextAt,
  lastAt: s.lastAt,
  lastOutcome: s.lastOutcome,
  enabled: s.enabled,
  createdBy: s.createdBy,
})

export const presentHook = (h: Hook): Collections['hooks'] => ({
  id: h.id,
  roomId: h.roomId,
  name: h.name,
  playbook: h.playbook,
  goal: h.goal,
  hint: h.hint,
  createdBy: h.createdBy,
  lastUsedAt: h.lastUsedAt,
  revokedAt: h.revokedAt,
})
