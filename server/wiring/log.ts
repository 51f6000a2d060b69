import { format } from 'node:util'
import { type DestinationStream, type Logger, pino } from 'pino'
import type { Env } from '../env.ts'
import { maskSecrets } from '../queries/mask.ts'

/**
 * The server's log: one line of JSON an entry, so that nothing in a value can begin a line or speak to a terminal. Errors are told
 * without what somebody wrote: a database names in its own whole rows, and a parser quotes what it could not read.
 */
export function createLog(level: Env['log'], to: DestinationStream = pino.destination(1)): Logger {
  return pino(
    {
      level,
      redact: ['*.token', '*.secret', '*.password', 'headers.authorization', 'headers.cookie'],
      serializers: { err: toldError, said: maskSecrets },
    },
    { write: (line) => to.write(line.replace(unprinted, escaped)) },
  )
}

// What JSON leaves as it is and a terminal may take for an order, or for another direction of writing.
const unprinted = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g
const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`

/** What libraries print goes into the log too, which keeps their lines apart and their errors short. */
export function takeConsole(log: Logger): void {
  for (const [name, level] of [...['log', 'info', 'debug'].map((one) => [one, 'debug'] as const), ...loud]) {
    Reflect.set(console, name, (...words: unknown[]) => {
      const err = words.find((word) => word instanceof Error)
      const said = format(...words.filter((word) => !(word instanceof Error)))
      log[level]({ said, ...(err ? { err } : {}) }, 'a library says')
    })
  }
}
const loud = [
  ['warn', 'warn'],
  ['error', 'error'],
] as const

type Told = { type: string; message: string; code?: string; at: string[]; cause?: Told; [place: string]: unknown }

// What of an error names a place in the program or the tables, and never a value.
const places = ['syscall', 'errno', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'digest']
const deepest = 4

/** An error as the log has it: its kind, its words without values, where it happened, and what caused it. */
export function toldError(error: unknown, depth = 0): Told | string {
  if (!(error instanceof Error)) return maskSecrets(String(error))
  const { name, message, stack = '', cause } = error
  const code = Reflect.get(error, 'code')
  const known = places.map((place) => [place, Reflect.get(error, place)] as const)
  const told = cause instanceof Error && depth < deepest ? toldError(cause, depth + 1) : undefined
  return {
    type: name,
    message: maskSecrets(quotesValues(error, code) ? message.replace(quoted, '"…"') : message),
    ...(code === undefined ? {} : { code: String(code) }),
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
    at: stack
      .replace(message, '')
      .split('\n')
      .filter((line) => line.startsWith('    at ')),
    ...(told === undefined || typeof told === 'string' ? {} : { cause: told }),
  }
}

// PostgreSQL's class 22 is about values, and so is what a parser of text says.
const quotesValues = (error: Error, code: unknown) => error instanceof SyntaxError || /^22/.test(String(code))
const quoted = /["'][\s\S]*["']/
