import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearestName } from '../domain/text/nearest-name.ts'
import { Fault, wordsOf } from './fault.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** What a command line says of these options. Throws a Fault: which word is not understood, what was probably meant, and the usage. */
export function readOptions<const T extends Options>(options: T, usage: string, args = process.argv.slice(2)) {
  const known = Object.keys(options)
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new Fault(`“${token.value}” stands without an option before it${meant(token.value, known)}\n\n${usage}`)
    if (token.kind === 'option' && !known.includes(token.name))
      throw new Fault(`${token.rawName} is not an option${meant(token.name, known)}\n\n${usage}`)
  }
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    throw new Fault(`${wordsOf(error)}.\n\n${usage}`)
  }
}

// What comes nearest to a mistyped option, as the end of a sentence.
function meant(name: string, known: readonly string[]): string {
  const near = nearestName(name.replace(/^-+/, ''), known)
  return near === null ? '.' : `: did you mean --${near}?`
}

/** The number that an option was given. Throws a Fault unless it is whole and within the bounds, which are among the allowed. */
export function wholeNumber(name: string, text: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`
  throw new Fault(`--${name} wants a whole number ${bounds}; “${text}” is none.`)
}

/** One of the allowed names that an option was given. Throws a Fault that says which there are. */
export function oneOf<const T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === text)
  if (found !== undefined) return found
  const near = nearestName(text, allowed)
  throw new Fault(
    `--${name} ${text} is not known${near === null ? '' : `: did you mean ${near}?`}\nThere are: ${allowed.join(', ')}`,
  )
}

/** Runs a program to its exit code; a Fault is told as its sentences, with this code. */
export async function runProgram(main: () => Promise<number>, codeOfFault: number): Promise<void> {
  process.exitCode = await main().catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error
    console.error(error.message)
    return codeOfFault
  })
}
