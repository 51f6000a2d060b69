import type { Output, Value } from '../shell/expand.ts'
import type { Deed } from './catalogue.ts'

/** One command about to run: its bare name, its arguments, what it is fed, and the folder it runs in. */
export type Call = {
  name: string
  args: readonly Value[]
  input: Output | null
  folder: string
}

export type Options = {
  /** Letters of short options and names of long ones, without dashes. */
  flags: ReadonlySet<string>
  /** What is no option. */
  operands: readonly string[]
}

/** Options and operands of a call; letters written together count one by one, everything after `--` is an operand. */
export function optionsOf({ args }: Pick<Call, 'args'>): Options {
  const flags = new Set<string>()
  const operands: string[] = []
  let over = false
  for (const { text } of args) {
    if (over || !/^-./.test(text)) operands.push(text)
    else if (text === '--') over = true
    else if (text.startsWith('--')) flags.add(text.slice(2).split('=')[0] ?? '')
    else for (const letter of text.slice(1)) flags.add(letter)
  }
  return { flags, operands }
}

/** The values of an option in every way of writing it: -d x, -dx, --data x, --data=x. */
export function valuesOf({ args }: Pick<Call, 'args'>, ...names: readonly string[]): string[] {
  return args.flatMap(({ text }, at) => {
    for (const name of names) {
      const dashed = name.length === 1 ? `-${name}` : `--${name}`
      if (text === dashed || text === `-${name}`) return [args[at + 1]?.text ?? '']
      if (name.length > 1 && text.startsWith(`${dashed}=`)) return [text.slice(dashed.length + 1)]
      if (name.length === 1 && text.startsWith(dashed) && !text.startsWith('--')) return [text.slice(2)]
    }
    return []
  })
}

/** A judgement on calls of some programs; the names it knows are its keys. */
export type Judges = Readonly<Record<string, (call: Call, options: Options) => readonly Deed[]>>

/** Whether one of the options is set. */
export const has = ({ flags }: Options, ...names: readonly string[]) => names.some((name) => flags.has(name))
