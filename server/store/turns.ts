/**
 * Lets at most `places` in at once, the others in order of arrival and however long it takes: a pool would give up on
 * whoever waits longer for one of its connections than making one may take.
 */
export class Turns {
  private free: number
  private readonly waiting: (() => void)[] = []
  private next = 0

  constructor(places: number) {
    this.free = places
  }

  take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  give() {
    const first = this.waiting[this.next]
    if (!first) {
      this.free += 1
      return
    }
    this.next += 1
    // Cut in one go now and then: taking the first off a long list costs its length every time.
    if (this.next >= 1024 || this.next === this.waiting.length) {
      this.waiting.splice(0, this.next)
      this.next = 0
    }
    first()
  }
}
