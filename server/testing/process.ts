import type { Ports } from '../commands/kit.ts'
import { createRunner, type Reactions, type Runner } from '../commands/run.ts'
import { tick } from '../commands/tick.ts'
import { createDeliverer, type Send } from '../coordinator/deliver-job.ts'
import { createExpander } from '../coordinator/expand-job.ts'
import { finish } from '../coordinator/finish.ts'
import { InHand } from '../coordinator/in-hand.ts'
import type { JobHandler } from '../coordinator/jobs.ts'
import { createJudge } from '../coordinator/judge-job.ts'
import { laneJobs } from '../coordinator/lane-jobs.ts'
import { type AskModel, createPlanner } from '../coordinator/plan-job.ts'
import { react } from '../coordinator/react.ts'
import { createReconciler } from '../coordinator/reconcile-job.ts'
import { coordinatorActor } from '../domain/permission.ts'
import { compareAnswers } from '../domain/reconcile/compare-answers.ts'
import type { MemoryStore, MemoryStoreOptions } from '../store/memory.ts'
import type { MemoryDisk } from '../store/memory-disk.ts'
import type { Job } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'
import type { VirtualClock } from './virtual-clock.ts'

export type ProcessOptions = Pick<MemoryStoreOptions, 'at' | 'fate'> & {
  name: string
  disk: MemoryDisk
  clock: VirtualClock
  newId: () => string
  ports: Ports
  send: Send
  random: () => number
  /** How far this process's own clock is off, milliseconds. */
  skew?: () => number
  onBug: (error: unknown, what: string) => void
  /** What the model that plans answers. */
  askModel: AskModel | undefined
  openStore: (options: MemoryStoreOptions) => MemoryStore
  /** Seam for mutation tests: other reactions than the coordinator's. */
  reactions: Reactions | undefined
}

const sweepMs = 1000

const noModel: AskModel = async () => ({ ok: false, reason: 'no model is set up' })
const textOf = ({ bytes }: { bytes: Uint8Array }) => new TextDecoder().decode(bytes)
const parseCsv = (text: string) => {
  const [header = [], ...rows] = text.split('\n').map((line) => line.split(','))
  return { header, rows }
}

/** One coordinator process on a disk that others may share: store, runner and job worker on virtual time. */
export class Process {
  readonly name: string
  readonly store: MemoryStore
  readonly runner: Runner
  alive = true
  /** Whether this process committed anything. */
  committed = false
  /** How often it claimed what it had in hand: it had stood still for longer than its claims last. */
  ownJobs = 0
  /** Resolves when the process is gone: callers that wait for an answer wait for this, too. */
  readonly ended: Promise<'ended'>
  private end: () => void = () => undefined
  private readonly inHand = new InHand()
  private readonly startedAt: number
  private sweepAt = Number.POSITIVE_INFINITY
  private sweptAt = Number.NEGATIVE_INFINITY
  private readonly handlers: Record<'deliver' | 'judge' | 'plan' | 'expand' | 'reconcile', JobHandler>

  constructor(private readonly options: ProcessOptions) {
    const { name, disk, clock, newId, ports, random, onBug } = options
    this.name = name
    this.startedAt = clock.now
    this.ended = new Promise((resolve) => {
      this.end = () => resolve('ended')
    })
    this.store = options.openStore({
      disk,
      process: name,
      newId,
      now: () => clock.now,
      wait: clock.wait,
      ...(options.at ? { at: options.at } : {}),
      ...(options.fate ? { fate: options.fate } : {}),
    })
    const { store } = this
    this.runner = createRunner({ store, ports, reactions: options.reactions ?? { react, finish }, onBug })
    const { runner } = this
    this.handlers = {
      deliver: createDeliverer({
        store,
        runner,
        send: (message) => (this.alive ? options.send(message) : new Promise(() => undefined)),
        unseal: ports.unseal,
        complete: (assignment) => assignment,
        random,
        now: () => clock.now + (options.skew?.() ?? 0),
        again: (job, at) => this.later({ ...job, runAt: at, tries: job.tries + 1 }),
      }),
      judge: createJudge({
        store,
        runner,
        ports,
        parseCsv,
        textOf,
      }),
      plan: createPlanner({ store, runner, model: ports.model ?? '', ask: options.askModel ?? noModel }),
      expand: createExpander({ store, runner, parseCsv, textOf }),
      reconcile: createReconciler({
        store,
        runner,
        compare: async (kind, by, answers) => compareAnswers(kind, by, answers, ports.stem),
        textOf,
      }),
    }
    store.onCommit(({ jobs }) => {
      this.committed = true
      for (const job of jobs) this.later(job)
    })
    this.expect(clock.now)
    disk.listeners.add(this.hear)
  }

  private readonly hear = ({ wakeAt, appends }: Unit) => {
    let at = wakeAt ?? Number.POSITIVE_INFINITY
    for (const { id } of [...appends.jobs, ...appends.jobChanges]) {
      const job = this.options.disk.jobs.get(id)
      if (job?.endedAt === null) at = Math.min(at, Math.max(job.runAt, job.claimedUntil ?? 0))
    }
    this.expect(at)
  }

  /** SIGKILL: nothing of this process happens from here on. */
  crash() {
    this.alive = false
    this.options.disk.listeners.delete(this.hear)
    this.store.crash()
    this.end()
  }

  /** Something may be due at `at`: a sweep looks, at most once a second. */
  expect(at: number) {
    const when = Math.max(at, this.sweptAt + sweepMs)
    if (when >= this.sweepAt || !Number.isFinite(when)) return
    this.sweepAt = when
    this.options.clock.at(when, () => {
      if (this.alive && this.sweepAt === when) void this.sweep()
    })
  }

  private get upMs(): number {
    return this.options.clock.now - this.startedAt
  }

  private async sweep() {
    this.sweptAt = this.options.clock.now
    this.sweepAt = Number.POSITIVE_INFINITY
    for (const job of await this.store.claimJobs(200)) {
      if (this.inHand.has(job.id)) this.ownJobs += 1
      else this.later(job)
    }
    const lanes = await this.store.dueLanes(200)
    for (const laneId of lanes)
      void this.run(this.runner.run(tick, { laneId, upMs: this.upMs }, coordinatorActor), 'tick')
    this.expect(this.options.disk.nextDueAt())
  }

  private later(job: Job) {
    if (job.endedAt !== null) return
    this.inHand.take(job)
    this.options.clock.at(job.runAt, () => {
      if (this.alive) void this.run(this.perform(job), job.kind).then(() => this.inHand.drop(job))
    })
  }

  private async run(work: Promise<unknown>, what: string) {
    await work.catch((error: unknown) => {
      if (this.alive) this.options.onBug(error, what)
    })
  }

  private async perform(job: Job) {
    // The starter crew is another program; here nobody plays it.
    if (job.kind === 'enrol') return this.store.endJob(job.id, 'nobody to enrol')
    if (job.kind !== 'lane') return this.handlers[job.kind](job)
    const { command, input, subjectId } = job.payload as {
      command: string
      input: Record<string, unknown>
      subjectId?: string
    }
    const work = laneJobs[command]
    if (!work) throw new Error(`no lane command ${command}`)
    const rooms = subjectId ? await this.store.roomsOf(subjectId) : [String(input.roomId ?? '')]
    for (const roomId of rooms) await work(this.runner, { ...input, roomId })
    await this.store.endJob(job.id, 'done')
  }
}
