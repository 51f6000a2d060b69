import { valuesOf } from '../deeds/call.ts'
import type { Deed } from '../deeds/catalogue.ts'
import { gitWords } from '../deeds/of-machine.ts'
import { interpreters, readCode } from '../inline-code.ts'
import { readWindows } from '../windows.ts'
import type { Value } from './expand.ts'
import { type Frame, note, type Rehearsal, word } from './rehearsal.ts'

/** Goes through program text that a command carries; true when nothing of the command is left to judge. */
export function interpret(rehearsal: Rehearsal, name: string, words: readonly Value[], frame: Frame): boolean {
  const inner = { ...frame, input: null, via: [...frame.via, name] }
  if (/^(?:powershell|pwsh|cmd)$/.test(name)) return interpretWindows(rehearsal, name, words, frame)
  const option = Object.hasOwn(interpreters, name) ? interpreters[name] : undefined
  if (option) return interpretCode(rehearsal, name, option, words, { ...inner, input: frame.input })
  if (name === 'git') aliasesOf(words, rehearsal, inner)
  for (const command of commandsInOptions(name, words)) rehearsal.run(command, inner)
  if (name === 'sed' && words.some(({ text }) => /^s(.).*\1.*\1[gip0-9]*e/.test(text)))
    note(rehearsal, words, { ...inner, opaque: 'it runs what it finds' })
  return false
}

// Command lines that other programs carry in their options.
function commandsInOptions(name: string, words: readonly Value[]): string[] {
  const texts = words.slice(1).map(({ text }) => text)
  if (name === 'script') return valuesOf({ args: words.slice(1) }, 'c', 'command')
  if (name === 'tmux') return texts.filter((text) => /\s/.test(text))
  if (name === 'sed') return texts.flatMap((text) => /(?:^|[;\d$/}\s])e\s+(\S.*)$/s.exec(text)?.[1] ?? [])
  const carried = carriers.find(([pattern]) => pattern.test(name))?.[1]
  return carried ? texts.flatMap((text) => carried.exec(text)?.[1] ?? []) : []
}

// Options of other programs that hold a command line.
const carriers: readonly (readonly [name: RegExp, option: RegExp])[] = [
  [/^tar$/, /^--(?:checkpoint-action=exec|to-command|use-compress-program|rsh-command)=(.*)$/s],
  [/^(?:vim?|nvim|ex|view)$/, /^(?:\+|-c)?:?!(.+)$/s],
  [/^(?:ssh|scp|sftp)$/, /^(?:-o)?(?:ProxyCommand|LocalCommand)=(.*)$/is],
  [/^(?:rsync)$/, /^--rsh=(.*)$/s],
  [/^(?:less|man|more)$/, /^\+?!(.+)$/s],
]

function interpretWindows(rehearsal: Rehearsal, name: string, words: readonly Value[], frame: Frame): boolean {
  const inner = { ...frame, input: null, via: [...frame.via, name] }
  const texts = words.map(({ text }) => text)
  const kept = texts.map((text) => (/\s/.test(text) && !text.includes('"') ? `"${text}"` : text))
  const found = [...readWindows(kept.join(' ')), ...readWindows(texts.join(' '))]
  for (const { words: read, deeds, opaque } of found)
    note(rehearsal, read.map(word), { ...inner, opaque: opaque ?? frame.opaque }, deeds)
  const script = texts.find((_, at) => /^[-/][ck]/i.test(texts[at - 1] ?? ''))
  if (script) rehearsal.run(script, inner)
  const opaque = found.length === 0 ? 'it runs a text of its own language' : null
  note(rehearsal, words, { ...frame, opaque: frame.opaque ?? opaque })
  return true
}

function interpretCode(
  rehearsal: Rehearsal,
  name: string,
  option: RegExp,
  words: readonly Value[],
  frame: Frame,
): boolean {
  const at = words.findIndex(({ text }, index) => index > 0 && option.test(text))
  const awk = /awk$/.test(name)
  const given = at > 0 ? words[at + 1] : awk ? words.slice(1).find(({ text }) => !text.startsWith('-')) : undefined
  const fed = frame.input
  const code = given?.text ?? null
  if (code === null) {
    const bare = words.slice(1).every(({ text }) => text.startsWith('-'))
    if (!bare || !fed) return false
  }
  if (given?.unknown) {
    note(rehearsal, words, { ...frame, opaque: 'it runs a text that it works out itself' })
    return true
  }
  const reading = readCode(code ?? fed?.text ?? '')
  for (const command of reading.commands) rehearsal.run(command, frame)
  const database: Deed[] =
    /^mongo/.test(name) && /\.(?:dropDatabase|drop|remove|deleteMany)\s*\(\s*(?:\{\s*\})?\s*\)/.test(code ?? '')
      ? ['drop_tables']
      : []
  const opaque = reading.opaque ?? frame.opaque
  note(rehearsal, words, { ...frame, via: frame.via.slice(0, -1), opaque }, [...reading.deeds, ...database])
  return true
}

function aliasesOf(words: readonly Value[], rehearsal: Rehearsal, frame: Frame) {
  for (const setting of valuesOf({ args: words.slice(1) }, 'c')) {
    const [, key = '', value = ''] = /^([\w.-]+)=(.*)$/s.exec(setting) ?? []
    if (/^alias\./.test(key) && value.startsWith('!')) rehearsal.run(value.slice(1), frame)
    else if (/^alias\./.test(key)) rehearsal.run(`git ${value}`, frame)
    else if (/command$|pager|editor|fsmonitor|askpass|helper$|textconv|\.cmd$/i.test(key))
      rehearsal.run(value.replace(/^!/, ''), frame)
  }
  const [verb, ...rest] = gitWords(words.slice(1)).map(({ text }) => text)
  const last = rest.at(-1) ?? ''
  if (verb === 'config' && last.startsWith('!')) rehearsal.run(last.slice(1), frame)
  if (verb === 'bisect' && rest[0] === 'run') rehearsal.run(rest.slice(1).join(' '), frame)
  if (verb === 'submodule' && rest[0] === 'foreach') rehearsal.run(rest.slice(1).join(' '), frame)
  if (verb === 'rebase')
    for (const value of valuesOf({ args: words.slice(1) }, 'x', 'exec')) rehearsal.run(value, frame)
  if (verb === 'filter-branch') rehearsal.run(last, frame)
}
