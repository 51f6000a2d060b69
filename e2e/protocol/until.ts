const everyMs = 25
/** How long a test waits for what must come: a bound on hanging, no statement on speed. */
export const patienceMs = 45_000

/** Asks until the answer is truthy and gives it back; says what it waited for when the time is over. */
export async function until<T>(
  ask: () => T | Promise<T>,
  { withinMs = patienceMs, what }: { withinMs?: number; what: string },
): Promise<NonNullable<Exclude<T, false | 0 | ''>>> {
  const end = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer) return answer as NonNullable<Exclude<T, false | 0 | ''>>
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** Lets real time pass, where a clock of the protocol is what is tested. */
export const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
