import type { Change, EventActor, LogEvent } from '../contract/events.ts'
import type { Agent, Member } from '../domain/workspace.ts'
import { changeOf } from './changes.ts'
import type { Job, JobKind } from './records.ts'
import type { Tables } from './rows.ts'
import { type Appends, type Directory, type Mark, noAppends, type Slots, type Touch, type Touched } from './staged.ts'
import type { Records, TableName } from './tables.ts'

/**
 * One batch's unit of work on one lane: reads see the batch's own writes, everything staged is written in one
 * transaction, and a mark lets one command's writes be taken back without its neighbours'.
 */
export class Unit {
  readonly events: LogEvent[] = []
  readonly appends = noAppends()
  seq: number
  /** Goals whose ready tasks the coordinator should look at before the batch ends. */
  readonly dispatch = new Set<string>()
  /** Lines of one kind that the coordinator wants to say; many at once become one. */
  readonly lines: { kind: 'handed_on' | 'needs_person'; body: string; goalId: string; taskId: string }[] = []
  /** Set by a tick: the watch should look at every clock of this lane before the batch ends. */
  watch = false
  /** The earliest moment at which a clock of this lane runs out; the runner sets it when the batch is done. */
  wakeAt: number | null = null
  private readonly journal: Touch[] = []
  private touchedRows: Touched[] | undefined
  private emitted = 0
  private readonly slotLog: { agentId: string; delta: number }[] = []

  constructor(
    readonly laneId: string,
    readonly kind: 'room' | 'workspace',
    readonly workspaceId: string,
    readonly now: number,
    seq: number,
    readonly tables: Tables,
    readonly directory: Directory,
    private readonly slots: Slots,
    readonly newId: () => string,
  ) {
    this.seq = seq
  }

  get<N extends TableName>(table: N, id: string): Records[N] | undefined {
    return this.tables[table].get(id) as Records[N] | undefined
  }
  insert<N extends TableName>(table: N, row: Records[N]): Records[N] {
    this.write(table, row.id, row)
    return row
  }
  update<N extends TableName>(table: N, id: string, patch: Partial<Records[N]>): Records[N] {
    const before = this.get(table, id)
    if (!before) throw new Error(`${table} ${id} is not in the unit`)
    const after = { ...before, ...patch }
    this.write(table, id, after)
    return after
  }
  remove(table: TableName, id: string) {
    this.write(table, id, undefined)
  }
  private write<N extends TableName>(table: N, id: string, row: Records[N] | undefined) {
    const rows = this.tables[table] as {
      get(id: string): Records[N] | undefined
      put(id: string, row: Records[N] | undefined): void
    }
    this.journal.push({ table, id, before: rows.get(id) })
    this.touchedRows = undefined
    rows.put(id, row)
  }

  /** Appends an event that carries every change staged since the event before it. */
  emit(type: string, actor: EventActor, data: Record<string, unknown> = {}, commandId?: string): LogEvent {
    this.seq += 1
    const event: LogEvent = {
      seq: this.seq,
      at: this.now,
      type,
      actor,
      ...(commandId ? { commandId } : {}),
      data,
      changes: this.pendingChanges(),
    }
    this.emitted = this.journal.length
    this.events.push(event)
    return event
  }

  /** Changes that windows would see and no event carries yet. */
  pendingChanges(): Change[] {
    const first = new Map<string, Touch>()
    for (let i = this.emitted; i < this.journal.length; i++) {
      const touch = this.journal[i]
      if (touch && !first.has(touch.table + touch.id)) first.set(touch.table + touch.id, touch)
    }
    const changes: Change[] = []
    for (const { table, id, before } of first.values()) {
      // A room made in its workspace's lane shows in its own log and as a card.
      if (this.kind === 'workspace' && (table === 'room' || table === 'participant')) continue
      const change = changeOf(table, id, before, this.get(table, id), (subject) => this.subject(subject))
      if (change) changes.push(change)
    }
    return changes
  }

