/** A piece of a word as it is written; `quoted` pieces are not split into further words. */
export type Part =
  | { kind: 'text'; text: string; quoted: boolean }
  /** `$name` or `${name…}`; `rest` is what stands after the name inside the braces. */
  | { kind: 'variable'; name: string; rest: string; quoted: boolean }
  /** `$(…)` or back-ticks. */
  | { kind: 'output'; code: string; quoted: boolean }
  /** `<(…)` or `>(…)`. */
  | { kind: 'stream'; code: string; into: boolean }

export type Word = readonly Part[]

export type Redirect = { op: string; target: Word /** A here-document's text. */; body?: Word }

export type Stage =
  | { kind: 'command'; at: number; words: readonly Word[]; redirects: readonly Redirect[] }
  | { kind: 'group'; at: number; steps: readonly Step[]; redirects: readonly Redirect[] }
  | { kind: 'loop'; at: number; name: string; words: readonly Word[] }
  /** `name=(…)` */
  | { kind: 'list'; at: number; name: string; words: readonly Word[] }

/** A pipeline: what one stage writes, the next one reads. */
export type Step = readonly Stage[]

/** What a shell would read in a text; `problem` says where reading had to stop. */
export type Script = { steps: readonly Step[]; problem: string | null }

/** Where reading stands; shared by all that read from one text. */
export type Cursor = { readonly text: string; at: number; depth: number; problem: string | null; heredocs: Heredoc[] }
export type Heredoc = { end: string; raw: boolean; indented: boolean; take: (body: string) => void }
