import type { Room } from '../domain/room.ts'
import type { Agent, Invite, Member, PersonalToken, Workspace } from '../domain/workspace.ts'
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
  expiresAt: t.expiresAt,
  revokedAt: t.revokedAt,
})
