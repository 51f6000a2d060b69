import type { Unit } from '../store/unit.ts'
import { letBid } from './bidders.ts'
import { Crowd } from './crowd.ts'
import { allActs, interferences } from './crowd-acts.ts'
import { examine } from './examine.ts'
import { Host } from './host.ts'
import { Neighbourhood } from './invariants-near.ts'
import { Outbox } from './invariants-sent.ts'
import { Keys } from './keys.ts'
import { Random } from './random.ts'
import { Scenario } from './scenario.ts'
import { standingOf } from './scenario-cast.ts'
import type { Seams } from './scenario-parts.ts'
import { scripts } from './scripts.ts'
import { Sightings } from './sightings.ts'
import { olderRows, subjectOf } from './simulator-held.ts'
import { isOver, left, overdue, stuck, unended, unsettled } from './simulator-liveness.ts'
import { arrange } from './simulator-start.ts'
import { Sky } from './simulator-weather.ts'
import { Window } from './simulator-window.ts'
import { Watcher } from './step-invariants.ts'
import { drawTorment, type ProfileName, type Torment, usualProfile } from './torment.ts'
import { drawFleetGoal, drawGoal, loads } from './torment-goals.ts'
import type { Called } from './weather.ts'
import { workspaceSnapshotOf } from './windows.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
/** How long what was broken may have after-effects: a process that hangs wakes after two minutes. */
const aftermath = 4 * minute

/** How long everything may take to settle: an agent may ask for an hour of quiet three times before a person is asked. */
const bound = 6 * hour

export type Run = { seed: number; failures: string[]; commits: number; at: number }
/** What a run is played with beside its seed. */
export type Terms = {
  /** The workspace as it stands before the run, when another than the usual one is wanted. */
  standingOf?: typeof standingOf
  /** One process at a time. */
  alone?: boolean
  profile?: ProfileName | undefined
  sightings?: Sightings
  seams?: Seams
}

/** Plays one seed to its end and says what broke; the same seed always plays the same. */
export class Simulation {
  private readonly random: Random
  private readonly torment: Torment
  private readonly sightings: Sightings
  private readonly failures: string[] = []
  private readonly watcher = new Watcher()
  private readonly windows: Window[] = []
  private readonly sky: Sky
  scene!: Scenario
  private crowd!: Crowd
  private rows!: Neighbourhood
  private outbox!: Outbox
  private host: Host | null = null
  private keys: Keys | null = null
  private commits = 0
  private calmSince = Number.POSITIVE_INFINITY

  constructor(
    private readonly seed: number,
    private readonly terms: Terms = {},
  ) {
    this.random = new Random(seed)
    this.torment = drawTorment(this.random, new Random(~seed), terms.profile ?? usualProfile(seed))
    this.sightings = terms.sightings ?? new Sightings()
    const { random, torment, sightings, arrives } = this
    this.sky = new Sky({ random, torment, sightings, scene: () => this.scene, arrives, crashed: this.foldLog })
  }

