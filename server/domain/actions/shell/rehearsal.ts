import type { Deed } from '../deeds/catalogue.ts'
import type { Unit } from '../unit.ts'
import { longestText, type Output, type Surroundings, type Value } from './expand.ts'

/** Where a rehearsal stands: what was set, written and found so far. */
export type Rehearsal = {
  readonly variables: Map<string, Output>
  readonly aliases: Map<string, string>
  readonly files: Map<string, Output>
  readonly units: Unit[]
  /** Goes through a text at this point; gives what it would write. */
  readonly run: (text: string, frame: Frame) => Output
  /** Goes through one command. */
  readonly command: (words: readonly Value[], frame: Frame) => Output
  readonly unset: 'empty' | 'unknown'
  /** Which of a loop's values to take. */
  readonly round: number
  folder: string
  depth: number
}

/** What surrounds one command: what leads to it, where it stands, what it is fed. */
export type Frame = {
  via: readonly string[]
  at: number
  input: Output | null
  deeds: readonly Deed[]
  opaque: string | null
}

/** More commands than any request has; what comes after them is not looked at. */
export const mostUnits = 400
export const nothing: Output = { text: '', fetched: false, read: false }
export const unknownOutput: Output = { text: null, fetched: false, read: false }

/** A word of our own making. */
export const word = (text: string): Value => ({ text, unknown: false, glob: false, read: false, fetched: false })

/** One output after another. */
export const together = (one: Output, other: Output): Output => ({
  text:
    one.text === null || other.text === null || one.text.length + other.text.length > longestText
      ? null
      : one.text + other.text,
  fetched: one.fetched || other.fetched,
  read: one.read || other.read,
})

/** Keeps a command that was found. */
export function note(rehearsal: Rehearsal, words: readonly Value[], frame: Frame, found: readonly Deed[] = []) {
  if (rehearsal.units.length >= mostUnits) return
  rehearsal.units.push({
    words: words.map((word) => word.text),
    unsure: words.flatMap((word, at) => (word.unknown ? [at] : [])),
    via: frame.via,
    does: [...new Set([...frame.deeds, ...found])],
    opaque: frame.opaque,
    guessed: false,
    at: Math.max(0, frame.at),
  })
}

/** How words are put in for this frame: commands inside them run and are kept too. */
export const surroundings = (rehearsal: Rehearsal, frame: Frame): Surroundings => ({
  variables: rehearsal.variables,
  unset: rehearsal.unset,
  run: (code: string) => rehearsal.run(code, { ...frame, via: [...frame.via, '$(…)'], input: null }),
  stream: (code: string) => {
    const output = rehearsal.run(code, { ...frame, via: [...frame.via, '<(…)'], input: null })
    const path = `/dev/fd/${63 + rehearsal.files.size}`
    rehearsal.files.set(path, output)
    return { ...output, text: path }
  },
})

// Variables by which another program is slipped in.
const loads =
  /^(?:LD_\w+|DYLD_\w+|PATH|BASH_ENV|ENV|PROMPT_COMMAND|NODE_OPTIONS|PYTHON(?:PATH|STARTUP|HOME)|PERL5\w*|RUBY(?:OPT|LIB)|JAVA_TOOL_OPTIONS|GIT_\w+|CLASSPATH)$/
const runsValue =
  /^(?:PAGER|GIT_PAGER|EDITOR|VISUAL|GIT_EDITOR|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|GIT_ASKPASS|PROMPT_COMMAND|BROWSER|LESSOPEN|MANPAGER)$/

/** What variables set for one command do to it. */
export function withSettings(rehearsal: Rehearsal, names: readonly string[], frame: Frame): Frame {
  for (const name of names) {
    const code = rehearsal.variables.get(name)?.text
    if (runsValue.test(name) && code) rehearsal.run(code, { ...frame, via: [...frame.via, name] })
  }
  const bad = names.find((name) => loads.test(name))
  return bad ? { ...frame, opaque: `it sets ${bad}, which may load other code` } : frame
}
