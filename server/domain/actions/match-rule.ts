import type { Deed } from './deeds/catalogue.ts'
import { globMatches } from './paths.ts'
import type { Asked } from './request.ts'
import { bareName } from './shell/command.ts'
import type { Unit } from './unit.ts'

export type Effect = 'allow' | 'ask' | 'deny'

/**
 * One rule of a room. All that it names must fit: the tool (a glob), the pattern (words, `*` for any run of letters, a last `*` for
 * any further words), what the command does. A rule that forbids or asks is read widely, one that allows narrowly.
 */
export type ActionRule = {
  effect: Effect
  tool?: string | undefined
  pattern?: string | undefined
  does?: readonly Deed[] | undefined
  note?: string | undefined
}

/** Whether a rule speaks of what is asked. */
export function ruleFits(rule: ActionRule, { tool, unit, form }: Asked): boolean {
  if (rule.tool !== undefined && !globMatches(rule.tool.toLowerCase(), tool.toLowerCase())) return false
  const narrow = rule.effect === 'allow'
  if (rule.does !== undefined) {
    const named = rule.does
    if (
      narrow
        ? unit.does.length === 0 || !unit.does.every((deed) => named.includes(deed))
        : !unit.does.some((deed) => named.includes(deed))
    )
      return false
  }
  if (rule.pattern === undefined) return !narrow || isClear(unit)
  if (form === 'call') return fitsCall(rule.pattern, unit, narrow)
  return narrow ? fitsExactly(wordsOf(rule.pattern), unit) : fitsWidely(wordsOf(rule.pattern), unit)
}

/** Whether everything about a command is known before it runs. */
export const isClear = (unit: Unit) => unit.opaque === null && unit.unsure.length === 0

// Commands are known by their bare names, wherever they lie.
function wordsOf(pattern: string): string[] {
  const [name = '*', ...rest] = pattern.trim().split(/\s+/)
  return [name.includes('*') ? name : bareName(name), ...rest]
}

// Word for word, nothing in between, no wrapper but harmless ones; what is not known beforehand fits only its own name.
function fitsExactly(pattern: readonly string[], unit: Unit): boolean {
  if (unit.opaque !== null || unit.via.some((via) => !harmless.has(via))) return false
  const open = pattern.at(-1) === '*'
  const fixed = open ? pattern.slice(0, -1) : pattern
  if (open ? unit.words.length < fixed.length : unit.words.length !== fixed.length) return false
  return unit.words.every((word, at) => {
    const mark = fixed[at] ?? '*'
    return unit.unsure.includes(at) ? mark === word : globMatches(mark, word)
  })
}
const harmless = new Set(['time', 'nice', 'nohup', 'command', 'timeout', 'stdbuf', '$(…)', 'cross-env', 'env'])

// The first word names the command, the others come in this order with anything between; letters of options in any order.
function fitsWidely(pattern: readonly string[], unit: Unit): boolean {
  const [name = '*', ...rest] = pattern.map((mark) => mark.toLowerCase())
  const [command = '', ...words] = unit.words.map((word) => word.toLowerCase())
  if (!globMatches(name, command)) return false
  const options = new Set(words.filter((word) => /^-./.test(word)).flatMap((word) => spelled(command, word)))
  let at = 0
  for (const mark of rest) {
    if (/^-./.test(mark) && !mark.includes('*')) {
      const wanted = spelled(command, mark)
      if (words.includes(mark) || wanted.every((option) => options.has(option))) continue
      return false
    }
    if (mark === '*') continue
    while (at < words.length && !globMatches(mark, words[at] ?? '')) at++
    if (at++ >= words.length) return false
  }
  return true
}

// Long and short names of the same option.
const shortNames: Readonly<Record<string, string>> = {
  recursive: 'r',
  force: 'f',
  verbose: 'v',
  interactive: 'i',
  all: 'a',
  quiet: 'q',
  delete: 'd',
  'dry-run': 'n',
  yes: 'y',
  global: 'g',
  message: 'm',
}

function spelled(command: string, option: string): string[] {
  const long = /^--([^=]+)/.exec(option)?.[1]
  if (long) return [Object.hasOwn(shortNames, long) && command !== 'curl' ? (shortNames[long] ?? long) : long]
  // Some programs have whole words behind one dash.
  return /^(?:find|java|go|terraform|openssl|ffmpeg)$/.test(command) ? [option.slice(1)] : [...option.slice(1)]
}

// A tool's arguments: to forbid, one of them holds the pattern; to allow, each of them is it.
function fitsCall(pattern: string, { words, opaque }: Unit, narrow: boolean): boolean {
  const values = words.slice(1)
  if (narrow)
    return (
      opaque === null &&
      values.length > 0 &&
      values.every((value) => !/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(value) && globMatches(pattern, value))
    )
  return values.some((value) => globMatches(`*${pattern.toLowerCase()}*`, value.toLowerCase()))
}