  async play(): Promise<Run> {
    const standing = await (this.terms.standingOf ?? standingOf)(this.torment.cast)
    this.scene = new Scenario(this.sky.weather(), this.terms.seams, standing)
    try {
      await this.scene.clock.until(this.setUp())
      this.sky.calm = false
      await this.whileFaulty()
      await this.whileHealing()
      await this.whileAttended()
      if (!this.failed) await this.scene.clock.pass(Math.max(second, this.calmSince + aftermath - this.scene.clock.now))
      this.atTheEnd()
    } catch (error) {
      if (!this.failed) this.failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
    const { seed, failures, commits, scene } = this
    return { seed, failures, commits, at: scene.clock.now }
  }

  private get failed(): boolean {
    for (const { error, what } of this.scene.bugs.splice(0))
      this.failures.push(`${what} threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return this.failures.length > 0
  }

  private async setUp() {
    const { random, torment, scene, sightings } = this
    const patience = /^(tiny|short)$/.test(torment.size) ? 2 * minute : 12 * minute
    const repertoire = torment.acts.flatMap((kind) => allActs[kind])
    this.crowd = new Crowd(scene, random, sightings, repertoire, patience)
    this.rows = new Neighbourhood(scene.disk)
    this.outbox = new Outbox(scene.disk, () => scene.sent, scene.ports.unseal)
    this.host = torment.host && new Host(scene, sightings)
    this.keys = torment.keys ? new Keys({ scene, random, sightings }) : null
    await arrange({ scene, torment, random, sightings, host: this.host, calm: () => this.sky.calm })
    for (let i = 1; i < torment.processes && !this.terms.alone; i++) scene.boot()
    this.watcher.open(scene.workspaceId, workspaceSnapshotOf(scene))
    for (const roomId of scene.rooms) this.watcher.replay(roomId, scene.disk.lane(roomId).events)
    for (let i = 0; i < torment.windows; i++)
      for (const roomId of scene.rooms) this.windows.push(new Window(scene, roomId, random, sightings))
    scene.disk.listeners.add(this.inspect)
    await this.keys?.begin()
    if (torment.ways.includes('bids')) letBid(scene, random)
    if (this.host) return this.startFleet()
    for (let goal = random.between(...loads[torment.size].goals); goal > 0; goal--)
      await scene.goal({ ...drawGoal(random, goal, torment.size, torment.ways), roomId: random.pick(scene.rooms) })
  }

  /** A goal in every room, for agents whose host fails when they are at work. */
  private async startFleet() {
    const { scene, random, torment, host } = this
    for (const [i, roomId] of scene.rooms.entries()) await scene.goal({ ...drawFleetGoal(random, i + 1), roomId })
    host?.failsAt(scene.clock.now + (torment.host?.after ?? 0), torment.host?.lasts ?? 0)
  }

  private readonly inspect = (unit: Unit) => {
    this.commits += 1
    const touched = unit.touched()
    const said = [
      ...this.watcher.check(unit, touched),
      ...this.rows.check(unit, touched),
      ...this.outbox.check(unit, touched),
      ...(this.host?.check(unit) ?? []),
    ]
    for (const what of said) this.failures.push(`commit ${this.commits}: ${what}`)
    this.sightings.watch(unit, touched)
  }

  /** A call is taken up: somebody may step in at that very moment. */
  private readonly arrives = ({ name, input, key }: Called) => {
    this.sightings.call(key, this.scene.clock.now)
    if (name !== 'attempt.complete' || this.sky.calm) return
    if (!this.random.chance(this.torment.faults.interference ?? 0)) return
    const { attemptId } = input as { attemptId: string }
    const attempt = this.crowd.rows('attempt').find((one) => one.id === attemptId)
    if (!attempt) return
    this.sightings.see('fault: interference')
    void this.random.pick(interferences)(this.crowd, attempt.taskId)
  }

  /** I15: whatever was cut off, what is there is what the log tells, and everything goes on from it. */
  private readonly foldLog = () => {
    const subject = subjectOf(this.scene)
    for (const lane of this.scene.disk.lanes.values()) this.failures.push(...this.watcher.fold(lane, subject))
  }

  private async whileFaulty() {
    const { scene, random, torment } = this
    const until = scene.clock.now + torment.chaos
    this.keys?.trouble(() => this.sky.calm)
    if (torment.people > 0) {
      const next = () => {
        if (scene.clock.now >= until) return
        void this.crowd.act()
        scene.clock.after(random.next() * 2 * torment.people, next)
      }
      next()
    }
    while (scene.clock.now < until && scene.clock.nextAt < until && !this.failed) await scene.clock.step()
  }

  /** Faults stop; in liveness mode some agents stay broken for good. Every task settles or waits for a person, in bounded time. */
  private async whileHealing() {
    const { scene, random, torment } = this
    this.sky.calm = true
    this.calmSince = scene.clock.now
    if (scene.alive().length === 0) scene.boot()
    this.keys?.mend()
    for (const agent of scene.agents.values())
      if (torment.mode === 'safety' || random.chance(0.5))
        agent.script = this.keys?.guard(scripts.honest) ?? scripts.honest
      else this.sightings.see('an agent broken for good')
    if (!(await this.until(bound, () => unsettled(scene).length === 0))) this.failures.push(...stuck(scene))
  }

  private async until(within: number, done: () => boolean): Promise<boolean> {
    const { scene } = this
    const end = scene.clock.now + within
    while (!this.failed) {
      if (done()) return true
      if (scene.clock.nextAt > end) return false
      await scene.clock.pass(Math.min(minute, end - scene.clock.now))
      if (scene.clock.now > this.calmSince + aftermath) this.failures.push(...overdue(scene))
      if (scene.clock.now >= end) return done()
    }
    return true
  }

  /** People do their part: every goal must come to an end. */
  private async whileAttended() {
    const { scene } = this
    for (let round = 0; round < 25 && !isOver(scene) && !this.failed; round++) {
      await scene.clock.until(this.crowd.attend(round))
      // What goes from one lane to another takes a moment.
      if (round >= 5) await scene.clock.pass(10 * second)
      if (!(await this.until(bound, () => unsettled(scene).length === 0))) break
    }
    if (!this.failed) this.failures.push(...unended(scene))
  }

  /** Nothing is left to send, every window shows what is there, and the rows are what the log tells. */
  private atTheEnd() {
    const { scene } = this
    if (this.failed) return
    const say = (lines: Iterable<string>) => this.failures.push(...lines)
    say(left(scene))
    for (const { id } of this.crowd.openActions()) say([`I10 nobody waits for leave once all is over: ${id}`])
    say(this.outbox.left())
    say(this.host?.left() ?? [])
    say(this.keys?.strangers.complaints ?? [])
    for (const roomId of scene.rooms) say(examine(scene, roomId))
    for (const window of this.windows) say(window.level())
    this.foldLog()
    for (const process of scene.alive()) say(olderRows(process, scene))
    for (const agent of scene.agents.values()) {
      say(agent.complaints)
      this.sightings.hear(agent.answers)
    }
    this.sightings.over(scene)
  }
}