  subject(subjectId: string): { name: string; skills: string[] } {
    const agent = this.agent(subjectId)
    if (agent) return { name: agent.name, skills: agent.skills }
    return { name: this.member(subjectId)?.name ?? 'someone who left', skills: [] }
  }
  agent(id: string): Agent | undefined {
    return this.kind === 'workspace' ? this.get('agent', id) : this.directory.agents.get(id)
  }
  member(id: string): Member | undefined {
    return this.kind === 'workspace' ? this.get('member', id) : this.directory.members.get(id)
  }
  memberOfUser(userId: string): Member | undefined {
    return this.kind === 'workspace'
      ? this.tables.member.by('user', userId)[0]
      : this.directory.memberByUser.get(userId)
  }

  /** Free places of an agent over all rooms, this batch's own claims counted. */
  freeSlots(agent: Agent): number {
    return agent.maxConcurrency - this.slots.inUse(agent.id)
  }
  claimSlot(agentId: string) {
    this.stageSlot(agentId, 1)
  }
  releaseSlot(agentId: string) {
    this.stageSlot(agentId, -1)
  }
  private stageSlot(agentId: string, delta: number) {
    this.slotLog.push({ agentId, delta })
    this.slots.stage(agentId, delta)
  }
  /** What an agent used up over all rooms, this batch included. */
  spentBy(agentId: string): { tokens: number; costUsd: number } {
    const sum = { ...this.slots.spent(agentId) }
    for (const note of this.appends.spend) {
      if (note.agentId !== agentId) continue
      sum.tokens += note.tokens
      sum.costUsd += note.costUsd
    }
    return sum
  }
  /** Net claims per agent, for the conditional update. */
  slotDeltas(): Map<string, number> {
    const net = new Map<string, number>()
    for (const { agentId, delta } of this.slotLog) net.set(agentId, (net.get(agentId) ?? 0) + delta)
    return net
  }

  addJob(
    kind: JobKind,
    payload: Record<string, unknown>,
    more: Partial<Pick<Job, 'id' | 'runAt' | 'agentId' | 'attemptId'>> = {},
  ): Job {
    const job: Job = {
      id: more.id ?? this.newId(),
      laneId: this.laneId,
      kind,
      payload,
      runAt: more.runAt ?? this.now,
      claimedBy: null,
      claimedUntil: null,
      tries: 0,
      endedAt: null,
      outcome: null,
      agentId: more.agentId ?? null,
      attemptId: more.attemptId ?? null,
      createdAt: this.now,
    }
    this.appends.jobs.push(job)
    return job
  }

  mark(): Mark {
    const appends = Object.fromEntries(Object.entries(this.appends).map(([name, list]) => [name, list.length]))
    return {
      journal: this.journal.length,
      events: this.events.length,
      seq: this.seq,
      lines: this.lines.length,
      appends: appends as Mark['appends'],
      slots: this.slotLog.length,
    }
  }

  /** Takes back everything staged since the mark. */
  undo(mark: Mark) {
    this.touchedRows = undefined
    while (this.journal.length > mark.journal) {
      const touch = this.journal.pop()
      if (touch) (this.tables[touch.table] as { put(id: string, row: unknown): void }).put(touch.id, touch.before)
    }
    this.events.length = mark.events
    this.seq = mark.seq
    this.lines.length = mark.lines
    this.emitted = Math.min(this.emitted, mark.journal)
    for (const name of Object.keys(mark.appends) as (keyof Appends)[]) this.appends[name].length = mark.appends[name]
    while (this.slotLog.length > mark.slots) {
      const entry = this.slotLog.pop()
      if (entry) this.slots.stage(entry.agentId, -entry.delta)
    }
  }

  /** Every row touched: as it was when the batch began and as it is now. */
  touched(): Touched[] {
    if (this.touchedRows) return this.touchedRows
    const first = new Map<string, Touch>()
    for (const touch of this.journal) {
      const name = touch.table + touch.id
      if (!first.has(name)) first.set(name, touch)
    }
    this.touchedRows = [...first.values()]
      .map(({ table, id, before }) => ({ table, id, before, after: this.get(table, id) }))
      .filter((touch) => touch.before !== touch.after)
    return this.touchedRows
  }

  get isEmpty(): boolean {
    return (
      this.journal.length === 0 &&
      this.events.length === 0 &&
      Object.values(this.appends).every((list) => list.length === 0)
    )
  }

  room(): Records['room'] {
    const room = this.get('room', this.laneId)
    if (!room) throw new Error(`room ${this.laneId} is not in the unit`)
    return room
  }
}
