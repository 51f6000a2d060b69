import type { Conflict } from '../domain/conflict.ts'
import type { Drill } from '../domain/drill.ts'
import type { Incident } from '../domain/incident.ts'
import type { Opinion } from '../domain/opinion.ts'
import type { Collections } from './snapshot.ts'

// Rows of the coordinator's own findings → what a window sees of them.

export const presentConflict = (c: Conflict): Collections['conflicts'] => ({
  id: c.id,
  goalId: c.goalId,
  taskId: c.taskId,
  kind: c.kind,
  subject: c.subject,
  positions: c.positions,
  status: c.status,
  verdict: c.verdict,
  at: c.createdAt,
  settledAt: c.settledAt,
})

export const presentOpinion = (o: Opinion): Collections['opinions'] => ({
  id: o.id,
  goalId: o.goalId,
  versionId: o.versionId,
  taskId: o.taskId,
  agentId: o.agentId,
  participantId: o.participantId,
  verdict: o.verdict,
  reasons: o.reasons,
  at: o.createdAt,
})

export const presentIncident = (i: Incident): Collections['incidents'] => ({
  id: i.id,
  class: i.class,
  cause: i.cause,
  agents: i.agents,
  attempts: i.attempts,
  openedAt: i.openedAt,
  lastAt: i.lastAt,
  closedAt: i.closedAt,
})

export const presentDrill = (d: Drill): Collections['drills'] => ({
  id: d.id,
  goalId: d.goalId,
  name: d.name,
  terms: { seed: d.terms.seed, cast: d.terms.cast, recovery: d.terms.recovery },
  status: d.status,
  score: d.score,
  createdBy: d.createdBy,
  at: d.createdAt,
  endedAt: d.endedAt,
})
