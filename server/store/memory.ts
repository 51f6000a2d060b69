import type { Agent } from '../domain/workspace.ts'
import { SlotsTaken } from './claim-slots.ts'
import { makeDirectory } from './directory.ts'
import { forgetSettled, type LaneRows } from './lane-rows.ts'
import type { MemoryDisk } from './memory-disk.ts'
import { readGoals, readLane } from './memory-lane.ts'

import type { Content, Job, Receipt } from './records.ts'
import { SlotCounter } from './slots.ts'
import type { Directory } from './staged.ts'
import {
  type Committed,
  type KeptDelivery,
  LaneMissing,
  type Locatable,
  type Place,
  type Store,
  type Wants,
} from './store.ts'
import { Unit } from './unit.ts'

/** Moments in a transaction at which a run may be delayed or end: after the lock, before the commit point, after it. */
export type Point = 'begun' | 'staged' | 'committed'
export type MemoryStoreOptions = {
  disk: MemoryDisk
  /** A fresh name per process. */
  process: string
  newId: () => string
  now: () => number
  /** Lets a run pass time, or a process end, at each point; without it everything happens at once. */
  at?: (point: Point) => Promise<void> | undefined
  /** What becomes of the commit: done, refused by the database, or done while its answer is lost. */
  fate?: () => 'done' | 'refused' | 'unanswered'
  wait?: (ms: number) => Promise<void>
}

/** Trouble that passes: the batch is run again, and refused when it did not pass in time. */
export class Passing extends Error {}

const tries = 5
const slotsKeptMs = 1000
/** Made anew each time: one that all waited for would keep every ended run in memory. */
const never = () => new Promise<never>(() => undefined)

/** Lanes in memory with the behaviour of `PostgresStore`: same locks, same caches, same answers, and it can crash. */
export class MemoryStore implements Store {
  private readonly lanes = new Map<string, LaneRows>()
  private readonly directories = new Map<string, Directory>()
  private readonly slots = new SlotCounter()
  private slotsReadAt = Number.NEGATIVE_INFINITY
  private readonly listeners = new Set<(committed: Committed) => void>()
  private readonly mine = new Set<object>()
  private dead = false
  /** How often another process's commit was in the way: its rows were newer, or it had taken a place. */
  readonly met = { newerRows: 0, takenPlaces: 0 }

  constructor(private readonly options: MemoryStoreOptions) {}

  /** The process ends here and now: what is on the disk stays, everything else is gone, no caller hears anything more. */
  crash() {
    this.dead = true
    this.listeners.clear()
    this.options.disk.locks.abandon((owner) => this.mine.has(owner))
  }
  /** The rows of a lane that this process would go on with, when no other commit came between. */
  held(laneId: string): LaneRows | undefined {
    const cached = this.lanes.get(laneId)
    return cached?.stamp === String(this.options.disk.lane(laneId).stamp) ? cached : undefined
  }
  /** The database took this process's locks away: it was idle in a transaction for too long. */
  loseLocks() {
    this.options.disk.locks.revoke((owner) => this.mine.has(owner))
  }
  /** Gives way to time at a point, and never comes back when the process ended meanwhile. */
  private async pass(point: Point): Promise<void> {
    await this.options.at?.(point)
    if (this.dead) await never()
  }

  locate = async (kind: Locatable, id: string): Promise<Place | null> => this.options.disk.locate(kind, id)

