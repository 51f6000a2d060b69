import { isOpen } from '../domain/attempt.ts'
import { isEnded } from '../domain/goal.ts'
import type { Records, TableName } from './tables.ts'

type Key<R> = (row: R) => string | readonly string[] | null

/** Rows of one table in memory, by id, with the look-ups that commands and the coordinator need. Rows are never mutated. */
export class Rows<R extends { id: string }> {
  private readonly byId = new Map<string, R>()
  /** By the name of an index: ids by what the index holds. Made when first written: most tables of most lanes stay empty. */
  private readonly entries: Record<string, Map<string, Set<string>>> = {}

  constructor(private readonly indexes: readonly (readonly [name: string, key: Key<R>])[] = []) {}

  get size(): number {
    return this.byId.size
  }
  get(id: string): R | undefined {
    return this.byId.get(id)
  }
  all(): IterableIterator<R> {
    return this.byId.values()
  }

  /** Rows whose index `name` holds `key`, oldest first. */
  by(name: string, key: string): R[] {
    const ids = this.idsOf(name, key)
    if (!ids) return []
    const found: R[] = []
    for (const id of ids) {
      const row = this.byId.get(id)
      if (row) found.push(row)
    }
    return found
  }

  /** Whether any row whose index `name` holds `key` passes; looks no further than the first that does. */
  some(name: string, key: string, test: (row: R) => boolean): boolean {
    for (const id of this.idsOf(name, key) ?? []) {
      const row = this.byId.get(id)
      if (row && test(row)) return true
    }
    return false
  }

  count(name: string, key: string): number {
    return this.idsOf(name, key)?.size ?? 0
  }

  private idsOf(name: string, key: string): ReadonlySet<string> | undefined {
    const entries = this.entries[name]
    if (!entries && !this.indexes.some(([known]) => known === name)) throw new Error(`no index ${name}`)
    return entries?.get(key)
  }

  /** Puts `row` (or removes the id when undefined) and keeps the indexes level. */
  put(id: string, row: R | undefined): void {
    const before = this.byId.get(id)
    if (row) this.byId.set(id, row)
    else this.byId.delete(id)
    for (const [name, key] of this.indexes) {
      const was = before ? key(before) : null
      const is = row ? key(row) : null
      if (was === is) continue
      this.entries[name] ??= new Map()
      const entries = this.entries[name]
      for (const entry of listOf(was)) {
        const ids = entries.get(entry)
        if (ids?.delete(id) && ids.size === 0) entries.delete(entry)
      }
      for (const entry of listOf(is)) {
        const ids = entries.get(entry)
        if (ids) ids.add(id)
        else entries.set(entry, new Set([id]))
      }
    }
  }
}

const listOf = (key: string | readonly string[] | null): readonly string[] =>
  key === null ? [] : typeof key === 'string' ? [key] : key

/** Rows of any table, by id alone. */
export type AnyRows = {
  get(id: string): { id: string } | undefined
  put(id: string, row: { id: string } | undefined): void
}

/** The minute of a moment, as an index names it. */
export const minuteOf = (at: number): string => String(Math.floor(at / 60_000))

export type Tables = { [N in TableName]: Rows<Records[N]> }

/** Every index there is: by table and name, what a row is found under. */
const indexes: { [N in TableName]: Readonly<Record<string, Key<Records[N]>>> } = {
  workspace: {},
  member: { user: (m) => m.userId },
  invite: {},
  personal_token: {},
  agent: {},
  room: {},
  participant: { subject: (p) => p.subjectId },
  message: {},
  room_file: {},
  goal: { live: (g) => (isEnded(g.status) ? null : 'live') },
  task: {
    goal: (t) => t.goalId,
    /** Tasks that build on the one named. */
    after: (t) => t.needs,
    parts: (t) => t.parentId,
    ready: (t) => (t.status === 'ready' ? t.goalId : null),
    unsettled: (t) => (t.status === 'done' || t.status === 'cancelled' || t.status === 'failed' ? null : t.goalId),
  },
  attempt: {
    task: (a) => a.taskId,
    goal: (a) => a.goalId,
    open: (a) => (isOpen(a.status) ? a.taskId : null),
    waking: (a) => (isOpen(a.status) ? 'open' : null),
    held: (a) => (isOpen(a.status) ? a.participantId : null),
    claim: (a) => a.claimId,
    /** Failures by the minute in which they fell. */
    failed: (a) => (a.failure === null || a.endedAt === null ? null : minuteOf(a.endedAt)),
  },
  artifact: { attempt: (a) => a.attemptId, goal: (a) => a.goalId },
  version: { task: (v) => v.taskId, goal: (v) => v.goalId },
  deliverable: { goal: (d) => d.goalId, task: (d) => d.taskId },
  review: { version: (r) => r.versionId, goal: (r) => r.goalId },
  comment: { version: (c) => c.versionId, goal: (c) => c.goalId },
  handoff: {
    task: (h) => h.taskId,
    open: (h) => (h.status === 'open' ? (h.taskId ?? 'room') : null),
    attempt: (h) => (h.status === 'open' ? h.attemptId : null),
  },
  action_request: {
    attempt: (a) => a.attemptId,
    goal: (a) => a.goalId,
    pending: (a) => (a.decision === 'pending' ? 'pending' : null),
  },
  conflict: { goal: (c) => c.goalId, task: (c) => c.taskId },
  opinion: { goal: (o) => o.goalId, version: (o) => o.versionId },
  incident: { open: (i) => (i.closedAt === null ? 'open' : null) },
  drill: {},
  playbook: { name: (p) => p.name },
  schedule: {},
  hook: {},
}

const listed = Object.entries(indexes).map(
  ([name, keys]) => [name, Object.entries(keys as Record<string, Key<{ id: string }>>)] as const,
)

/** Tables without a row. */
export const emptyTables = (): Tables =>
  Object.fromEntries<unknown>(listed.map(([name, keys]) => [name, new Rows(keys)])) as Tables
