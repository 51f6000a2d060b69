import type { Agent } from '../domain/workspace.ts'

export type Holder = { agentId: string; workspaceId: string }
/**
 * Which agent holds an attempt, as far as this process handed it out itself. An attempt never changes its agent, so what
 * is known needs no second look; whether the attempt is current and the agent still welcome is asked inside the lane.
 */
export type Holders = {
  note(attemptId: string, agent: Pick<Agent, 'id' | 'workspaceId'>): void
  of(attemptId: string): Holder | null
}

/** Remembers the latest `kept` attempts. */
export function createHolders(kept = 50_000): Holders {
  const known = new Map<string, Holder>()
  return {
    note(attemptId, agent) {
      known.set(attemptId, { agentId: agent.id, workspaceId: agent.workspaceId })
      if (known.size > kept) known.delete(known.keys().next().value ?? attemptId)
    },
    of: (attemptId) => known.get(attemptId) ?? null,
  }
}
