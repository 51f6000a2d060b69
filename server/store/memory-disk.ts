import type { LogEvent } from '../contract/events.ts'
import type { Track } from '../domain/matching/record.ts'
import type { Agent } from '../domain/workspace.ts'
import { bornClaimed } from './appends.ts'
import { addNotes } from './directory.ts'
import { Locks } from './memory-locks.ts'
import { copyTables } from './memory-tables.ts'
import type { Activity, Content, Delivery, Job, LateReport, Receipt } from './records.ts'
import { emptyTables, type Tables } from './rows.ts'
import type { AgentSpend } from './staged.ts'
import { type KeptDelivery, type Place, receiptKey, type Wants } from './store.ts'
import type { Records, TableName } from './tables.ts'
import type { Unit } from './unit.ts'

export type DiskLane = {
  id: string
  kind: 'room' | 'workspace'
  workspaceId: string
  seq: number
  wakeAt: number | null
  /** Counts commits: rows held elsewhere are level with the disk only while they hold the same stamp. */
  stamp: number
  tables: Tables
  events: LogEvent[]
}

const claimMs = 30_000

/** Two rows that no two may share: what the database's unique indexes refuse. */
const unique: { [N in TableName]?: ((row: Records[N]) => string | null)[] } = {
  member: [(m) => `${m.workspaceId} ${m.userId}`],
  participant: [(p) => `${p.roomId} ${p.subjectId}`],
  task: [(t) => `${t.goalId} ${t.key}`],
  attempt: [
    (a) => `number ${a.taskId} ${a.number}`,
    (a) => (/^(offered|accepted|working|submitted)$/.test(a.status) ? `open ${a.hedge} ${a.taskId}` : null),
  ],
  version: [(v) => `${v.taskId} ${v.number}`],
}

function keysOf(table: TableName, row: unknown): string[] {
  const keys = (unique[table] ?? []) as ((row: unknown) => string | null)[]
  if (!row) return []
  return keys.flatMap((key) => key(row) ?? []).map((key) => `${table} ${key}`)
}

const emptyLane = (id: string, kind: DiskLane['kind'], workspaceId: string): DiskLane => ({
  id,
  kind,
  workspaceId,
  seq: 0,
  wakeAt: null,
  stamp: 0,
  tables: emptyTables(),
  events: [],
})

/** What survives a crash: everything that was committed, shared by every process that opened a store on it. */
export class MemoryDisk {
  readonly lanes = new Map<string, DiskLane>()
  readonly receipts = new Map<string, Receipt>()
  readonly jobs = new Map<string, Job>()
  readonly slots = new Map<string, number>()
  readonly spent = new Map<string, AgentSpend>()
  readonly tracks = new Map<string, Track>()
  readonly contents = new Map<string, Content>()
  readonly activities: Activity[] = []
  readonly lateReports: LateReport[] = []
  readonly deliveries: Delivery[] = []
  private readonly places = new Map<string, Place>()
  private readonly keys = new Map<string, string>()
  readonly locks = new Locks()
  /** Heard after every commit, whichever process made it. */
  readonly listeners = new Set<(unit: Unit) => void>()

  /** The same on a disk of its own, jobs that are over left out: rows are values and shared, what holds them is not. */
  copy(): MemoryDisk {
    const disk = new MemoryDisk()
    for (const [id, lane] of this.lanes)
      disk.lanes.set(id, { ...lane, tables: copyTables(lane.tables), events: [...lane.events] })
    for (const name of ['receipts', 'slots', 'spent', 'tracks', 'contents', 'places', 'keys'] as const)
      for (const [key, value] of this[name]) (disk[name] as Map<string, unknown>).set(key, value)
    for (const [id, job] of this.jobs) if (job.endedAt === null) disk.jobs.set(id, job)
    return disk
  }

  /** Opens a lane outside any command, as the first set-up of an installation does. */
  openLane(id: string, kind: DiskLane['kind'], workspaceId: string): DiskLane {
    const lane = emptyLane(id, kind, workspaceId)
    this.lanes.set(id, lane)
    return lane
  }

  lane(id: string): DiskLane {
    const lane = this.lanes.get(id)
    if (!lane) throw new Error(`no lane ${id} on this disk`)
    return lane
  }

  /** Puts a row there outside any command, as sign-up does with the first member. */
  plant(table: 'member', row: Records['member']) {
    this.lane(row.workspaceId).tables[table].put(row.id, row)
    this.places.set(`${table} ${row.id}`, { laneId: row.workspaceId, goalId: null })
    this.lane(row.workspaceId).stamp += 1
  }

  locate(kind: string, id: string): Place | null {
    if (kind === 'room' || kind === 'workspace') return this.lanes.has(id) ? { laneId: id, goalId: null } : null
    return this.places.get(`${kind} ${id}`) ?? null
  }

  findAgent(id: string): Agent | null {
    const place = this.locate('agent', id)
    return (place && this.lane(place.laneId).tables.agent.get(id)) ?? null
  }

  read(hashes: readonly string[]): Map<string, Content> {
    const found = hashes.flatMap((hash) => this.contents.get(hash) ?? [])
    return new Map(found.map((content) => [content.sha256, content]))
  }
  receiptsOf(keys: Wants['receipts']): Map<string, Receipt> {
    const found = new Map<string, Receipt>()
    for (const { actor, id } of keys) {
      const receipt = this.receipts.get(receiptKey(actor, id))
      if (receipt) found.set(receiptKey(actor, id), receipt)
    }
    return found
  }

