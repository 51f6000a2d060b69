import { braced } from './braces.ts'
import { readQuoted } from './read-word.ts'
import type { Part, Word } from './script.ts'

/** One word as a program would get it. `unknown`: something in it cannot be known beforehand. */
export type Value = {
  text: string
  unknown: boolean
  /** Holds unquoted wildcards. */
  glob: boolean
  /** Holds what was read from a file. */
  read: boolean
  /** Holds what came over the network. */
  fetched: boolean
}

/** What a command writes, as far as it is known; `fetched` came over the network, `read` out of a file. */
export type Output = { text: string | null; fetched: boolean; read: boolean }

export type Surroundings = {
  variables: ReadonlyMap<string, Output>
  /** What an unknown variable is taken for: nothing, or something unknown. */
  unset: 'empty' | 'unknown'
  run: (code: string) => Output
  /** Runs a text and gives the name of the file that its output can be read from. */
  stream: (code: string) => Output
  /** How many ${…} are open around this. */
  nested?: number
}

// Shapes that everybody's variables have: enough to see through ${PATH:0:1}.
const usual: Readonly<Record<string, string>> = {
  HOME: '~',
  PWD: '.',
  OLDPWD: '.',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  SHELL: '/bin/bash',
  TMPDIR: '/tmp',
  USER: 'user',
  LOGNAME: 'user',
  HOSTNAME: 'host',
  UID: '1000',
  LANG: 'C',
  '?': '0',
  $: '1',
  '!': '1',
  RANDOM: '1',
  SECONDS: '1',
  LINENO: '1',
  '#': '0',
}
const paths = new Set(['HOME', 'PWD', 'OLDPWD'])
const mostWords = 400
const deepest = 12
/** What grows beyond this while it is worked out counts as unknown. */
export const longestText = 20_000

