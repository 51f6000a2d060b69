import { apply, type Mirror, mirrorOf } from '../contract/apply.ts'
import type { LogEvent } from '../contract/events.ts'
import type { Unit } from '../store/unit.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Sightings } from './sightings.ts'
import { differences, roomSnapshotOf } from './windows.ts'

const second = 1000
/** How far behind a window may be and still read the log; the product's 5,000, made small enough to be met. */
const tooFar = 60
const page = 15

/** A person's window on a room: it hears of commits late, twice or not at all, is cut off, and catches up (I33). */
export class Window {
  private mirror: Mirror
  private cutUntil = 0
  private reading = false
  private processes: number
  private readonly stop: () => void

  constructor(
    private readonly scene: Scenario,
    private readonly roomId: string,
    private readonly random: Random,
    private readonly sightings: Sightings,
  ) {
    this.mirror = mirrorOf(roomSnapshotOf(scene, roomId))
    this.processes = scene.processes.length
    this.stop = () => scene.disk.listeners.delete(this.hear)
    scene.disk.listeners.add(this.hear)
  }

  private readonly hear = (unit: Unit) => {
    if (unit.laneId !== this.roomId || unit.events.length === 0) return
    const { clock } = this.scene
    if (this.random.chance(0.03)) this.cutUntil = clock.now + this.random.between(1, 120) * second
    if (clock.now < this.cutUntil || this.random.chance(0.05)) {
      // The comparison of cursors every thirty seconds finds it.
      if (!this.reading) clock.after(Math.max(30 * second, this.cutUntil - clock.now), () => this.catchUp())
      return
    }
    const events = [...unit.events]
    const take = () => this.take(events)
    clock.after(this.random.between(0, 400), take)
    if (this.random.chance(0.1)) clock.after(this.random.between(0, 2000), take)
  }

  private take(events: readonly LogEvent[]) {
    for (const event of events)
      if (apply(this.mirror, event) === 'gap') {
        this.catchUp()
        return
      }
  }

  /** Asks for what it lacks, a page at a time; for a fresh snapshot when that is too much. */
  private catchUp() {
    const { seq, events } = this.scene.disk.lane(this.roomId)
    const behind = seq - this.mirror.seq
    if (behind <= 0 || this.reading) return
    if (behind > tooFar) {
      this.sightings.see('a window so far behind that it took a fresh snapshot')
      this.mirror = mirrorOf(roomSnapshotOf(this.scene, this.roomId))
      return
    }
    this.reading = true
    const asked = events.slice(this.mirror.seq, this.mirror.seq + page)
    this.scene.clock.after(this.random.between(1, 300), () => {
      this.reading = false
      if (this.processes !== this.scene.processes.length)
        this.sightings.see('a window caught up across the end of a process')
      this.processes = this.scene.processes.length
      for (const event of asked) apply(this.mirror, event)
      this.sightings.see('a window caught up by reading the log')
      this.catchUp()
    })
  }

  /** After quiet it is level by itself: how it differs from a window that opens now. */
  level(): string[] {
    this.stop()
    const { seq } = this.scene.disk.lane(this.roomId)
    for (let pages = 0; this.mirror.seq < seq && pages < 1000; pages++) {
      for (const event of this.scene.disk.lane(this.roomId).events.slice(this.mirror.seq, this.mirror.seq + page))
        apply(this.mirror, event)
    }
    return differences(this.mirror, roomSnapshotOf(this.scene, this.roomId)).map(
      (line) => `I33 a window is level with the room after quiet: ${line}`,
    )
  }
}
