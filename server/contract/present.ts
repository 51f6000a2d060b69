import type { Attempt } from '../domain/attempt.ts'
import type { Goal } from '../domain/goal.ts'
import { briefOf } from '../domain/matching/brief.ts'
import type { ActionRequest, Artifact, Handoff, Message, Participant, Room, RoomFile } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import type { Comment, Deliverable, Review, Version } from '../domain/version.ts'
import type { ArtifactView } from './remark-views.ts'
import type { Collections } from './snapshot.ts'

// Row → what a window sees of it. The same functions shape snapshots and the changes inside events, so they cannot disagree.

/** Names and skills of participants live in the workspace's rows. */
export type Subject = { name: string; skills: string[] }

export const presentRoom = (r: Room): Collections['room'] => ({
  id: r.id,
  workspaceId: r.workspaceId,
  name: r.name,
  rules: r.rules,
  status: r.status,
  actionPolicy: r.actionPolicy,
  actionRules: r.actionRules,
  limits: r.limits,
  spent: r.spent,
  purpose: r.purpose,
  createdAt: r.createdAt,
})

export const presentParticipant = (p: Participant, subject: Subject): Collections['participants'] => ({
  id: p.id,
  kind: p.kind,
  subjectId: p.subjectId,
  name: subject.name,
  role: p.role,
  status: p.status,
  skills: subject.skills,
  mentions: p.mentions.length,
  joinedAt: p.joinedAt,
})

export const presentMessage = (m: Message): Collections['messages'] => ({
  id: m.id,
  author: { kind: m.authorKind, id: m.authorId, name: m.authorName },
  body: m.body,
  html: m.html,
  replyTo: m.replyTo,
  goalId: m.goalId,
  taskId: m.taskId,
  at: m.createdAt,
})

export const presentGoal = (g: Goal): Collections['goals'] => ({
  id: g.id,
  number: g.number,
  title: g.title,
  brief: g.brief,
  acceptance: g.acceptance,
  playbook: g.playbook,
  inputs: g.inputs.map(({ id, name, mediaType, size }) => ({ id, name, mediaType, size })),
  deliverable: g.deliverable,
  limits: g.limits,
  spent: g.spent,
  recovery: g.recovery,
  stalePolicy: g.stalePolicy,
  findings: g.findings,
  autonomy: g.autonomy,
  requiredApprovals: g.requiredApprovals,
  status: g.status,
  reason: g.reason,
  planVersion: g.planVersion,
  planProblems: g.planProblems,
  createdBy: g.createdBy,
  createdAt: g.createdAt,
  startedAt: g.startedAt,
  endedAt: g.endedAt,
})

export const presentTask = (t: Task, doer: string | null): Collections['tasks'] => ({
  id: t.id,
  number: t.number,
  key: t.key,
  goalId: t.goalId,
  title: t.title,
  brief: t.brief,
  skills: t.skills,
  needs: t.needs,
  status: t.status,
  reason: t.reason,
  doer: doer ?? t.assigneeId,
  owner: t.ownerId,
  assigneeId: t.assigneeId,
  attempts: t.fence,
  deliverableId: t.deliverableId,
  acceptedVersionId: t.acceptedVersionId,
  parentId: t.parentId,
  role: t.role,
  readyAt: t.readyAt,
  endedAt: t.endedAt,
})

export const presentAttempt = (a: Attempt): Collections['attempts'] => ({
  id: a.id,
  taskId: a.taskId,
  goalId: a.goalId,
  number: a.number,
  participantId: a.participantId,
  status: a.status,
  offeredAt: a.offeredAt,
  acceptedAt: a.acceptedAt,
  progressAt: a.progressAt,
  endedAt: a.endedAt,
  failure: a.failure,
  reason: a.reason,
  progress: a.progress,
  note: a.note,
  checklist: a.checklist,
  choice: a.match && briefOf(a.match, a.participantId),
  hedge: a.hedge,
})

export const presentVersion = (v: Version): Collections['versions'] => ({
  id: v.id,
  number: v.number,
  taskId: v.taskId,
  sha256: v.sha256,
  status: v.status,
  createdBy: v.createdBy,
  createdAt: v.createdAt,
  files: v.files.map(({ name, mediaType, size, sha256 }) => ({ name, mediaType, size, sha256 })),
  checks: v.checks.map(({ name, status, required, summary }) => ({ name, status, required, summary })),
  sources: v.sources.length,
  deliverableId: v.deliverableId,
})

export const presentDeliverable = (d: Deliverable): Collections['deliverables'] => ({
  id: d.id,
  goalId: d.goalId,
  taskId: d.taskId,
  number: d.number,
  name: d.name,
  kind: d.kind,
  status: d.status,
  rounds: d.rounds,
  createdAt: d.createdAt,
})

export const presentReview = (r: Review): Collections['reviews'] => ({
  id: r.id,
  deliverableId: r.deliverableId,
  versionId: r.versionId,
  sha256: r.sha256,
  memberId: r.memberId,
  verdict: r.verdict,
  summary: r.summary,
  at: r.createdAt,
})

export const presentComment = (c: Comment): Collections['comments'] => ({
  id: c.id,
  versionId: c.versionId,
  reviewId: c.reviewId,
  authorId: c.authorId,
  quote: c.quote,
  prefix: c.prefix,
  suffix: c.suffix,
  body: c.body,
  status: c.status,
  at: c.createdAt,
})

export const presentHandoff = (h: Handoff): Collections['handoffs'] => ({
  id: h.id,
  goalId: h.goalId,
  taskId: h.taskId,
  attemptId: h.attemptId,
  kind: h.kind,
  memberId: h.memberId,
  title: h.title,
  body: h.body,
  options: h.options,
  status: h.status,
  answer: h.answer,
  answeredBy: h.answeredBy,
  at: h.createdAt,
})

export const presentAction = (a: ActionRequest): Collections['actions'] => ({
  id: a.id,
  goalId: a.goalId,
  attemptId: a.attemptId,
  command: a.command,
  arguments: a.arguments,
  reason: a.reason,
  decision: a.decision,
  decidedBy: a.decidedBy,
  at: a.createdAt,
})

export const presentFile = (f: RoomFile): Collections['files'] => ({
  id: f.id,
  name: f.name,
  mediaType: f.mediaType,
  size: f.size,
  sha256: f.sha256,
  uploadedBy: f.uploadedBy,
  at: f.createdAt,
})

export const presentArtifact = (a: Artifact): ArtifactView => ({
  id: a.id,
  attemptId: a.attemptId,
  artifactId: a.artifactId,
  name: a.name,
  files: a.files.map(({ name, mediaType, sha256, size }) => ({ name, mediaType, sha256, size })),
  complete: a.complete,
  at: a.updatedAt,
})