/** The words that a written word becomes: variables put in, commands inside run, blanks split, braces multiplied. */
export function expandWord(word: Word, around: Surroundings): Value[] {
  const long = word.length > 200 || word.some((part) => part.kind === 'text' && part.text.length > 2000)
  if (long && word.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{')))
    return fieldsOf(word, around).map((value) => ({ ...value, unknown: true }))
  return braced(word)
    .slice(0, 64)
    .flatMap((one) => fieldsOf(one, around))
    .slice(0, mostWords)
}

/** A word that is not split: the value of an assignment, a here-document. */
export function expandWhole(word: Word, around: Surroundings): Output {
  let text = ''
  let known = true
  let fetched = false
  let read = false
  for (const part of word) {
    const value = outputOfPart(part, around)
    if (value.text === null) known = false
    if (text.length + (value.text?.length ?? 0) > longestText) known = false
    else text += value.text ?? standIn(part)
    fetched ||= value.fetched
    read ||= value.read
  }
  return { text: known ? text : null, fetched, read }
}

function fieldsOf(word: Word, around: Surroundings): Value[] {
  const fields: Value[] = []
  let field: Value | null = null
  const add = (text: string, output: Output, glob: boolean) => {
    field ??= { text: '', unknown: false, glob: false, read: false, fetched: false }
    const fits = field.text.length + text.length <= longestText
    if (fits) field.text += text
    field.unknown ||= output.text === null || !fits
    field.glob ||= glob
    field.read ||= output.read
    field.fetched ||= output.fetched
  }
  const end = () => {
    if (field) fields.push(field)
    field = null
  }
  const separators = around.variables.get('IFS')?.text ?? ' \t\n'
  for (const part of word) {
    const output = outputOfPart(part, around)
    if (output.text === null) add(standIn(part), output, false)
    else if (part.kind === 'text') add(output.text, output, !part.quoted && /[*?[]/.test(part.text))
    else if (isWhole(part)) add(output.text, output, false)
    else
      for (const [index, piece] of splitBy(output.text, separators).entries()) {
        if (index > 0) end()
        if (piece !== '') add(piece, output, /[*?[]/.test(piece))
      }
  }
  end()
  return fields
}

// Between quotation marks all is one word, but for "$@" and "${list[@]}".
const isWhole = (part: Part) =>
  part.kind === 'stream' || (part.quoted && !(part.kind === 'variable' && (part.name === '@' || part.rest === '[@]')))

// What is shown in the place of something that is not known.
const standIn = (part: Part) => (part.kind === 'variable' ? `$${part.name}` : '$(…)')

function splitBy(text: string, separators: string): string[] {
  const pieces = ['']
  for (const char of text) {
    if (!separators.includes(char)) pieces[pieces.length - 1] += char
    else if (pieces.length < mostWords) pieces.push('')
  }
  return pieces
}

const known = (text: string): Output => ({ text, fetched: false, read: false })
const unknown: Output = { text: null, fetched: false, read: false }

function outputOfPart(part: Part, around: Surroundings): Output {
  if (part.kind === 'text') return known(part.text)
  if (part.kind === 'output') {
    const output = around.run(part.code)
    return { ...output, text: output.text?.replace(/\n+$/, '') ?? null }
  }
  if (part.kind === 'stream') return around.stream(part.code)
  return variable(part.name, part.rest, around)
}

function variable(name: string, rest: string, around: Surroundings): Output {
  if (name === 'IFS') return known(' ')
  const indirect = rest.startsWith('!')
  if (rest.startsWith('#')) return known(String(around.variables.get(name)?.text?.length ?? 1))
  if (indirect) {
    const target = around.variables.get(name)?.text
    return target ? variable(target, rest.slice(1), around) : unknown
  }
  const nested = (around.nested ?? 0) + 1
  if (nested > deepest) return unknown
  const written = /[$`]/.test(rest) ? expandWhole(readQuoted(rest, 0), { ...around, nested }).text : rest
  const set = around.variables.get(name)
  const value = set ?? (paths.has(name) && /^:/.test(rest) ? known('/home/user') : usualValue(name, around))
  return written === null ? unknown : changed(value, written, set !== undefined)
}

function usualValue(name: string, around: Surroundings): Output {
  const value = usual[name]
  if (value !== undefined) return known(value)
  // No arguments were given to what is read here.
  if (/^[\d@*-]$/.test(name)) return known('')
  return around.unset === 'empty' ? known('') : unknown
}

// ${x:-y}, ${x:1:2}, ${x#y}, ${x%y}, ${x/y/z}, ${x^^}, ${x,,}, ${x[0]}
function changed(value: Output, rest: string, set: boolean): Output {
  const written = plainText(rest)
  if (rest === '' || /^\[[@*\d]+\]$/.test(rest)) return value
  const fallback = /^:?([-=+?])(.*)$/s.exec(written)
  if (fallback) {
    const [, mark, other = ''] = fallback
    const filled = set && value.text !== ''
    if (mark === '+') return filled ? known(other) : known('')
    // Unset, it stops the shell.
    if (mark === '?') return filled ? value : unknown
    return filled ? value : known(other)
  }
  if (value.text === null) return value
  const text = changedText(value.text, written)
  return text === null ? unknown : { ...value, text }
}

function changedText(text: string, rest: string): string | null {
  const slice = /^:\s*(-?\d+)(?::\s*(-?\d+))?$/.exec(rest)
  if (slice) {
    const from = Number(slice[1])
    const start = from < 0 ? Math.max(0, text.length + from) : from
    if (slice[2] === undefined) return text.slice(start)
    const length = Number(slice[2])
    return length < 0 ? text.slice(start, length) : text.slice(start, start + length)
  }
  const replace = /^(\/\/?)([^/*?[\]]+)\/?(.*)$/s.exec(rest)
  if (replace) {
    const [, mark, from = '', to = ''] = replace
    return mark === '//' ? text.replaceAll(from, to) : text.replace(from, () => to)
  }
  const cut = /^(##?|%%?)([^*?[\]]*)$/.exec(rest)
  if (cut) {
    const [, mark = '', piece = ''] = cut
    if (mark.startsWith('#')) return text.startsWith(piece) ? text.slice(piece.length) : text
    return piece !== '' && text.endsWith(piece) ? text.slice(0, -piece.length) : text
  }
  if (rest === '^^') return text.toUpperCase()
  if (rest === ',,') return text.toLowerCase()
  if (rest === '^') return text.charAt(0).toUpperCase() + text.slice(1)
  if (rest === ',') return text.charAt(0).toLowerCase() + text.slice(1)
  return null
}

const plainText = (written: string) => written.replace(/\\(.)/g, '$1').replace(/["']/g, '')
