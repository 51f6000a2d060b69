import type { Call } from '../deeds/call.ts'
import { optionsOf, valuesOf } from '../deeds/call.ts'
import type { Deed } from '../deeds/catalogue.ts'
import { judgeCall } from '../deeds/judge-call.ts'
import { sqlClients, sqlDeeds } from '../deeds/of-sql.ts'
import { plainPath } from '../paths.ts'
import type { Output, Value } from './expand.ts'
import { outputOf } from './filters.ts'
import { type Frame, note, nothing, type Rehearsal } from './rehearsal.ts'

/** Judges a command that runs no other one; gives what it would write. */
export function plainCommand(rehearsal: Rehearsal, name: string, words: readonly Value[], frame: Frame): Output {
  const call = { name, args: words.slice(1), input: frame.input, folder: rehearsal.folder }
  const { deeds, fetches, reads } = judgeCall(call)
  const statements = judgeStatements(call)
  const shown = words.map((value, at) => (at === 0 ? { ...value, text: name } : value))
  note(rehearsal, shown, { ...frame, opaque: frame.opaque ?? statements.opaque }, [...deeds, ...statements.deeds])
  const carried = frame.input ?? nothing
  keepFiles(rehearsal, call, carried)
  const kept = readFrom(rehearsal, call)
  const texts = call.args.map((value) => value.text).filter((text) => text !== kept?.path)
  const fed = kept ?? carried
  const input = frame.input || kept ? fed.text : null
  const text = words.some((value) => value.unknown) ? null : outputOf(name, texts, input)
  const read = reads || fed.read || words.some((value) => value.read)
  return { text, fetched: fetches || fed.fetched || words.some((value) => value.fetched), read }
}

// A file that an earlier command of the same text wrote.
function readFrom(rehearsal: Rehearsal, call: Call): (Output & { path: string }) | null {
  for (const path of optionsOf(call).operands) {
    const kept = rehearsal.files.get(plainPath(path, rehearsal.folder))
    if (kept) return { ...kept, path }
  }
  return null
}

// Files that later commands of the same text may run.
function keepFiles(rehearsal: Rehearsal, call: Call, carried: Output) {
  const keep = (path: string, output: Output) => rehearsal.files.set(plainPath(path, rehearsal.folder), output)
  const loaded = { text: null, fetched: true, read: false }
  if (call.name === 'curl') for (const path of valuesOf(call, 'o', 'output')) keep(path, loaded)
  if (call.name === 'wget')
    for (const path of valuesOf(call, 'O', 'output-document')) if (path !== '-') keep(path, loaded)
  const operands = optionsOf(call).operands
  if (call.name === 'wget' || (call.name === 'curl' && optionsOf(call).flags.has('O')))
    for (const url of operands) keep(url.split(/[?#]/)[0]?.split('/').at(-1) || 'index.html', loaded)
  if (call.name === 'tee') for (const path of operands) keep(path, carried)
  const [from, to] = operands
  const moved = from === undefined ? undefined : rehearsal.files.get(plainPath(from, rehearsal.folder))
  if (/^(?:cp|mv|ln)$/.test(call.name) && moved && to) keep(to, moved)
}

// What a database client is told by option, by operand or by pipe.
function judgeStatements(call: Call): { deeds: Deed[]; opaque: string | null } {
  const options = Object.hasOwn(sqlClients, call.name) ? sqlClients[call.name] : undefined
  if (!options) return { deeds: [], opaque: null }
  const told = options.length === 0 ? optionsOf(call).operands : valuesOf(call, ...options)
  const read = [...told, call.input?.text ?? ''].map(sqlDeeds)
  const elsewhere = call.input !== null && call.input.text === null
  const builds = read.some(({ dynamic }) => dynamic) ? 'it builds its statements while it runs' : null
  return {
    deeds: read.flatMap(({ deeds }) => deeds),
    opaque: elsewhere ? 'its statements come from somewhere else' : builds,
  }
}
