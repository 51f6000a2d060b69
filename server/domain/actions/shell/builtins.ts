import { optionsOf } from '../deeds/call.ts'
import { plainPath } from '../paths.ts'
import type { Output, Value } from './expand.ts'
import { outputOf } from './filters.ts'
import { type Frame, note, nothing, type Rehearsal, unknownOutput, word } from './rehearsal.ts'

type Builtin = (rehearsal: Rehearsal, words: readonly Value[], frame: Frame) => Output | null

const assign: Builtin = (rehearsal, words) => {
  for (const { text, unknown, read } of words.slice(1)) {
    const [, name, value] = /^(\w+)\+?=(.*)$/s.exec(text) ?? []
    if (name) rehearsal.variables.set(name, { text: unknown ? null : (value ?? ''), fetched: false, read })
  }
  return nothing
}

const builtins: Readonly<Record<string, Builtin>> = {
  eval: (rehearsal, words, frame) => {
    const inner = { ...frame, via: [...frame.via, 'eval'] }
    const rest = words.slice(1)
    if (!rest.some((each) => each.unknown)) return rehearsal.run(rest.map((each) => each.text).join(' '), inner)
    const fetched = rest.some((each) => each.fetched)
    note(
      rehearsal,
      words,
      { ...inner, opaque: 'it runs a text that it works out itself' },
      fetched ? ['run_downloaded'] : [],
    )
    return unknownOutput
  },
  export: assign,
  declare: assign,
  typeset: assign,
  local: assign,
  readonly: assign,
  alias: (rehearsal, words) => {
    for (const { text } of words.slice(1)) {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
      if (name) rehearsal.aliases.set(name, value ?? '')
    }
    return nothing
  },
  cd: (rehearsal, words) => {
    const to = words.slice(1).find(({ text }) => !/^-[LPe@]$/.test(text))
    rehearsal.folder = to?.unknown ? 'unknown' : plainPath(to?.text ?? '~', rehearsal.folder)
    return nothing
  },
  pushd: (rehearsal, words, frame) => builtins.cd?.(rehearsal, words, frame) ?? nothing,
  read: (rehearsal, words, frame) => {
    const names = words.slice(1).filter(({ text }) => !text.startsWith('-'))
    const given = frame.input?.text?.trim().split(/\s+/) ?? null
    const unread = rehearsal.unset === 'empty' ? '' : null
    for (const [at, { text }] of names.entries()) {
      const value = at === names.length - 1 ? given?.slice(at).join(' ') : given?.[at]
      const { fetched, read } = frame.input ?? nothing
      rehearsal.variables.set(text, { text: given ? (value ?? '') : unread, fetched, read })
    }
    return nothing
  },
  printf: (rehearsal, words) => {
    if (words[1]?.text !== '-v') return null
    const text = outputOf(
      'printf',
      words.slice(3).map((each) => each.text),
      null,
    )
    rehearsal.variables.set(words[2]?.text ?? '', { text, fetched: false, read: false })
    return nothing
  },
  set: (rehearsal, words) => {
    const dashes = words.findIndex(({ text }) => text === '--')
    const rest = dashes > 0 ? words.slice(dashes + 1) : words.slice(1).filter(({ text }) => !/^[-+]/.test(text))
    for (const [at, value] of rest.entries())
      rehearsal.variables.set(String(at + 1), {
        text: value.unknown ? null : value.text,
        fetched: false,
        read: value.read,
      })
    if (rest.length > 0)
      rehearsal.variables.set('@', { text: rest.map((each) => each.text).join(' '), fetched: false, read: false })
    return nothing
  },
  trap: (rehearsal, words, frame) => rehearsal.run(words[1]?.text ?? '', { ...frame, via: [...frame.via, 'trap'] }),
  unset: () => nothing,
  ':': () => nothing,
  true: () => nothing,
  false: () => nothing,
  shift: () => nothing,
  exit: () => nothing,
  return: () => nothing,
  break: () => nothing,
  continue: () => nothing,
  let: () => nothing,
  '[': () => nothing,
  '[[': () => nothing,
  ']]': () => nothing,
  test: () => nothing,
  wait: () => nothing,
  in: () => nothing,
  case: () => nothing,
  // `command -v x` writes where x is.
  command: (_, words) => ({ ...nothing, text: `${words.at(-1)?.text ?? ''}\n` }),
  env: (rehearsal, words, frame) => {
    const split = words.findIndex(({ text }) => /^(?:-\w*S|--split-string)/.test(text))
    if (split > 0) {
      const text = words[split]?.text.replace(/^(?:-\w*S|--split-string=?)/, '') || (words[split + 1]?.text ?? '')
      return rehearsal.run(text, { ...frame, via: [...frame.via, 'env -S'] })
    }
    note(rehearsal, words, frame, ['read_environment'])
    return { text: null, fetched: false, read: true }
  },
  exec: () => nothing,
  at: (rehearsal, words, frame) => later(rehearsal, words, frame),
  batch: (rehearsal, words, frame) => later(rehearsal, words, frame),
}

function later(rehearsal: Rehearsal, words: readonly Value[], frame: Frame): Output {
  if (frame.input?.text)
    return rehearsal.run(frame.input.text, { ...frame, input: null, via: [...frame.via, words[0]?.text ?? 'at'] })
  note(rehearsal, [word('at'), ...words.slice(1)], {
    ...frame,
    opaque: optionsOf({ args: words.slice(1) }).operands.length > 0 ? 'it runs something later' : null,
  })
  return unknownOutput
}

/** Runs a command that the shell does itself; null when it is none. */
export function builtin(rehearsal: Rehearsal, name: string, words: readonly Value[], frame: Frame): Output | null {
  return Object.hasOwn(builtins, name) ? (builtins[name]?.(rehearsal, words, frame) ?? null) : null
}
