type Due = { at: number; order: number; run: () => void }

/** A clock that only moves when the run does: what is due next happens next, in one certain order. */
export class VirtualClock {
  /** The present, Unix milliseconds. */
  now = Date.UTC(2026, 0, 5, 9)
  /** Done whenever nothing moves any more, before time goes on. */
  between: (() => Promise<void>) | undefined
  private readonly heap: Due[] = []
  private order = 0

  /** Does `run` at the moment `at`, a whole millisecond as the database counts them, or now when that has passed. */
  at(at: number, run: () => void) {
    const due = { at: Math.max(Math.ceil(at), this.now), order: ++this.order, run }
    const { heap } = this
    let i = heap.push(due) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (before(heap[parent] as Due, due)) break
      heap[i] = heap[parent] as Due
      i = parent
    }
    heap[i] = due
  }
  after(ms: number, run: () => void) {
    this.at(this.now + ms, run)
  }
  wait = (ms: number): Promise<void> => new Promise((resolve) => this.after(ms, resolve))

  get nextAt(): number {
    return this.heap[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** Does what is due next and everything that follows from it at once; false when nothing is due any more. */
  async step(): Promise<boolean> {
    const due = this.take()
    if (!due) return false
    this.now = due.at
    due.run()
    await this.rest()
    return true
  }

  /** Lets `ms` pass. */
  async pass(ms: number): Promise<void> {
    const until = this.now + ms
    await this.rest()
    while (this.nextAt <= until) await this.step()
    this.now = until
  }

  /** Lets time pass until `work` is done; what can never be done throws. */
  async until<T>(work: Promise<T>): Promise<T> {
    let over = false
    const ended = work.finally(() => {
      over = true
    })
    ended.catch(() => undefined)
    await this.rest()
    while (!over) if (!(await this.step())) throw new Error('this waits for something that never comes')
    return ended
  }

  private async rest(): Promise<void> {
    await settled()
    await this.between?.()
  }

  private take(): Due | undefined {
    const { heap } = this
    const [first] = heap
    const last = heap.pop()
    if (!last || heap.length === 0) return first
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1] as Due, heap[child] as Due)) child += 1
      if (before(last, heap[child] as Due)) break
      heap[i] = heap[child] as Due
      i = child
    }
    heap[i] = last
    return first
  }
}

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

/**
 * Resolves when every promise that could resolve has: nothing in a run waits for the real world, and Node does what is
 * asked for the next tick only when no promise is left.
 */
export const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))
