import type pg from 'pg'
import { bornClaimed } from './appends.ts'
import { claimSlots, isSlotsTaken, SlotsTaken, slotChanges } from './claim-slots.ts'
import { addNotes, emptyDirectory, loadDirectory, type SlotRow } from './directory.ts'
import { statementsOf } from './flush.ts'
import { JobDesk } from './job-desk.ts'
import {
  forgetSettled,
  type LaneRows,
  type LockedLane,
  loadGoals,
  loadMessages,
  loadRoom,
  loadWorkspace,
  type Query,
} from './lane-rows.ts'
import { isDisconnected, isPassing, together } from './pipeline.ts'
import { Places } from './places.ts'
import type { Receipt } from './records.ts'
import { SlotCounter } from './slots.ts'
import { named } from './sql.ts'
import type { Directory } from './staged.ts'
import { type Committed, LaneMissing, type Locatable, type Place, receiptKey, type Store, type Wants } from './store.ts'
import { Turns } from './turns.ts'
import { Unit } from './unit.ts'

const tries = 5
const keptLanes = 1000
const ignore = () => undefined
const lockLane = `SELECT seq, kind, "workspaceId", "wakeAt", xmin::text AS stamp FROM lane WHERE id = $1 FOR UPDATE`
const beside = `SELECT w.seq, clock_timestamp() AS now FROM lane l JOIN lane w ON w.id = l."workspaceId" WHERE l.id = $1`
const receiptsOf = ({ receipts }: Wants) =>
  named(`SELECT r.* FROM receipt r JOIN unnest($1::text[], $2::text[]) AS k(actor, id) USING (actor, id)`, [
    receipts.map((key) => key.actor),
    receipts.map((key) => key.id),
  ])

export type PostgresStoreOptions = {
  /** A pool whose connections pipeline. */
  pool: pg.Pool
  process: string
  newId: () => string
}

/** Lanes on Postgres: the row lock of the lane orders batches, also between processes. */
export class PostgresStore implements Store {
  private readonly lanes = new Map<string, LaneRows>()
  private readonly directories = new Map<string, Directory>()
  private readonly places: Places
  private readonly turns: Turns
  private readonly slots = new SlotCounter()
  private readonly listeners = new Set<(committed: Committed) => void>()

  private readonly desk: JobDesk

  constructor(private readonly options: PostgresStoreOptions) {
    this.places = new Places(options.pool)
    this.turns = new Turns(options.pool.options.max)
    this.desk = new JobDesk(options.pool, options.process)
  }

