/** One claim that waits for work in some rooms. */
type Waiter = { rooms: readonly string[]; since: number; wake: (chance: Chance | null) => void }
/** Something that may be taken in a room. `made` tells it from what came before and after. */
export type Chance = { roomId: string; made: number }

/** What nobody was there for is offered to those who come within this time; later they look by themselves, milliseconds. */
const keptMs = 5000
/** A chance that was missed goes on to this many: a hundred who may not take it are asked in seven rounds. */
const passedTo = 2

/**
 * Claims that wait for work. Each chance wakes one of them, who came first; when that one finds nothing for it, two others
 * are woken in its place, until everybody who waited when the chance came has looked. So a step costs one look and not one
 * by each of hundreds, and still nobody is passed over.
 */
export class Waiters {
  private readonly waiting = new Set<Waiter>()
  private readonly kept = new Map<string, { chance: Chance; at: number }[]>()
  private count = 0

  /** To be taken before one looks for work: what comes after that is not missed. */
  mark(): number {
    return this.count
  }

  /** So many things may be taken in a room now; Infinity when everybody should look. */
  offer(roomId: string, things: number) {
    this.count += 1
    const chance = { roomId, made: this.count }
    if (Number.isFinite(things)) this.wake(chance, things)
    else for (const waiter of [...this.waiting]) if (waiter.rooms.includes(roomId)) this.end(waiter, chance)
  }

  /** Who was woken by a chance found nothing. */
  pass(chance: Chance) {
    this.wake(chance, passedTo)
  }

  /** Waits for a chance in one of the rooms, `ms` at most; null when none came. `mark` is from before the last look. */
  wait(rooms: readonly string[], mark: number, ms: number, signal: AbortSignal): Promise<Chance | null> {
    const missed = this.takeKept(rooms, mark)
    if (missed || signal.aborted) return Promise.resolve(missed)
    return new Promise((resolve) => {
      const give = () => this.end(waiter, null)
      const timer = setTimeout(give, ms)
      const waiter: Waiter = {
        rooms,
        since: this.count,
        wake: (chance) => {
          clearTimeout(timer)
          signal.removeEventListener('abort', give)
          resolve(chance)
        },
      }
      this.waiting.add(waiter)
      signal.addEventListener('abort', give, { once: true })
    })
  }

  private wake(chance: Chance, things: number) {
    let left = things
    for (const waiter of this.waiting) {
      if (left <= 0) return
      if (waiter.since >= chance.made || !waiter.rooms.includes(chance.roomId)) continue
      left -= 1
      this.end(waiter, chance)
    }
    if (left > 0) this.keep(chance, left)
  }

  private end(waiter: Waiter, chance: Chance | null) {
    if (this.waiting.delete(waiter)) waiter.wake(chance)
  }

  /** Those who are just looking may have looked too early. */
  private keep(chance: Chance, things: number) {
    const at = performance.now()
    const list = (this.kept.get(chance.roomId) ?? []).filter((one) => at - one.at < keptMs)
    for (let i = 0; i < things; i++) list.push({ chance, at })
    this.kept.set(chance.roomId, list)
  }

  private takeKept(rooms: readonly string[], mark: number): Chance | null {
    const at = performance.now()
    for (const roomId of rooms) {
      const list = this.kept.get(roomId)
      if (!list) continue
      const found = list.findIndex((one) => one.chance.made > mark && at - one.at < keptMs)
      const [one] = found < 0 ? [] : list.splice(found, 1)
      if (list.every((other) => at - other.at >= keptMs)) this.kept.delete(roomId)
      if (one) return one.chance
    }
    return null
  }
}
