import { globMatches, plainPath } from '../paths.ts'
import { builtin } from './builtins.ts'
import type { Output, Value } from './expand.ts'
import { interpret } from './interpret.ts'
import { plainCommand } from './plain-command.ts'
import { type Frame, note, nothing, type Rehearsal, unknownOutput, withSettings, word } from './rehearsal.ts'
import { runFind, runXargs } from './spread.ts'
import { isShell, remoteWords, shellTask, unwrap } from './wrappers.ts'

// Names that wildcards in the place of a command are tried for.
const feared = [
  'rm',
  'sh',
  'bash',
  'dd',
  'cat',
  'curl',
  'wget',
  'nc',
  'chmod',
  'mkfs',
  'python3',
  'perl',
  'shred',
  'eval',
  'sudo',
]

const mostWrappers = 24

/** The bare name of a command: no folder, no ending, aliases of the same program joined, small letters. */
export function bareName(text: string): string {
  const name = (text.split(/[\\/]/).at(-1) ?? text).toLowerCase().replace(/\.(?:exe|cmd|bat|com)$/, '')
  return name
    .replace(/^(mkfs)\..*$/, '$1')
    .replace(/^(python|pypy)[\d.]+$/, '$13')
    .replace(/^(perl|ruby|php|lua|node)[\d.]+$/, '$1')
    .replace(/^g(rm|cat|cp|mv|dd|chmod)$/, '$1')
}

