/** The lines of a text that are bullets or numbered points. */
export function bullets(text: string): string[] {
  return text
    .split('\n')
    .map((line) => /^\s*(?:[-*+•]|\d{1,3}[.)])\s+(\S.*)$/.exec(line)?.[1]?.trim())
    .filter((line): line is string => Boolean(line))
}
