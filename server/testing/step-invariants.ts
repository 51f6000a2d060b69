import { createHash } from 'node:crypto'
import { apply, emptyMirror, type Mirror, mirrorOf } from '../contract/apply.ts'
import type { LogEvent } from '../contract/events.ts'
import { attemptTable, isOpen } from '../domain/attempt.ts'
import { goalTable } from '../domain/goal.ts'
import { may } from '../domain/permission.ts'
import { isSettled, taskTable } from '../domain/task.ts'
import { versionTable } from '../domain/version.ts'
import { changeOf } from '../store/changes.ts'
import type { DiskLane } from '../store/memory-disk.ts'
import type { Records, TableName } from '../store/tables.ts'
import type { Unit } from '../store/unit.ts'
import { handOuts } from './step-invariants-hand-out.ts'
import { verdicts } from './step-invariants-verdicts.ts'
import { wordsOf } from './step-invariants-words.ts'

type Touched = ReturnType<Unit['touched']>[number]
type Moved<N extends TableName> = { before: Records[N] | undefined; after: Records[N] | undefined }

/** The statuses that can be reached from each by declared moves, in any number of steps. */
function reach(table: Record<string, Partial<Record<string, string>>>): Map<string, Set<string>> {
  const reached = new Map<string, Set<string>>()
  for (const from of Object.keys(table)) {
    const found = new Set<string>()
    const queue = [from]
    for (const status of queue)
      for (const to of Object.values(table[status] ?? {}))
        if (to && !found.has(to)) {
          found.add(to)
          queue.push(to)
        }
    reached.set(from, found)
  }
  return reached
}
const tables = {
  task: reach(taskTable),
  attempt: reach(attemptTable),
  version: reach(versionTable),
  goal: reach(goalTable),
}
const machines = Object.keys(tables) as (keyof typeof tables)[]

/** What a window of each lane would show, kept level with the log commit by commit. */
export class Watcher {
  private readonly mirrors = new Map<string, Mirror>()
  private readonly terminal = new Set<string>()
  private readonly spent = new Map<string, number>()

  /** Everything that a commit broke, one line each. `unit` is as it was committed. */
  check(unit: Unit, touched: readonly Touched[]): string[] {
    return [
      ...this.log(unit, touched),
      ...this.moves(unit, touched),
      ...handOuts(unit, touched, { spent: this.spent, severalRooms: this.mirrors.size > 2 }),
      ...results(unit, touched),
      ...wordsOf(unit, touched),
      ...verdicts(unit, touched),
    ]
  }

  /** A window that begins with what is there: some rows were there before any event. */
  open(laneId: string, snapshot: Parameters<typeof mirrorOf>[0]) {
    this.mirrors.set(laneId, mirrorOf(snapshot))
  }
  /** A window that opens late: it applies a lane's log from the first event on. */
  replay(laneId: string, events: readonly LogEvent[]) {
    for (const event of events) apply(this.mirror(laneId), event)
  }

  /** I15, I32: how a lane's rows on the disk differ from its log folded from the first event on. */
  *fold({ id: laneId, kind, workspaceId, seq, tables }: DiskLane, subject: Unit['subject']): Iterable<string> {
    const mirror = this.mirror(laneId)
    if (mirror.seq !== seq) yield `I15 what is there after a crash is what the log tells: ${mirror.seq} of ${seq}`
    for (const table of Object.keys(tables) as TableName[]) {
      if (kind === 'workspace' && (table === 'room' || table === 'participant')) continue
      for (const row of tables[table].all()) {
        const shown = changeOf(table, row.id, undefined, row as Records[TableName], subject)
        if (!shown || !('set' in shown)) continue
        const held = mirror.rows[shown.in].get(row.id)
        const differs = table === 'message' && !held ? '' : difference(held, shown.set)
        if (differs)
          yield `I15 what is there after a crash is what the log tells: ${table} ${row.id} ${differs}, workspace ${workspaceId}`
      }
    }
  }

  mirror(laneId: string): Mirror {
    const mirror = this.mirrors.get(laneId) ?? emptyMirror()
    this.mirrors.set(laneId, mirror)
    return mirror
  }

  private *log(unit: Unit, touched: readonly Touched[]): Iterable<string> {
    for (const lane of unit.appends.lanes) for (const event of lane.events) apply(this.mirror(lane.id), event)
    const mirror = this.mirror(unit.laneId)
    for (const event of unit.events) {
      yield* this.submitted(unit, mirror, event)
      if (apply(mirror, event) !== 'applied') yield `I31 a lane's numbers have no gap: ${event.seq} after ${mirror.seq}`
    }
    if (mirror.seq !== unit.seq)
      yield `I31 a lane's numbers have no gap: the log ends at ${mirror.seq}, the lane at ${unit.seq}`
    const subject = (id: string) => unit.subject(id)
    for (const { table, id, before, after } of touched) {
      if (unit.kind === 'workspace' && (table === 'room' || table === 'participant')) continue
      const shown = changeOf(table, id, undefined, after ?? before, subject)
      if (!shown || !('set' in shown)) continue
      const row = mirror.rows[shown.in].get(id)
      // A window keeps only the newest messages.
      if (table === 'message' && !row) continue
      const differs = difference(row, after && shown.set)
      if (differs) yield `I32 the log folds to the rows: ${table} ${id} ${differs}`
    }
  }

