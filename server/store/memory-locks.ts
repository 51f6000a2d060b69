/** The locks of lanes on a memory disk: whoever came first gets it first. */
export class Locks {
  private readonly locks = new Map<string, { owner: object; waiting: { owner: object; take: () => void }[] }>()

  /** Resolves when the lane's lock is the owner's. */
  async lock(laneId: string, owner: object): Promise<void> {
    const held = this.locks.get(laneId)
    if (!held) this.locks.set(laneId, { owner, waiting: [] })
    else await new Promise<void>((take) => held.waiting.push({ owner, take }))
  }
  holds(laneId: string, owner: object): boolean {
    return this.locks.get(laneId)?.owner === owner
  }
  unlock(laneId: string, owner: object) {
    const held = this.locks.get(laneId)
    if (held?.owner !== owner) return
    const next = held.waiting.shift()
    if (!next) this.locks.delete(laneId)
    else {
      held.owner = next.owner
      next.take()
    }
  }
  /** The database takes locks away whose owners do nothing; whoever waits for one goes on waiting. */
  revoke(isIdle: (owner: object) => boolean) {
    for (const [laneId, held] of [...this.locks]) if (isIdle(held.owner)) this.unlock(laneId, held.owner)
  }
  /** A process is gone: its locks are free and it waits for none. `isGone` tells whether an owner was its own. */
  abandon(isGone: (owner: object) => boolean) {
    for (const [laneId, held] of [...this.locks]) {
      held.waiting = held.waiting.filter(({ owner }) => !isGone(owner))
      if (isGone(held.owner)) this.unlock(laneId, held.owner)
    }
  }
}