  locate(kind: Locatable, id: string): Promise<Place | null> {
    return this.places.locate(kind, id)
  }

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
        if (error instanceof SlotsTaken) await this.readSlots()
        if (attempt >= tries || !(error instanceof SlotsTaken || isPassing(error))) throw error
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt))
      }
    }
  }

  private async once<T>(
    laneId: string,
    wants: Wants,
    body: (unit: Unit, receipts: ReadonlyMap<string, Receipt>) => T,
  ): Promise<T> {
    await this.turns.take()
    const client = await this.options.pool.connect().catch((error) => {
      this.turns.give()
      throw error
    })
    // A line that is lost while the client is out is told to its statements; unheard it would end the process.
    client.on('error', ignore)
    const query = (config: pg.QueryConfig) => client.query(config)
    const slots = this.slots.view()
    let broken: Error | undefined
    try {
      const opened = await together(client, [
        { text: 'BEGIN' },
        named(lockLane, [laneId]),
        named(beside, [laneId]),
        ...(wants.receipts.length > 0 ? [receiptsOf(wants)] : []),
      ])
      const lane = opened[1]?.rows[0] as LockedLane | undefined
      if (!lane) throw new LaneMissing(laneId)
      const outside = opened[2]?.rows[0] as { seq: number; now: number }
      const receipts = new Map(
        ((opened[3]?.rows ?? []) as Receipt[]).map((row) => [receiptKey(row.actor, row.id), row]),
      )
      const rows = await this.rowsOf(query, laneId, lane)
      rows.wakeAt = lane.wakeAt
      await loadGoals(query, rows, [...wants.goals])
      await loadMessages(query, rows, [...wants.messages])
      const directory =
        lane.kind === 'room' ? await this.directoryOf(query, lane.workspaceId, outside.seq) : emptyDirectory(rows)
      const unit = new Unit(
        laneId,
        lane.kind,
        lane.workspaceId,
        outside.now,
        lane.seq,
        rows.tables,
        directory,
        slots,
        this.options.newId,
      )
      unit.wakeAt = lane.wakeAt
      const result = body(unit, receipts)
      if (unit.isEmpty && unit.wakeAt === lane.wakeAt) {
        await query({ text: 'ROLLBACK' })
        slots.finish(false)
        return result
      }
      rows.stamp = await this.flush(client, unit)
      slots.finish(true)
      rows.seq = unit.seq
      rows.wakeAt = unit.wakeAt
      this.afterCommit(rows, unit)
      return result
    } catch (error) {
      slots.finish(false)
      broken = error instanceof Error ? error : new Error(String(error))
      throw error
    } finally {
      const lost = broken && isDisconnected(broken)
      if (broken && !lost) await client.query('ROLLBACK').catch(() => undefined)
      client.off('error', ignore)
      client.release(lost ? broken : undefined)
      this.turns.give()
    }
  }

  private async flush(client: pg.PoolClient, unit: Unit): Promise<string> {
    const deltas = slotChanges(unit)
    const claims = deltas.length > 0 ? [claimSlots(deltas)] : []
    const statements = [...statementsOf(unit, this.options.process), ...claims, { text: 'COMMIT' }]
    const done = await together(client, statements).catch((error) => {
      throw isSlotsTaken(error) ? new SlotsTaken('another process took an agent’s place') : error
    })
    if (done.at(-1)?.command !== 'COMMIT') throw new Error('the commit was refused')
    return String(done.find(({ rows }) => rows[0]?.stamp !== undefined)?.rows[0].stamp)
  }

  private afterCommit(rows: LaneRows, unit: Unit) {
    for (const { table, id, before, after } of unit.touched()) {
      if (before || !after || !('goalId' in after)) continue
      if (table === 'task' || table === 'attempt')
        this.places.remember(id, { laneId: unit.laneId, goalId: after.goalId })
    }
    this.slots.addSpent(unit.appends.spend)
    const records = this.directories.get(unit.workspaceId)?.records
    if (records) addNotes(records, unit.appends.track, unit.now)
    const jobs = unit.appends.jobs.map((job) => bornClaimed(job, this.options.process))
    const events = [...unit.events]
    forgetSettled(rows, unit)
    const committed = { laneId: unit.laneId, events, jobs, now: unit.now, wakeAt: unit.wakeAt }
    for (const listener of this.listeners) listener(committed)
    for (const lane of unit.appends.lanes)
      for (const listener of this.listeners)
        listener({ laneId: lane.id, events: lane.events, jobs: [], now: unit.now, wakeAt: null })
  }

  private async rowsOf(query: Query, laneId: string, lane: LockedLane): Promise<LaneRows> {
    const cached = this.lanes.get(laneId)
    if (cached && cached.stamp === lane.stamp) {
      // The lane used last is the last to go.
      this.lanes.delete(laneId)
      this.lanes.set(laneId, cached)
      return cached
    }
    const rows = lane.kind === 'room' ? await loadRoom(query, laneId) : await loadWorkspace(query, laneId)
    // Somebody else wrote here: they may have freed or taken agents' places too.
    if (cached) await this.readSlots(query)
    rows.stamp = lane.stamp
    rows.seq = lane.seq
    if (this.lanes.size >= keptLanes) {
      const oldest = this.lanes.keys().next().value
      if (oldest) this.lanes.delete(oldest)
    }
    this.lanes.set(laneId, rows)
    return rows
  }

  private async directoryOf(query: Query, workspaceId: string, seq: number): Promise<Directory> {
    const cached = this.directories.get(workspaceId)
    if (cached && cached.seq === seq) return cached
    const { directory, slots } = await loadDirectory(query, workspaceId, seq)
    for (const slot of slots) if (!this.slots.has(slot.agentId)) this.slots.set(slot.agentId, slot.inUse, slot)
    this.directories.set(workspaceId, directory)
    return directory
  }

  private async readSlots(query: Query = (config) => this.options.pool.query(config)) {
    const { rows } = await query(named('SELECT * FROM agent_slot', []))
    for (const slot of rows as SlotRow[]) this.slots.set(slot.agentId, slot.inUse, slot)
  }

  onCommit(listener: (committed: Committed) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  claimJobs = (limit: number) => this.desk.claimJobs(limit)
  endJob = (id: string, outcome: string) => this.desk.endJob(id, outcome)
  countTry = (id: string) => this.desk.countTry(id)
  findDelivery = (id: string) => this.desk.findDelivery(id)
  roomsOf = (subjectId: string) => this.desk.roomsOf(subjectId)
  findAgent = (id: string) => this.desk.findAgent(id)
  readContents = (hashes: readonly string[]) => this.desk.readContents(hashes)
  now = () => this.desk.now()

  async dueLanes(limit: number): Promise<string[]> {
    const lanes = await this.desk.dueLanes(limit)
    // A due lane may wait for a place that another process has freed.
    if (lanes.length > 0) await this.readSlots()
    return lanes
  }
}