  async transact<T>(
    laneId: string,
    wants: Wants,
    body: (unit: Unit, receipts: ReadonlyMap<string, Receipt>) => T,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(laneId, wants, body)
      } catch (error) {
        this.lanes.delete(laneId)
        if (attempt >= tries || !(error instanceof Passing || error instanceof SlotsTaken)) throw error
        await this.options.wait?.(25 * 2 ** attempt)
        if (this.dead) await never()
      }
    }
  }

  private async once<T>(
    laneId: string,
    wants: Wants,
    body: (unit: Unit, receipts: ReadonlyMap<string, Receipt>) => T,
  ): Promise<T> {
    if (this.dead) await never()
    const { disk } = this.options
    const owner = {}
    this.mine.add(owner)
    await disk.locks.lock(laneId, owner)
    const slots = this.slots.view()
    try {
      await this.pass('begun')
      const { unit, rows, receipts } = this.open(laneId, wants, slots)
      const wakeAt = unit.wakeAt
      const result = body(unit, receipts)
      if (unit.isEmpty && unit.wakeAt === wakeAt) {
        slots.finish(false)
        return result
      }
      await this.pass('staged')
      const stamp = this.write(unit, disk.locks.holds(laneId, owner))
      await this.pass('committed')
      slots.finish(true)
      this.afterCommit(rows, unit, stamp)
      return result
    } catch (error) {
      slots.finish(false)
      if (error instanceof SlotsTaken) {
        this.met.takenPlaces += 1
        this.slotsReadAt = Number.NEGATIVE_INFINITY
      }
      throw error
    } finally {
      disk.locks.unlock(laneId, owner)
      this.mine.delete(owner)
    }
  }

  private open(laneId: string, wants: Wants, slots: ReturnType<SlotCounter['view']>) {
    const { disk, now, newId } = this.options
    const lane = disk.lanes.get(laneId)
    if (!lane) throw new LaneMissing(laneId)
    const rows = this.rowsOf(laneId)
    readGoals(rows, lane.tables, wants.goals)
    for (const id of wants.messages) rows.tables.message.put(id, lane.tables.message.get(id))
    this.refreshSlots()
    const directory = this.directoryOf(lane.workspaceId)
    const unit = new Unit(laneId, lane.kind, lane.workspaceId, now(), lane.seq, rows.tables, directory, slots, newId)
    unit.wakeAt = lane.wakeAt
    return { unit, rows, receipts: disk.receiptsOf(wants.receipts) }
  }

  /** Answers the stamp of its own commit: by the time that somebody hears of it, another may have come after. */
  private write(unit: Unit, locked: boolean): string {
    const fate = this.options.fate?.() ?? 'done'
    if (!locked) throw new Passing('the connection was cut: idle in a transaction for too long')
    if (fate === 'refused') throw new Passing('the database could not serialise the transaction')
    this.claimSlots(unit)
    this.options.disk.commit(unit, this.options.process)
    if (fate === 'unanswered') throw new Passing('the connection was cut during COMMIT')
    return String(this.options.disk.lane(unit.laneId).stamp)
  }

  private claimSlots(unit: Unit) {
    const { disk } = this.options
    const deltas = [...unit.slotDeltas()].filter(([, delta]) => delta !== 0)
    for (const [agentId, delta] of deltas) {
      const max = unit.agent(agentId)?.maxConcurrency ?? 0
      if (delta > 0 && (disk.slots.get(agentId) ?? 0) + delta > max)
        throw new SlotsTaken('another process took a place')
    }
    for (const [agentId, delta] of deltas) disk.slots.set(agentId, Math.max(0, (disk.slots.get(agentId) ?? 0) + delta))
  }

  private afterCommit(rows: LaneRows, unit: Unit, stamp: string) {
    const { disk } = this.options
    const jobs = unit.appends.jobs.map((job) => disk.jobs.get(job.id) ?? job)
    const events = [...unit.events]
    rows.stamp = stamp
    rows.seq = unit.seq
    rows.wakeAt = unit.wakeAt
    forgetSettled(rows, unit)
    this.slots.addSpent(unit.appends.spend)
    const { laneId, now, wakeAt } = unit
    for (const listener of this.listeners) listener({ laneId, events, jobs, now, wakeAt })
    for (const lane of unit.appends.lanes)
      for (const listener of this.listeners)
        listener({ laneId: lane.id, events: lane.events, jobs: [], now, wakeAt: null })
  }

  private rowsOf(laneId: string): LaneRows {
    const cached = this.lanes.get(laneId)
    const lane = this.options.disk.lane(laneId)
    if (cached && cached.stamp === String(lane.stamp)) return cached
    if (cached) this.met.newerRows += 1
    const rows = readLane(lane)
    this.lanes.set(laneId, rows)
    return rows
  }

  private refreshSlots() {
    if (this.options.now() - this.slotsReadAt < slotsKeptMs) return
    this.slotsReadAt = this.options.now()
    const { slots, spent } = this.options.disk
    for (const [agentId, inUse] of slots)
      this.slots.set(agentId, inUse, spent.get(agentId) ?? { tokens: 0, costUsd: 0 })
  }

  private directoryOf(workspaceId: string): Directory {
    const { disk } = this.options
    const { seq, tables } = disk.lane(workspaceId)
    const cached = this.directories.get(workspaceId)
    if (cached && cached.seq === seq) return cached
    const workspace = tables.workspace.get(workspaceId) ?? { id: workspaceId, name: '', createdAt: 0 }
    const directory = makeDirectory(seq, workspace, [...tables.agent.all()], [...tables.member.all()], disk.tracks)
    this.directories.set(workspaceId, directory)
    return directory
  }

  onCommit(listener: (committed: Committed) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  claimJobs = async (limit: number): Promise<Job[]> =>
    this.dead ? never() : this.options.disk.claimJobs(this.options.process, this.options.now(), limit)
  dueLanes = async (limit: number): Promise<string[]> => this.options.disk.dueLanes(this.options.now(), limit)
  async countTry(id: string): Promise<void> {
    if (!this.dead) this.options.disk.countTry(id)
  }

  async endJob(id: string, outcome: string): Promise<void> {
    if (!this.dead) this.options.disk.endJob(id, outcome, this.options.now())
  }
  roomsOf = async (subjectId: string): Promise<string[]> => this.options.disk.roomsOf(subjectId)
  findDelivery = async (id: string): Promise<KeptDelivery | null> => this.options.disk.findDelivery(id)
  findAgent = async (id: string): Promise<Agent | null> => this.options.disk.findAgent(id)
  readContents = async (hashes: readonly string[]): Promise<Map<string, Content>> => this.options.disk.read(hashes)
  now = async (): Promise<number> => this.options.now()
}