  /** I05: a result is taken only on the attempt that holds the task's newest fence at that point of the log. */
  private *submitted(unit: Unit, mirror: Mirror, event: LogEvent): Iterable<string> {
    if (event.type !== 'version.submitted') return
    const attempt = mirror.rows.attempts.get(String(event.data.attemptId))
    const newest = mirror.rows.tasks.get(String(event.data.taskId))?.attempts
    const number = attempt?.number ?? unit.get('attempt', String(event.data.attemptId))?.number ?? 0
    const later = [...mirror.rows.attempts.values()].some(
      (one) => one.taskId === event.data.taskId && one.number > number && !one.hedge,
    )
    if (newest !== undefined && number !== newest && later)
      yield `I05 only the current fence writes: attempt ${number} of ${newest} submitted`
    const holder = unit.get('attempt', String(event.data.attemptId))?.agentId
    if (event.actor.kind === 'agent' && holder !== event.actor.id)
      yield `I05 only its own agent writes to an attempt: ${event.actor.name}`
  }

  private *moves(unit: Unit, touched: readonly Touched[]): Iterable<string> {
    for (const { table, id, before, after } of touched) {
      if (!before || !after) continue
      const machine = machines.find((one) => one === table)
      if (machine) {
        const [from, to] = [(before as Records['task']).status as string, (after as Records['task']).status as string]
        if (from !== to && !tables[machine].get(from)?.has(to))
          yield `I06 only declared moves: ${table} from ${from} to ${to}`
      }
      if (table === 'task') yield* this.settled(before as Records['task'], after as Records['task'])
      if (table === 'attempt' && !isOpen((before as Records['attempt']).status))
        yield `I07 an ended attempt stays as it is: ${id}`
      if (table === 'version') yield* sameBytes(before as Records['version'], after as Records['version'])
    }
    const { receipts } = unit.appends
    if (new Set(receipts.map(({ actor, id }) => `${actor} ${id}`)).size !== receipts.length)
      yield 'I13 one answer for one id'
  }

  private *settled(before: Records['task'], after: Records['task']): Iterable<string> {
    if (after.fence < before.fence) yield `I04 fences only rise: ${after.key}`
    if (isSettled(before.status) && after.generation === before.generation && after.status !== before.status)
      yield `I07 a settled task stays settled: ${after.key} from ${before.status} to ${after.status}`
    if (!isSettled(after.status) || after.status === before.status) return
    const ending = `${after.id} ${after.generation}`
    if (this.terminal.has(ending)) yield `I08 a task ends once in each generation: ${after.key}`
    this.terminal.add(ending)
  }
}

function* sameBytes(before: Records['version'], after: Records['version']): Iterable<string> {
  if (before.status !== 'checking' && before.checks !== after.checks)
    if (JSON.stringify(before.checks) !== JSON.stringify(after.checks))
      yield `I25 checks belong to the version they were made on: ${after.id}`
  const fixed = (version: Records['version']) => ({ ...version, status: 0, checks: 0, decidedAt: 0 })
  if (JSON.stringify(fixed(before)) !== JSON.stringify(fixed(after))) yield `I22 versions never change: ${after.id}`
}

function* results(unit: Unit, touched: readonly Touched[]): Iterable<string> {
  for (const { sha256, bytes } of unit.appends.contents)
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) yield `I22 content has its hash: ${sha256}`
  for (const { table, before, after } of touched as (Touched & Moved<'review'>)[]) {
    if (table !== 'review' || before || !after) continue
    const member = unit.member(after.memberId)
    const inRoom = unit.tables.participant.by('subject', after.memberId).some((one) => one.status === 'in')
    if (!member || !may({ role: member.role, inRoom }, 'deliverable.decide'))
      yield `I23 only people with the right decide: ${after.memberId}`
    if (after.verdict === 'approved' && unit.get('deliverable', after.deliverableId)?.versionId !== after.versionId)
      yield `I23 only the current version is approved: ${after.versionId}`
  }
}

/** How a row that a window shows is not the one wanted; empty when it is. */
function difference(shown: object | undefined, wanted: object | undefined): string {
  if (!shown || !wanted) return shown === wanted ? '' : `shows ${shown ? 'a row that is gone' : 'no row'}`
  const names = Object.keys(wanted) as (keyof typeof wanted)[]
  const wrong = names.filter((name) => shown[name] !== wanted[name] && !alike(shown[name], wanted[name]))
  const more = Object.keys(shown).length - names.length
  return wrong.length > 0 || more !== 0 ? `differs in ${wrong.join(', ')}${more > 0 ? ' and more' : ''}` : ''
}
const alike = (a: unknown, b: unknown): boolean => typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b)
