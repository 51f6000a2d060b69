const minute = 60
const hour = 60 * minute
const day = 24 * hour
const units = [
  [7 * day, 'week'],
  [day, 'day'],
  [hour, 'hour'],
  [minute, 'minute'],
  [1, 'second'],
] as const

/** A span in words: `every day`, `every 2 hours`. */
export function everyWords(seconds: number): string {
  const [size, unit] = units.find(([length]) => seconds % length === 0) ?? [1, 'second']
  const count = seconds / size
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`
}

/** The spans that are offered, and the one in use if it is another. */
export const intervals = (used: number): { value: string; label: string }[] =>
  [...new Set([15 * minute, hour, 6 * hour, day, 7 * day, 28 * day, used])]
    .sort((a, b) => a - b)
    .map((seconds) => ({ value: String(seconds), label: everyWords(seconds) }))