/** Runs one command of a rehearsal; gives what it would write. */
export function runCommand(rehearsal: Rehearsal, words: readonly Value[], frame: Frame): Output {
  const [first, ...rest] = words
  if (!first) return nothing
  const alias = rehearsal.aliases.get(first.text)
  if (alias !== undefined && !frame.via.includes(`alias ${first.text}`))
    return rehearsal.run(`${alias} ${rest.map(shellQuoted).join(' ')}`, {
      ...frame,
      via: [...frame.via, `alias ${first.text}`],
    })
  if (frame.via.length > mostWrappers) {
    note(rehearsal, words.slice(0, 5), { ...frame, opaque: 'it is wrapped too many times' })
    return unknownOutput
  }
  if (first.unknown) {
    note(rehearsal, words, { ...frame, opaque: 'which command it is comes out only when it runs' })
    return unknownOutput
  }
  if (first.glob && !/^\[\[?$/.test(first.text)) return runWildcard(rehearsal, words, frame)
  const name = bareName(first.text)
  const wrapped = unwrap(name, words)
  if (wrapped) return runWrapped(rehearsal, wrapped, frame)
  const known = builtin(rehearsal, name, words, frame)
  if (known) return known
  if (name === 'sudo' || name === 'doas')
    return runShell(rehearsal, name, words, { ...frame, deeds: [...frame.deeds, 'privilege'] })
  if (name === '.' || name === 'source') return runFile(rehearsal, name, rest[0] ?? null, words, frame)
  if (isShell(name)) return runShell(rehearsal, name, words, frame)
  const file = first.text.includes('/') ? rehearsal.files.get(plainPath(first.text, rehearsal.folder)) : undefined
  if (file) return runOutput(rehearsal, file, words, { ...frame, via: [...frame.via, first.text] })
  const there = /^(?:ssh|docker|podman|nerdctl|kubectl|oc)$/.test(name) ? remoteWords(name, words) : null
  if (there && there.length > 0) runThere(rehearsal, name, there, { ...frame, input: null, via: [...frame.via, name] })
  if (name === 'xargs') return runXargs(rehearsal, words, frame)
  if (name === 'find' || name === 'fd') runFind(rehearsal, words, frame)
  if (interpret(rehearsal, name, words, frame)) return unknownOutput
  return plainCommand(rehearsal, name, words, frame)
}

function runWildcard(rehearsal: Rehearsal, words: readonly Value[], frame: Frame): Output {
  const pattern = words[0]?.text.split('/').at(-1) ?? ''
  note(rehearsal, words, { ...frame, opaque: 'wildcards stand in the place of its command' })
  for (const name of feared)
    if (globMatches(pattern, name))
      runCommand(rehearsal, [word(name), ...words.slice(1)], { ...frame, via: [...frame.via, pattern] })
  return unknownOutput
}

function runWrapped(rehearsal: Rehearsal, wrapped: NonNullable<ReturnType<typeof unwrap>>, frame: Frame): Output {
  const names: string[] = []
  for (const { text, unknown } of wrapped.settings) {
    const [name = '', ...value] = text.split('=')
    rehearsal.variables.set(name, { text: unknown ? null : value.join('='), fetched: false, read: false })
    names.push(name)
  }
  const inner: Frame = {
    ...withSettings(rehearsal, names, frame),
    via: [...frame.via, wrapped.via],
    deeds: wrapped.rights ? [...frame.deeds, 'privilege'] : frame.deeds,
  }
  const first = wrapped.words[0]
  const split = wrapped.via === 'env' && /^(?:-\w*S|--split-string)/.test(first?.text ?? '')
  if (split || (wrapped.text && wrapped.words.length === 1))
    return rehearsal.run(wrapped.words.map((each) => each.text).join(' '), inner)
  if (wrapped.via === 'flock' && first?.text === '-c') return rehearsal.run(wrapped.words[1]?.text ?? '', inner)
  return runCommand(rehearsal, wrapped.words, inner)
}

function runShell(rehearsal: Rehearsal, name: string, words: readonly Value[], frame: Frame): Output {
  const { code, file, args } = shellTask(name, words)
  const deeds = name === 'su' ? [...frame.deeds, 'privilege' as const] : frame.deeds
  const inner = { ...frame, deeds, via: [...frame.via, name] }
  if (code) {
    for (const [at, arg] of args.entries())
      rehearsal.variables.set(String(at), { text: arg.unknown ? null : arg.text, fetched: false, read: arg.read })
    rehearsal.variables.set('@', {
      text: args
        .slice(1)
        .map((arg) => arg.text)
        .join(' '),
      fetched: false,
      read: false,
    })
    if (!code.unknown) return rehearsal.run(code.text, { ...inner, input: null })
    note(
      rehearsal,
      words,
      { ...inner, opaque: 'it runs a text that it works out itself' },
      code.fetched ? ['run_downloaded'] : [],
    )
    return unknownOutput
  }
  if (name === 'su') {
    note(rehearsal, words, inner)
    return unknownOutput
  }
  if (file && file.text !== '-' && file.text !== '/dev/stdin') return runFile(rehearsal, name, file, words, frame)
  if (frame.input) return runOutput(rehearsal, frame.input, words, inner)
  note(rehearsal, words, { ...frame, opaque: 'it opens a shell' })
  return unknownOutput
}

function runFile(
  rehearsal: Rehearsal,
  name: string,
  file: Value | null,
  words: readonly Value[],
  frame: Frame,
): Output {
  const inner = { ...frame, via: [...frame.via, name] }
  const kept = file ? rehearsal.files.get(plainPath(file.text, rehearsal.folder)) : undefined
  if (kept) return runOutput(rehearsal, kept, words, inner)
  return plainCommand(rehearsal, name, words, frame)
}

/** Runs what a command wrote: known text is gone through, downloaded text is a deed of its own. */
function runOutput(rehearsal: Rehearsal, output: Output, words: readonly Value[], frame: Frame): Output {
  if (output.fetched) note(rehearsal, words, frame, ['run_downloaded'])
  if (output.text !== null) return rehearsal.run(output.text, { ...frame, input: null })
  if (!output.fetched) note(rehearsal, words, { ...frame, opaque: 'it runs what another command writes' })
  return unknownOutput
}

function runThere(rehearsal: Rehearsal, name: string, words: readonly Value[], frame: Frame) {
  if (name === 'ssh') rehearsal.run(words.map((each) => each.text).join(' '), frame)
  else runCommand(rehearsal, words, frame)
}

const shellQuoted = ({ text }: Value) => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
