import { isOpen } from '../domain/attempt.ts'
import { isEnded } from '../domain/goal.ts'
import { isSettled } from '../domain/task.ts'
import type { Unit } from '../store/unit.ts'
import { Crowd } from './crowd.ts'
import { examine } from './examine.ts'
import { Random } from './random.ts'
import { Scenario } from './scenario.ts'
import type { Seams } from './scenario-parts.ts'
import { scripts } from './scripts.ts'
import { Sightings } from './sightings.ts'
import { Watcher } from './step-invariants.ts'
import { drawGoal, drawTorment, type Torment } from './torment.ts'
import type { Weather } from './weather.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

export type Run = { seed: number; failures: string[]; commits: number; at: number }

/** Plays one seed to its end and says what broke; the same seed always plays the same. */
export class Simulation {
  private readonly random: Random
  private readonly torment: Torment
  private readonly failures: string[] = []
  private readonly watcher = new Watcher()
  private readonly committers = new Set<string>()
  private scene!: Scenario
  private crowd!: Crowd
  private commits = 0
  private calm = true
  private refusals = 0

  constructor(
    private readonly seed: number,
    private readonly sightings = new Sightings(),
    private readonly seams: Seams = {},
  ) {
    this.random = new Random(seed)
    this.torment = drawTorment(this.random)
  }

