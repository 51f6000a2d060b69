import type { Slots } from './staged.ts'

/**
 * Open attempts per agent as this process knows them. Claims count from the moment they are staged, so two lanes of one
 * process never take the same place; releases count once they are committed.
 */
export class SlotCounter {
  private readonly committed = new Map<string, number>()
  private readonly claims = new Map<string, number>()

  set(agentId: string, inUse: number) {
    this.committed.set(agentId, inUse)
  }
  has(agentId: string): boolean {
    return this.committed.has(agentId)
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
