import { bracketed, readQuoted, readWord } from './read-word.ts'
import type { Cursor, Part, Redirect, Script, Stage, Step, Word } from './script.ts'

const deepest = 24
const operator = /(?:\d{0,2}|\{\w+\}|&)(?:<<<|<<-?|<>|>>|>\||>&|<&|>|<)/y
const assignment = /^[A-Za-z_]\w*\+?=$/
// Words that only lead up to a command; the commands after them run or may run.
const leading = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'fi', 'esac', '!', 'coproc'])

/** Reads a text as a POSIX shell (with the habits of bash) would; never throws, `problem` says why it is not a whole script. */
export function parseShell(text: string): Script {
  const cursor: Cursor = { text: text.replace(/\r\n?/g, '\n'), at: 0, depth: 0, problem: null, heredocs: [] }
  const steps = readList(cursor, null)
  takeHeredocs(cursor)
  return { steps, problem: cursor.problem }
}

function readList(cursor: Cursor, closer: string | null): Step[] {
  const steps: Step[] = []
  let step: Stage[] = []
  const endStep = () => {
    if (step.length > 0) steps.push(step)
    step = []
  }
  if (++cursor.depth > deepest) {
    cursor.problem ??= 'its brackets go too deep'
    cursor.at = cursor.text.length
  }
  while (skipBlanks(cursor)) {
    const mark = markAt(cursor)
    // After `fi` or `done` the pipe belongs to the step before.
    if (mark === 'pipe' && step.length === 0) step = [...(steps.pop() ?? [])]
    if (mark === 'end') endStep()
    if (mark === ')') {
      endStep()
      if (closer === ')') break
    }
    if (mark !== null) continue
    const word = keywordAt(cursor)
    if (word !== '' && word === closer) {
      cursor.at += word.length
      break
    }
    const stage = readStage(cursor, word)
    if (stage) step.push(stage)
  }
  endStep()
  cursor.depth--
  return steps
}

// Takes what stands between two commands.
function markAt(cursor: Cursor): 'pipe' | 'end' | ')' | null {
  const char = cursor.text[cursor.at] ?? ''
  const next = cursor.text[cursor.at + 1] ?? ''
  if (char === '|' && next !== '|') {
    cursor.at += next === '&' ? 2 : 1
    return 'pipe'
  }
  if (!/[\n;|&)]/.test(char) || (char === '&' && next === '>')) return null
  cursor.at += char === next && char !== '\n' && char !== ')' ? 2 : 1
  if (char === '\n') takeHeredocs(cursor)
  return char === ')' ? ')' : 'end'
}

function readStage(cursor: Cursor, word: string): Stage | null {
  const at = cursor.at
  const { text } = cursor
  if (leading.has(word)) {
    cursor.at += word.length
    return null
  }
  if (word === 'function') {
    cursor.at += word.length
    skipBlanks(cursor)
    readWord(cursor)
    return null
  }
  if (word === '{' || word === 'do') {
    cursor.at += word.length
    return withRedirects(cursor, { at, steps: readList(cursor, word === '{' ? '}' : 'done') })
  }
  if (word === 'for' || word === 'select') return readLoop(cursor, word)
  if (text.startsWith('((', at)) {
    const parts = readQuoted(bracketed(cursor), cursor.depth).filter((part) => part.kind === 'output')
    return { kind: 'command', at, words: [[{ kind: 'text', text: 'let', quoted: false }], parts], redirects: [] }
  }
  if (text[at] === '(') {
    cursor.at++
    return withRedirects(cursor, { at, steps: readList(cursor, ')') })
  }
  return readCommand(cursor)
}

function withRedirects(cursor: Cursor, group: { at: number; steps: Step[] }): Stage {
  const redirects: Redirect[] = []
  while (skipBlanks(cursor)) {
    const redirect = readRedirect(cursor)
    if (!redirect) break
    redirects.push(redirect)
  }
  return { kind: 'group', ...group, redirects }
}

function readLoop(cursor: Cursor, keyword: string): Stage {
  const at = cursor.at
  cursor.at += keyword.length
  const words = restOfWords(cursor)
  const name = words[0]?.[0]?.kind === 'text' ? words[0][0].text : ''
  return { kind: 'loop', at, name, words: words.slice(2) }
}

function restOfWords(cursor: Cursor): Word[] {
  const words: Word[] = []
  while (skipBlanks(cursor) && !/[\n;&|<>()]/.test(cursor.text[cursor.at] ?? '')) words.push(readWord(cursor))
  return words
}

