/** What keeps Muster from starting: one sentence that says what is wrong and what to do about it. */
export class Fault extends Error {}

const fullDisk = /ENOSPC|No space left on device|could not extend file/i

/** Turns "no room left" of any program into the one sentence about it; null when the text is about something else. */
export function diskFault(text: string, place: string): Fault | null {
  return fullDisk.test(text)
    ? new Fault(`The disk that holds ${place} is full; free some space (1 GB is plenty) and start again.`)
    : null
}

/** The words of whatever was thrown. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
