/** A look-up whose answers are kept for a while; what is asked twice at once is loaded once. Null is never kept. */
export type Remembered<T> = {
  get(key: string): Promise<T | null>
  drop(key: string): void
  dropWhere(test: (value: T) => boolean): void
}

/** Keeps at most `max` answers, each for `ttlMs`. An answer that was on its way when its key was dropped is not kept. */
export function remember<T>(
  rule: { ttlMs: number; max: number; now?: () => number },
  load: (key: string) => Promise<T | null>,
): Remembered<T> {
  type Entry = { until: number; promise: Promise<T | null>; value: T | null }
  const now = rule.now ?? Date.now
  const entries = new Map<string, Entry>()
  const loaded = (key: string) => {
    const entry: Entry = { until: now() + rule.ttlMs, promise: load(key), value: null }
    entries.set(key, entry)
    if (entries.size > rule.max) entries.delete(entries.keys().next().value ?? key)
    const forget = () => {
      if (entries.get(key) === entry) entries.delete(key)
    }
    entry.promise.then((value) => {
      if (value === null) forget()
      entry.value = value
    }, forget)
    return entry.promise
  }
  return {
    get(key) {
      const entry = entries.get(key)
      return entry && now() < entry.until ? entry.promise : loaded(key)
    },
    drop: (key) => void entries.delete(key),
    dropWhere(test) {
      // What is still loading has no value to look at, and may be what was meant.
      for (const [key, { value }] of entries) if (value === null || test(value)) entries.delete(key)
    },
  }
}
