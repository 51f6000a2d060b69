const mostSteps = 4

/** The one of the known names that somebody most likely meant; null when none is within four letters, or half its length. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const [nearest] = known
    .map((one) => ({ one, steps: distance(name, one) }))
    .filter(({ one, steps }) => steps <= Math.min(mostSteps, one.length / 2))
    .sort((a, b) => a.steps - b.steps)
  return nearest?.one ?? null
}

// Levenshtein: how many letters to add, drop or change to get from one name to the other.
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (const letter of a) {
    const next = [(row[0] ?? 0) + 1]
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
