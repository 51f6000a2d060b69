/** A state table: for each status, which event leads to which status. A final status has no row entries. */
export type Table<S extends string, E extends string> = Record<S, Partial<Record<E, S>>>

/** The status that `event` leads to from `status`, or null when the table does not allow it. */
export function step<S extends string, E extends string>(table: Table<S, E>, status: S, event: E): S | null {
  return table[status][event] ?? null
}

/** True when nothing leads out of `status`. */
export function isFinal<S extends string>(table: Table<S, string>, status: S): boolean {
  return Object.keys(table[status]).length === 0
}

/** Who moves a thing on from a status: a clock, another thing it waits for, a named person, or nobody because it is final. */
export type Waker = 'clock' | 'dependency' | 'person' | 'job' | 'none'