  claimJobs(process: string, now: number, limit: number): Job[] {
    const due = [...this.jobs.values()]
      .filter((job) => job.endedAt === null && job.runAt <= now && (job.claimedUntil ?? 0) <= now)
      .sort((a, b) => a.runAt - b.runAt)
      .slice(0, limit)
      .map((job) => ({ ...job, claimedBy: process, claimedUntil: now + claimMs }))
    for (const job of due) this.jobs.set(job.id, job)
    return due
  }
  endJob(id: string, outcome: string, now: number) {
    const job = this.jobs.get(id)
    if (job) this.jobs.set(id, { ...job, endedAt: now, outcome, tries: job.tries + 1 })
  }
  countTry(id: string) {
    const job = this.jobs.get(id)
    if (job) this.jobs.set(id, { ...job, tries: job.tries + 1 })
  }
  dueLanes(now: number, limit: number): string[] {
    return [...this.lanes.values()]
      .filter((lane) => lane.wakeAt !== null && lane.wakeAt <= now)
      .sort((a, b) => (a.wakeAt ?? 0) - (b.wakeAt ?? 0))
      .slice(0, limit)
      .map((lane) => lane.id)
  }
  findDelivery(id: string): KeptDelivery | null {
    const found = this.deliveries.find((delivery) => delivery.id === id)
    const payload = found && this.jobs.get(found.jobId)?.payload
    if (!found || !payload) return null
    const { laneId, jobId, agentId, attemptId } = found
    return { laneId, jobId, agentId, attemptId, payload }
  }
  /** The earliest moment at which a lane or an unclaimed job may be due. */
  nextDueAt(): number {
    let at = Number.POSITIVE_INFINITY
    for (const lane of this.lanes.values()) at = Math.min(at, lane.wakeAt ?? at)
    for (const job of this.jobs.values())
      if (job.endedAt === null) at = Math.min(at, Math.max(job.runAt, job.claimedUntil ?? 0))
    return at
  }
  roomsOf(subjectId: string): string[] {
    return [...this.lanes.values()]
      .filter((lane) => lane.tables.participant.by('subject', subjectId).some((one) => one.status === 'in'))
      .map((lane) => lane.id)
  }

  /** The commit point: all that a unit staged, or nothing. Throws what the database would refuse. */
  commit(unit: Unit, process: string) {
    const lane = this.lane(unit.laneId)
    if (lane.seq !== unit.seq - unit.events.length) throw new Error(`lane ${lane.id}: written by two at once`)
    for (const receipt of unit.appends.receipts)
      if (this.receipts.has(receiptKey(receipt.actor, receipt.id))) throw new Error('duplicate key: receipt')
    this.writeRows(unit)
    for (const made of unit.appends.lanes) {
      const opened = this.lanes.get(made.id) ?? this.openLane(made.id, made.kind, made.workspaceId)
      opened.events.push(...made.events)
      opened.seq = made.events.length
    }
    lane.events.push(...unit.events)
    lane.seq = unit.seq
    lane.wakeAt = unit.wakeAt
    lane.stamp += 1
    this.append(unit, process)
    for (const listener of this.listeners) listener(unit)
  }

  private writeRows(unit: Unit) {
    const touched = unit.touched()
    const taken = new Map<string, string | null>()
    for (const { table, before } of touched) for (const key of keysOf(table, before)) taken.set(key, null)
    for (const { table, id, after } of touched)
      for (const key of keysOf(table, after)) {
        const holder = taken.get(key) ?? (taken.has(key) ? null : this.keys.get(key))
        if (holder && holder !== id) throw new Error(`duplicate key: ${key}`)
        taken.set(key, id)
      }
    for (const [key, id] of taken) {
      if (id === null) this.keys.delete(key)
      else this.keys.set(key, id)
    }
    for (const { table, id, after } of touched) this.put(table, id, after, unit)
  }

  private put(table: TableName, id: string, row: unknown, unit: Unit) {
    const rooms = unit.kind === 'workspace' && (table === 'room' || table === 'participant')
    const roomId = rooms ? (table === 'room' ? id : (row as Records['participant']).roomId) : null
    const lane = roomId
      ? (this.lanes.get(roomId) ?? this.openLane(roomId, 'room', unit.laneId))
      : this.lane(unit.laneId)
    // Rows are values: whoever writes into one instead of replacing it is found out at once.
    if (row !== null && typeof row === 'object') Object.freeze(row)
    ;(lane.tables[table] as { put(id: string, row: unknown): void }).put(id, row)
    const goalId = row && typeof row === 'object' && 'goalId' in row ? (row.goalId as string | null) : null
    if (row) this.places.set(`${table} ${id}`, { laneId: lane.id, goalId: table === 'goal' ? id : goalId })
    else this.places.delete(`${table} ${id}`)
  }

  private append({ appends, now }: Unit, process: string) {
    for (const content of appends.contents)
      if (!this.contents.has(content.sha256)) this.contents.set(content.sha256, content)
    for (const job of appends.jobs) this.jobs.set(job.id, bornClaimed(job, process))
    for (const { id, endedAt, outcome, runAt, tries } of appends.jobChanges) {
      const job = this.jobs.get(id)
      if (job) this.jobs.set(id, bornClaimed({ ...job, endedAt, outcome, runAt, tries }, process))
    }
    for (const receipt of appends.receipts) this.receipts.set(receiptKey(receipt.actor, receipt.id), receipt)
    for (const agentId of appends.slots) if (!this.slots.has(agentId)) this.slots.set(agentId, 0)
    this.activities.push(...appends.activities)
    this.lateReports.push(...appends.lateReports)
    this.deliveries.push(...appends.deliveries)
    addNotes(this.tracks, appends.track, now)
    for (const { agentId, tokens, costUsd } of appends.spend) {
      const sum = this.spent.get(agentId) ?? { tokens: 0, costUsd: 0 }
      this.spent.set(agentId, { tokens: sum.tokens + tokens, costUsd: sum.costUsd + costUsd })
    }
  }
}
