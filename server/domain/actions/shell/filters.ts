import { escaped, fromBase64, fromHex } from './escapes.ts'

type Filter = (args: readonly string[], input: string | null) => string | null

const plainArgs = (args: readonly string[]) => args.filter((arg) => !arg.startsWith('-'))

// Programs whose whole effect is what they write: their output is worked out instead of guessed.
const filters: Readonly<Record<string, Filter>> = {
  echo: (args) => {
    const flags = args.findIndex((arg) => !/^-[neE]+$/.test(arg))
    const rest = (flags === -1 ? [] : args.slice(flags)).join(' ')
    const text = args.slice(0, Math.max(0, flags)).some((arg) => arg.includes('e')) ? escaped(rest) : rest
    return args[0]?.startsWith('-') && args[0].includes('n') ? text : `${text}\n`
  },
  printf: ([format, ...args]) => (format === undefined ? null : formatted(format, args)),
  cat: (args, input) => (plainArgs(args).length === 0 ? input : null),
  tee: (_, input) => input,
  rev: (_, input) => input?.split('\n').map(reversed).join('\n') ?? null,
  tac: (_, input) => input && `${input.replace(/\n$/, '').split('\n').reverse().join('\n')}\n`,
  base64: (args, input) => (args.some((arg) => /^-(?:d|D|di|-decode)$/.test(arg)) ? input && fromBase64(input) : null),
  openssl: (args, input) =>
    args.includes('-d') && args.some((arg) => /base64|^-a$/.test(arg)) ? input && fromBase64(input) : null,
  xxd: (args, input) => (args.some((arg) => /^-(?:r|rp|pr|p)$/.test(arg)) ? input && fromHex(input) : null),
  tr: (args, input) => input && translated(args, input),
  sed: (args, input) => input && substituted(args, input),
  head: (_, input) => input,
  sort: (_, input) => input,
  uniq: (_, input) => input,
  fold: (_, input) => input,
  nohup: (_, input) => input,
  pwd: () => '.\n',
  whoami: () => 'user\n',
  true: () => '',
  which: (args) => `${plainArgs(args)[0] ?? ''}\n`,
  basename: (args) => `${(args[0] ?? '').split('/').at(-1) ?? ''}\n`,
}

/** What a program writes for these arguments and this input, null when that is not known. */
export function outputOf(name: string, args: readonly string[], input: string | null): string | null {
  return Object.hasOwn(filters, name) ? (filters[name]?.(args, input) ?? null) : null
}

const reversed = (line: string) => [...line].reverse().join('')

function formatted(format: string, args: readonly string[]): string {
  const left = [...args]
  const once = () =>
    escaped(format).replace(/%(?:%|[-+ 0#]*\d*(?:\.\d+)?([sbcqdiuxXo]))/g, (whole, kind) => {
      if (whole === '%%') return '%'
      const arg = left.shift() ?? ''
      if (kind === 'b') return escaped(arg)
      if (kind === 'c') return arg.charAt(0)
      if (kind === 'x') return Number(arg).toString(16)
      if (kind === 'o') return Number(arg).toString(8)
      return arg
    })
  let text = once()
  for (let rounds = 0; left.length > 0 && left.length < args.length && rounds < 200; rounds++) text += once()
  return text
}

function translated(args: readonly string[], input: string): string | null {
  const [from, to] = plainArgs(args).map((set) => lettersOf(escaped(set)))
  if (!from) return null
  if (args.some((arg) => /^-[a-z]*d/.test(arg))) return [...input].filter((char) => !from.includes(char)).join('')
  if (!to || to.length === 0) return null
  const place = new Map(from.map((char, at) => [char, to[Math.min(at, to.length - 1)] ?? '']))
  return [...input].map((char) => place.get(char) ?? char).join('')
}

function lettersOf(set: string): string[] {
  const classes = set
    .replace('[:upper:]', 'A-Z')
    .replace('[:lower:]', 'a-z')
    .replace('[:space:]', ' \t\n')
    .replace('[:digit:]', '0-9')
  return [...classes.replace(/(.)-(.)/gs, (_, from: string, to: string) => range(from, to))]
}

function range(from: string, to: string): string {
  let letters = ''
  for (let code = from.charCodeAt(0); code <= Math.min(to.charCodeAt(0), from.charCodeAt(0) + 256); code++)
    letters += String.fromCharCode(code)
  return letters
}

// s/a/b/ with plain texts only.
function substituted(args: readonly string[], input: string): string | null {
  let text = input
  for (const program of plainArgs(args).flatMap((arg) => arg.split(';'))) {
    const parts = /^\s*s([/|,#!@])([^\\.*[\]^$]*?)\1(.*?)\1([gi]*)$/s.exec(program)
    if (!parts?.[2]) return null
    const [, , from = '', to = '', flags = ''] = parts
    text = flags.includes('g') ? text.replaceAll(from, to) : text.replace(from, () => to)
  }
  return text
}
