/** Characters that JSON writes as letters behind a backslash, which PostgreSQL would read as those letters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for here
const unlike = /[\u0000-\u001f]/

/**
 * An array parameter as text, written by the engine's own JSON in one go: between quotes both languages escape quotes and
 * backslashes alike, and null is null. Answers null where they differ; the driver, several times slower, writes those.
 */
export function arrayLiteral(values: readonly (string | number | boolean | null)[]): string | null {
  for (const value of values)
    if (typeof value === 'string' && (unlike.test(value) || !value.isWellFormed())) return null
  return `{${JSON.stringify(values).slice(1, -1)}}`
}

/** The same for texts that are JSON already: they hold no such characters. */
export const jsonArrayLiteral = (texts: readonly (string | null)[]): string => `{${JSON.stringify(texts).slice(1, -1)}}`