function readCommand(cursor: Cursor): Stage | null {
  const at = cursor.at
  const words: Word[] = []
  const redirects: Redirect[] = []
  while (skipBlanks(cursor)) {
    const char = cursor.text[cursor.at] ?? ''
    const test = words.length > 0 && literal(words[0]) === '[['
    if (test && literal(words.at(-1)) !== ']]' && /[<>&|()]/.test(char)) {
      cursor.at++
      continue
    }
    const redirect = readRedirect(cursor)
    if (redirect) {
      redirects.push(redirect)
      continue
    }
    if (/[\n;&|)]/.test(char)) break
    if (char === '(') {
      if (!/^\(\s*\)/.test(cursor.text.slice(cursor.at, cursor.at + 20)) || words.length !== 1) break
      // `name()` begins a function: its body is read as what may run.
      bracketed(cursor)
      return null
    }
    const word = readWord(cursor)
    if (cursor.text[cursor.at] === '(' && words.length === 0 && assignment.test(literal(word))) {
      const inner: Cursor = { text: bracketed(cursor), at: 0, depth: cursor.depth, problem: null, heredocs: [] }
      return { kind: 'list', at, name: literal(word).replace(/\+?=$/, ''), words: restOfWords(inner) }
    }
    words.push(word)
  }
  // Nothing could be read here: go on behind it.
  if (words.length === 0 && redirects.length === 0) {
    cursor.at++
    return null
  }
  return { kind: 'command', at, words, redirects }
}

function readRedirect(cursor: Cursor): Redirect | null {
  operator.lastIndex = cursor.at
  const found = operator.exec(cursor.text)?.[0]
  if (found === undefined) return null
  const op = found.replace(/^(?:\{\w+\}|\d+)/, '')
  const stream = (op === '<' || op === '>') && cursor.text[cursor.at + found.length] === '('
  if (stream) return null
  cursor.at += found.length
  while (/[ \t]/.test(cursor.text[cursor.at] ?? '')) cursor.at++
  const target = readWord(cursor)
  if (op !== '<<' && op !== '<<-') return { op: found.startsWith('2') ? `2${op}` : op, target }
  const redirect: Redirect = { op: '<<', target }
  const raw = target.some((part) => part.kind === 'text' && part.quoted)
  cursor.heredocs.push({
    end: literal(target),
    raw,
    indented: op === '<<-',
    take: (body) => {
      redirect.body = raw ? [{ kind: 'text', text: body, quoted: true }] : readQuoted(body, cursor.depth)
    },
  })
  return redirect
}

function takeHeredocs(cursor: Cursor) {
  for (const heredoc of cursor.heredocs.splice(0)) {
    const lines: string[] = []
    let closed = false
    while (cursor.at < cursor.text.length && !closed) {
      const newline = cursor.text.indexOf('\n', cursor.at)
      const end = newline === -1 ? cursor.text.length : newline
      const line = cursor.text.slice(cursor.at, end)
      cursor.at = Math.min(end + 1, cursor.text.length)
      closed = (heredoc.indented ? line.replace(/^\t+/, '') : line) === heredoc.end
      if (!closed) lines.push(line)
    }
    if (!closed) cursor.problem ??= 'a here-document never ends'
    heredoc.take(lines.join('\n'))
  }
}

// Blanks, joined lines and comments; false at the end of the text.
function skipBlanks(cursor: Cursor): boolean {
  const { text } = cursor
  for (;;) {
    const char = text[cursor.at]
    if (char === ' ' || char === '\t' || char === '\v' || char === '\f') cursor.at++
    else if (char === '\\' && text[cursor.at + 1] === '\n') cursor.at += 2
    else if (char === '#' && (cursor.at === 0 || /[\s;&|()]/.test(text[cursor.at - 1] ?? ''))) {
      const newline = text.indexOf('\n', cursor.at)
      cursor.at = newline === -1 ? text.length : newline
    } else return cursor.at < text.length
  }
}

const keyword = /(?:[a-z]+|!|\{|\})(?=[\s;&|<>()]|$)/y
function keywordAt(cursor: Cursor): string {
  keyword.lastIndex = cursor.at
  return keyword.exec(cursor.text)?.[0] ?? ''
}

const literal = (word: Word | undefined): string =>
  (word ?? []).map((part: Part) => (part.kind === 'text' ? part.text : '')).join('')
