import type { Process } from './process.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Sightings } from './sightings.ts'
import type { Fault, Torment } from './torment.ts'
import type { Called, Weather } from './weather.ts'

const second = 1000
const hour = 3_600_000
/** Five tries of a batch, and the way back to who asked. */
const afterwards = 15 * second
type Point = Parameters<NonNullable<Weather['at']>>[1]

/** Trouble that passes does pass: a commit is never refused as often in a row as the store tries. */
const refusalsLimit = 3

type Given = {
  random: Random
  torment: Torment
  sightings: Sightings
  scene: () => Scenario
  arrives: (called: Called) => void
  /** Looks at what is left the moment after a process ended. */
  crashed: () => void
}

/** The weather of one run, as its torment has it: every fault that is on comes and goes, until `calm` is set. */
export class Sky {
  calm = true
  private refusals = 0
  private readonly stopped = new Map<Process, number>()
  private awayUntil = 0
  private awayNext = 0
  private cutUntil = 0
  private cutNext = 0

  constructor(private readonly run: Given) {}

  weather(): Weather {
    const { random, torment, arrives } = this.run
    return {
      random: random.next,
      travel: () => (this.calm ? 0 : Math.floor(random.next() * torment.travel)),
      losesAnswer: () => this.strikes('lost'),
      losesReply: () => this.strikes('unheard'),
      arrives,
      ...(torment.faults.cut ? { cut: this.cut } : {}),
      ...(torment.faults.outage || torment.faults.hang ? { outage: this.wasAway } : {}),
      ...(torment.faults.clock ? { skew: this.skew } : {}),
      at: (process, point) => this.at(process, point),
      fate: () => {
        if (this.away()) return 'refused'
        this.refusals = this.strikes('refused') && this.refusals < refusalsLimit ? this.refusals + 1 : 0
        if (this.refusals > 0) return 'refused'
        return this.strikes('unanswered') ? 'unanswered' : 'done'
      },
    }
  }

  /** Whether a fault is on at all at this moment: each has its own tide. */
  private on(fault: Fault): boolean {
    if (this.calm || !this.run.torment.faults[fault]) return false
    const { tide } = this.run.torment
    return Math.floor(this.run.scene().clock.now / tide + fault.length / 3) % 3 !== 0
  }
  private strikes(fault: Fault): boolean {
    if (!this.on(fault) || !this.run.random.chance(this.run.torment.faults[fault] ?? 0)) return false
    this.run.sightings.see(`fault: ${fault}`)
    return true
  }

  private at(process: Process, point: Point): Promise<void> | undefined {
    const { scene, random, sightings, crashed } = this.run
    const { clock } = scene()
    const stopped = this.stopped.get(process) ?? 0
    if (stopped > clock.now) return clock.wait(stopped - clock.now)
    if (this.calm) return undefined
    if (this.strikes('crash')) {
      process.crash()
      crashed()
      sightings.see(`a process ended at: ${point}`)
      clock.after(random.between(1, 40) * second, () => scene().boot())
      return undefined
    }
    if (/^s(ent|ending|weep)$/.test(point)) return undefined
    if (this.strikes('stutter')) return this.stop(process, 5 * second)
    if (point === 'staged' && this.strikes('hang')) return this.hang(process)
    return random.chance(0.3) ? clock.wait(random.between(0, 8)) : undefined
  }
  private stop(process: Process, ms: number): Promise<void> {
    const { clock } = this.run.scene()
    this.stopped.set(process, clock.now + ms)
    return clock.wait(ms)
  }
  /** SIGSTOP for two minutes: the database gives its locks to others after twenty seconds. */
  private hang(process: Process): Promise<void> {
    this.run.scene().clock.after(20 * second, () => process.alive && process.store.loseLocks())
    return this.stop(process, 120 * second)
  }

  /** Each tide another hour off, ahead or behind; right again once all is calm. */
  private readonly skew = (): number => {
    if (!this.on('clock')) return 0
    this.run.sightings.see('fault: clock')
    return Math.floor(this.run.scene().clock.now / this.run.torment.tide) % 2 === 0 ? hour : -hour
  }

  /** Whether the database is away: now and then, for some seconds. */
  private readonly away = (): boolean => {
    const { now } = this.run.scene().clock
    if (this.on('outage') && now >= this.awayNext) {
      this.awayUntil = now + this.run.random.between(1, 20) * second
      this.awayNext = this.awayUntil + this.run.random.between(10, 120) * second
      this.run.sightings.see('fault: outage')
    }
    return !this.calm && now < this.awayUntil
  }
  /** Whether the database is away or a process stopped, or was so lately that somebody may hear of it only now. */
  private readonly wasAway = (): boolean =>
    this.run.scene().clock.now < Math.max(this.awayUntil, ...this.stopped.values()) + afterwards

  /** Whether the way to every agent is cut: now and then, for up to three minutes. */
  private readonly cut = (): boolean => {
    const { now } = this.run.scene().clock
    if (this.on('cut') && now >= this.cutNext) {
      this.cutUntil = now + this.run.random.between(5, 180) * second
      this.cutNext = this.cutUntil + this.run.random.between(30, 240) * second
      this.run.sightings.see('fault: cut')
    }
    return !this.calm && now < this.cutUntil
  }
}
