/** How many of an attempt's last words are remembered. */
export const traceLength = 12
/** The same words so often in a row. */
const repeats = 5
/** A round of two or three so often over. */
const rounds = 4

/** A short hash of a text, alike for texts that differ only in white space (FNV-1a over 2 × 32 bits). */
export function markOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9]
  for (const char of text.trim().replace(/\s+/g, ' ')) {
    const code = char.codePointAt(0) ?? 0
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x85ebca6b)
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}

/** One mark with its moment: `mark@milliseconds`, the moment in base 36. */
const at = (mark: string, now: number): string => `${mark}@${now.toString(36)}`
const read = (entry: string): { mark: string; at: number } => {
  const [mark = '', moment = '0'] = entry.split('@')
  return { mark, at: Number.parseInt(moment, 36) }
}

/**
 * The trace with one more mark, the newest `traceLength` kept. The same words again within `everyMs` count once: a burst of
 * them is a matter for the rate limit, not a loop.
 */
export function traced(trace: readonly string[], mark: string, now: number, everyMs: number): string[] {
  const last = trace.at(-1)
  if (last !== undefined && read(last).mark === mark && now - read(last).at < everyMs) return [...trace]
  return [...trace.slice(1 - traceLength), at(mark, now)]
}

/** What goes round in circles at the end of a trace, in words; null when it does not, or not for as long as `everyMs`. */
export function loopIn(trace: readonly string[], everyMs: number): string | null {
  const entries = trace.map(read)
  for (const [period, times] of [
    [1, repeats],
    [2, rounds],
    [3, rounds],
  ] as const) {
    const tail = entries.slice(-period * times)
    if (tail.length < period * times || !tail.every(({ mark }, i) => mark === tail[i % period]?.mark)) continue
    if ((tail.at(-1)?.at ?? 0) - (tail[0]?.at ?? 0) < everyMs) continue
    return period === 1
      ? `the same step ${times} times in a row`
      : `the same round of ${period} steps ${times} times over`
  }
  return null
}
