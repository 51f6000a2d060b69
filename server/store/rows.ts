import { isOpen } from '../domain/attempt.ts'
import { isEnded } from '../domain/goal.ts'
import type { Records, TableName } from './tables.ts'

type Key<R> = (row: R) => string | readonly string[] | null

/** Rows of one table in memory, by id, with the look-ups that commands and the coordinator need. Rows are never mutated. */
export class Rows<R extends { id: string }> {
  private readonly byId = new Map<string, R>()
  private readonly indexes: { name: string; key: Key<R>; entries: Map<string, Set<string>> }[]

  constructor(indexes: Record<string, Key<R>> = {}) {
    this.indexes = Object.entries(indexes).map(([name, key]) => ({ name, key, entries: new Map() }))
  }

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
    const index = this.indexes.find((candidate) => candidate.name === name)
    if (!index) throw new Error(`no index ${name}`)
    const ids = index.entries.get(key)
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
    for (const id of this.indexes.find((candidate) => candidate.name === name)?.entries.get(key) ?? []) {
      const row = this.byId.get(id)
      if (row && test(row)) return true
    }
    return false
  }

  count(name: string, key: string): number {
    return this.indexes.find((candidate) => candidate.name === name)?.entries.get(key)?.size ?? 0
  }

  /** Puts `row` (or removes the id when undefined) and keeps the indexes level. */
  put(id: string, row: R | undefined): void {
    const before = this.byId.get(id)
    if (row) this.byId.set(id, row)
    else this.byId.delete(id)
    for (const { key, entries } of this.indexes) {
      const was = before ? key(before) : null
      const is = row ? key(row) : null
      if (was === is) continue
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

/** Empty tables with every index named here and nowhere else. */
export function emptyTables(): Tables {
  return {
    workspace: new Rows(),
    member: new Rows({ user: (m) => m.userId }),
    invite: new Rows(),
    personal_token: new Rows(),
    agent: new Rows(),
    room: new Rows(),
    participant: new Rows({ subject: (p) => p.subjectId }),
    message: new Rows(),
    room_file: new Rows(),
    goal: new Rows({ live: (g) => (isEnded(g.status) ? null : 'live') }),
    task: new Rows({
      goal: (t) => t.goalId,
      /** Tasks that build on the one named. */
      after: (t) => t.needs,
      parts: (t) => t.parentId,
      ready: (t) => (t.status === 'ready' ? t.goalId : null),
      unsettled: (t) => (t.status === 'done' || t.status === 'cancelled' || t.status === 'failed' ? null : t.goalId),
    }),
    attempt: new Rows({
      task: (a) => a.taskId,
      goal: (a) => a.goalId,
      open: (a) => (isOpen(a.status) ? a.taskId : null),
      waking: (a) => (isOpen(a.status) ? 'open' : null),
      held: (a) => (isOpen(a.status) ? a.participantId : null),
      claim: (a) => a.claimId,
      /** Failures by the minute in which they fell. */
      failed: (a) => (a.failure === null || a.endedAt === null ? null : minuteOf(a.endedAt)),
    }),
    artifact: new Rows({ attempt: (a) => a.attemptId, goal: (a) => a.goalId }),
    version: new Rows({ task: (v) => v.taskId, goal: (v) => v.goalId }),
    deliverable: new Rows({ goal: (d) => d.goalId, task: (d) => d.taskId }),
    review: new Rows({ version: (r) => r.versionId, goal: (r) => r.goalId }),
    comment: new Rows({ version: (c) => c.versionId, goal: (c) => c.goalId }),
    handoff: new Rows({
      task: (h) => h.taskId,
      open: (h) => (h.status === 'open' ? (h.taskId ?? 'room') : null),
      attempt: (h) => (h.status === 'open' ? h.attemptId : null),
    }),
    action_request: new Rows({
      attempt: (a) => a.attemptId,
      goal: (a) => a.goalId,
      pending: (a) => (a.decision === 'pending' ? 'pending' : null),
    }),
    conflict: new Rows({ goal: (c) => c.goalId, task: (c) => c.taskId }),
    opinion: new Rows({ goal: (o) => o.goalId, version: (o) => o.versionId }),
    incident: new Rows({ open: (i) => (i.closedAt === null ? 'open' : null) }),
    drill: new Rows(),
    playbook: new Rows({ name: (p) => p.name }),
    schedule: new Rows(),
    hook: new Rows(),
  }
}