  async play(): Promise<Run> {
    this.scene = new Scenario(this.weather(), this.seams)
    try {
      await this.scene.clock.until(this.setUp())
      this.calm = false
      await this.whileFaulty()
      await this.whileHealing()
      await this.whileAttended()
    } catch (error) {
      if (!this.failed) this.failures.push(String(error))
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
    const { random, torment } = this
    const { scene } = this
    await scene.furnish()
    this.crowd = new Crowd(scene, random, this.sightings)
    await scene.join('Ben', 'admin')
    await scene.agent({ name: 'Ada', skills: ['writing', 'editing'], places: random.between(1, 2) })
    for (const [i, script] of torment.scripts.entries()) {
      const skills = random.chance(0.7) ? ['writing', 'editing'] : ['writing']
      await scene.agent({ name: `${script} ${i + 1}`, skills, places: random.between(1, 3), script })
    }
    for (let i = 1; i < torment.processes; i++) scene.boot()
    for (const lane of scene.disk.lanes.values()) this.watcher.replay(lane.id, lane.events)
    scene.disk.listeners.add((unit) => this.inspect(unit))
    for (let goal = random.between(1, 2); goal > 0; goal--) await scene.goal(drawGoal(this.random, goal))
  }

  private weather(): Weather {
    const { random, torment } = this
    const when = (probability: number) => !this.calm && random.chance(probability)
    return {
      random: random.next,
      travel: () => (this.calm ? 0 : 1 + Math.floor(random.next() * torment.travel)),
      losesAnswer: () => when(torment.lost),
      at: (process, point) => {
        if (this.calm) return undefined
        if (when(torment.crash / 3)) {
          process.crash()
          this.sightings.see(
            point === 'committed'
              ? 'a process ended between commit and send'
              : 'a process ended before the commit point',
          )
          this.scene.clock.after(random.between(1, 40) * second, () => this.scene.boot())
          return undefined
        }
        if (point === 'staged' && when(torment.hang)) return this.hang(process)
        return random.chance(0.3) ? this.scene.clock.wait(random.between(0, 8)) : undefined
      },
      fate: () => {
        // Trouble that passes does pass: never as often in a row as the store tries.
        this.refusals = when(torment.refused) && this.refusals < 3 ? this.refusals + 1 : 0
        if (this.refusals > 0) return this.fate('refused', 'a commit refused')
        if (when(torment.unanswered)) return this.fate('unanswered', 'a commit whose answer was lost')
        return 'done'
      },
    }
  }
  private fate<F>(fate: F, seen: string): F {
    this.sightings.see(seen)
    return fate
  }
  /** SIGSTOP for two minutes: the database gives its locks to others after twenty seconds. */
  private async hang(process: Parameters<NonNullable<Weather['at']>>[0]) {
    this.sightings.see('a process hung until its lock was gone')
    await this.scene.clock.wait(20 * second)
    process.store.loseLocks()
    await this.scene.clock.wait(100 * second)
  }

  private inspect(unit: Unit) {
    this.commits += 1
    this.failures.push(...this.watcher.check(unit).map((what) => `commit ${this.commits}: ${what}`))
    this.sightings.watch(unit)
    if (unit.kind === 'room')
      this.failures.push(...examine(this.scene, unit.laneId).map((what) => `commit ${this.commits}: ${what}`))
  }

  private async whileFaulty() {
    const { scene, random, torment } = this
    const until = scene.clock.now + torment.chaos
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

  /** Faults stop, some agents stay broken for good: every task must settle or wait for a person, in bounded time. */
  private async whileHealing() {
    const { scene, random } = this
    this.calm = true
    if (scene.alive().length === 0) scene.boot()
    for (const agent of scene.agents.values()) if (random.chance(0.6)) agent.script = scripts.honest
    if (await this.until(6 * hour, () => this.unsettled().length === 0)) return
    for (const task of this.unsettled())
      this.failures.push(`I41 every task settles or waits for a person: ${task.key} is ${task.status}, ${task.reason}`)
  }

  private async until(bound: number, done: () => boolean): Promise<boolean> {
    const { scene } = this
    const end = scene.clock.now + bound
    while (!this.failed) {
      if (done()) return true
      if (scene.clock.nextAt > end) return false
      await scene.clock.pass(Math.min(minute, end - scene.clock.now))
      if (scene.clock.now >= end) return done()
    }
    return true
  }

  /** Tasks that only the coordinator could move on now. */
  private unsettled() {
    const { scene } = this
    const goals = new Map(scene.rows('goal').map((goal) => [goal.id, goal.status]))
    if (scene.rows('room')[0]?.status !== 'open')
      return scene
        .rows('task')
        .filter((task) => /^(running|checking)$/.test(task.status) && !this.heldByPerson(task.id))
    const asks = scene.rows('task').some((task) => task.status === 'waiting_input')
    return scene.rows('task').filter((task) => {
      // Its only worker left may be the one that waits for an answer.
      if (task.status === 'ready' && asks) return false
      if (
        isSettled(task.status) ||
        /^(needs_human|waiting_input|in_review)$/.test(task.status) ||
        this.heldByPerson(task.id)
      )
        return false
      if (/^(ready|blocked)$/.test(task.status) && !/^(running|in_review)$/.test(goals.get(task.goalId) ?? ''))
        return false
      return (
        task.status !== 'blocked' ||
        task.needs.every((id) => scene.rows('task').find((one) => one.id === id)?.status === 'done')
      )
    })
  }
  private heldByPerson = (taskId: string) =>
    this.scene.rows('attempt').some((one) => one.taskId === taskId && one.memberId !== null && isOpen(one.status))

  /** People do their part: every goal must come to an end, and nothing may be left to send. */
  private async whileAttended() {
    const { scene } = this
    const over = () => scene.rows('goal').every((goal) => isEnded(goal.status))
    for (let round = 0; round < 25 && !over() && !this.failed; round++) {
      await scene.clock.until(this.crowd.attend())
      await this.until(2 * hour, () => this.unsettled().length === 0)
    }
    if (this.failed) return
    for (const goal of scene.rows('goal'))
      if (!isEnded(goal.status)) {
        const left = scene.rows('task').filter((task) => task.goalId === goal.id && !isSettled(task.status))
        this.failures.push(
          `I41 every goal comes to an end: goal ${goal.number} is ${goal.status}; ${left.map((task) => `${task.key} ${task.status} ${task.reason}`).join('; ')}`,
        )
      }
    const late = [...scene.disk.jobs.values()].filter(
      (job) => job.endedAt === null && Math.max(job.runAt, job.claimedUntil ?? 0) < scene.clock.now - minute,
    )
    for (const job of late)
      this.failures.push(
        `I45 the outbox empties: ${job.kind} ${String(job.payload.type ?? job.payload.command ?? '')} of ${job.id} was never done`,
      )
    if (scene.firstAnswers.repeats > 0) this.sightings.see('the same answer again for the same id')
    for (const agent of scene.agents.values()) this.hear(agent.answers)
    for (const process of scene.processes) if (process.committed) this.committers.add(process.name)
    if (this.torment.processes > 1 && this.committers.size > 1) this.sightings.see('two processes worked on one room')
  }

  private hear(answers: readonly { call: string; attemptId: string; outcome: { ok: boolean } }[]) {
    const results = new Map<string, number>()
    for (const { call, attemptId, outcome } of answers) {
      if (!outcome.ok && /heartbeat|activity/.test(call)) this.sightings.see('a sign of life after the lease ended')
      if (!outcome.ok || call !== 'complete') continue
      results.set(attemptId, (results.get(attemptId) ?? 0) + 1)
      if (results.get(attemptId) === 2) this.sightings.see('the same result twice on one attempt')
    }
  }
}
