import type { AgentSpend, Slots } from './staged.ts'

const nothing: AgentSpend = { tokens: 0, costUsd: 0 }

/**
 * Open attempts per agent as this process knows them. Claims count from the moment they are staged, so two lanes of one
 * process never take the same place; releases count once they are committed.
 */
export class SlotCounter {
  private readonly committed = new Map<string, number>()
  private readonly claims = new Map<string, number>()
  private readonly spent = new Map<string, AgentSpend>()

  set(agentId: string, inUse: number, { tokens, costUsd }: AgentSpend) {
    this.committed.set(agentId, inUse)
    if (tokens > 0 || costUsd > 0) this.spent.set(agentId, { tokens, costUsd })
  }
  has(agentId: string): boolean {
    return this.committed.has(agentId)
  }

  /** What agents used up in a batch that was committed. */
  addSpent(notes: readonly ({ agentId: string } & AgentSpend)[]) {
    for (const { agentId, tokens, costUsd } of notes) {
      const sum = this.spent.get(agentId) ?? nothing
      this.spent.set(agentId, { tokens: sum.tokens + tokens, costUsd: sum.costUsd + costUsd })
    }
  }

  /** A batch's own view: others' staged claims, and its own claims and releases. */
  view(): Slots & { finish(committed: boolean): void } {
    const own = new Map<string, number>()
    let claimed = new Map<string, number>()
    return {
      inUse: (agentId) =>
        (this.committed.get(agentId) ?? 0) +
        (this.claims.get(agentId) ?? 0) -
        (claimed.get(agentId) ?? 0) +
        (own.get(agentId) ?? 0),
      spent: (agentId) => this.spent.get(agentId) ?? nothing,
      stage: (agentId, delta) => {
        const net = (own.get(agentId) ?? 0) + delta
        own.set(agentId, net)
        const was = claimed.get(agentId) ?? 0
        const is = Math.max(0, net)
        if (was !== is) {
          claimed.set(agentId, is)
          this.claims.set(agentId, (this.claims.get(agentId) ?? 0) + is - was)
        }
      },
      finish: (committed) => {
        for (const [agentId, count] of claimed) this.claims.set(agentId, (this.claims.get(agentId) ?? 0) - count)
        claimed = new Map()
        if (!committed) return
        for (const [agentId, net] of own)
          this.committed.set(agentId, Math.max(0, (this.committed.get(agentId) ?? 0) + net))
        own.clear()
      },
    }
  }
}
