import { escaped } from './escapes.ts'
import type { Cursor, Part, Word } from './script.ts'

// A shell's own blanks alone: any other is a letter to it, and `plainLetters` folds what passes for one.
const ends = /[ \t\n\v\f\r;&|<>()]/

/** Reads one word at the cursor, up to the first unquoted blank or operator. */
export function readWord(cursor: Cursor): Part[] {
  const parts: Part[] = []
  const { text } = cursor
  while (cursor.at < text.length) {
    const char = text[cursor.at] ?? ''
    if ((char === '<' || char === '>') && text[cursor.at + 1] === '(') {
      cursor.at++
      parts.push({ kind: 'stream', code: bracketed(cursor), into: char === '>' })
      continue
    }
    if (ends.test(char)) break
    parts.push(...readPiece(cursor, char))
  }
  return joined(parts)
}

/** The pieces of a text between double quotes or in a here-document: variables and commands inside count, blanks do not end it. */
export function readQuoted(text: string, depth: number): Word {
  const cursor: Cursor = { text, at: 0, depth, problem: null, heredocs: [] }
  const parts: Part[] = []
  while (cursor.at < text.length) {
    const char = text[cursor.at] ?? ''
    const next = text[cursor.at + 1] ?? ''
    if (char === '\\' && '$`"\\\n'.includes(next)) {
      cursor.at += 2
      parts.push({ kind: 'text', text: next === '\n' ? '' : next, quoted: true })
    } else if (char === '`' || (char === '$' && /[\w{(@*#?!$-]/.test(next))) {
      parts.push(...readDollar(cursor, true))
    } else {
      cursor.at++
      parts.push({ kind: 'text', text: char, quoted: true })
    }
  }
  return joined(parts)
}

function readPiece(cursor: Cursor, char: string): readonly Part[] {
  const { text } = cursor
  const next = text[cursor.at + 1] ?? ''
  if (char === '\\') {
    cursor.at += 2
    return [{ kind: 'text', text: next === '\n' ? '' : next, quoted: next !== '\n' }]
  }
  if (char === "'") return [{ kind: 'text', text: upTo(cursor, "'", false), quoted: true }]
  if (char === '"') return quotedParts(upTo(cursor, '"', true), cursor)
  if (char === '$' && next === "'") {
    cursor.at++
    return [{ kind: 'text', text: escaped(upTo(cursor, "'", true)), quoted: true }]
  }
  if (char === '$' && next === '"') {
    cursor.at++
    return quotedParts(upTo(cursor, '"', true), cursor)
  }
  if (char === '`' || (char === '$' && /[\w{(@*#?!$-]/.test(next))) return readDollar(cursor, false)
  cursor.at++
  return [{ kind: 'text', text: char, quoted: false }]
}

// Empty quotes still make a word.
function quotedParts(inner: string, cursor: Cursor): readonly Part[] {
  const parts = readQuoted(inner, cursor.depth)
  return parts.length > 0 ? parts : [{ kind: 'text', text: '', quoted: true }]
}

function readDollar(cursor: Cursor, quoted: boolean): readonly Part[] {
  const { text } = cursor
  if (text[cursor.at] === '`')
    return [{ kind: 'output', code: upTo(cursor, '`', true).replace(/\\([`\\$])/g, '$1'), quoted }]
  cursor.at++
  if (text.startsWith('((', cursor.at)) return arithmetic(bracketed(cursor), quoted, cursor)
  if (text[cursor.at] === '(') return [{ kind: 'output', code: bracketed(cursor), quoted }]
  if (text[cursor.at] === '{') {
    const inner = bracketed(cursor)
    const [, mark = '', name = '', rest = ''] = /^([!#]?)(\w+|[@*#?$!-])(.*)$/s.exec(inner) ?? []
    return [{ kind: 'variable', name: name || inner, rest: mark + rest, quoted }]
  }
  const name = /^(?:[A-Za-z_]\w*|[\d@*#?!$-])/.exec(text.slice(cursor.at, cursor.at + 200))?.[0] ?? ''
  cursor.at += name.length
  return [{ kind: 'variable', name, rest: '', quoted }]
}

// A sum is a number; commands inside it still run.
function arithmetic(inner: string, quoted: boolean, cursor: Cursor): readonly Part[] {
  const commands = readQuoted(inner, cursor.depth).filter((part) => part.kind === 'output')
  return commands.length > 0 ? commands : [{ kind: 'text', text: '0', quoted }]
}

// The text between the mark at the cursor and the next one like it.
function upTo(cursor: Cursor, mark: string, escapes: boolean): string {
  const from = cursor.at + 1
  let at = from
  while (at < cursor.text.length && cursor.text[at] !== mark) {
    if (escapes && cursor.text[at] === '\\') at++
    else if (mark === '"' && cursor.text[at] === '$' && /[({]/.test(cursor.text[at + 1] ?? ''))
      at = closing(cursor.text, at + 1) - 1
    at++
  }
  if (at >= cursor.text.length) cursor.problem ??= 'a quotation mark is never closed'
  cursor.at = at + 1
  return cursor.text.slice(from, at)
}

/** Takes the bracket at the cursor with everything in it; gives what stands inside. */
export function bracketed(cursor: Cursor): string {
  const from = cursor.at
  const end = closing(cursor.text, from)
  if (end > cursor.text.length) cursor.problem ??= 'a bracket is never closed'
  cursor.at = end
  return cursor.text.slice(from + 1, Math.max(from + 1, end - 1))
}

// The position after the bracket that closes the one at `from`; past the end of the text when none does.
function closing(text: string, from: number): number {
  const open = text[from] ?? '('
  const close = open === '{' ? '}' : ')'
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === "'") {
      const end = text.indexOf("'", at + 1)
      if (end === -1) break
      at = end
    } else if (char === '"') {
      at++
      while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    } else if (char === open) depth++
    else if (char === close && --depth === 0) return at + 1
  }
  return text.length + 1
}

function joined(parts: readonly Part[]): Part[] {
  const kept: Part[] = []
  for (const part of parts) {
    const last = kept.at(-1)
    if (part.kind === 'text' && last?.kind === 'text' && last.quoted === part.quoted)
      kept[kept.length - 1] = { ...last, text: last.text + part.text }
    else kept.push(part)
  }
  return kept
}
