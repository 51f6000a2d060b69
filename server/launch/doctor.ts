import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { printable } from '../contract/printable.ts'
import { type Examined, examineDatabase } from '../store/doctor/examine.ts'
import { type Head, readHeads, strayed } from '../store/doctor/heads.ts'
import type { Reader } from '../store/reads/reader.ts'
import { Fault } from './fault.ts'
import { readOptions, runProgram } from './options.ts'
import { databaseFor, withDatabase } from './own-database.ts'

// npm run doctor [-- --database URL] [--json] [--note FILE] [--noted FILE]: whether a database keeps what Muster promises, one
// line a promise. It only reads, also while Muster runs. --note writes the last links of what people did into a file; --noted
// looks whether the links of such a file still hold. Exit code 1 when a promise is broken, 2 when there is nothing to look at.

const text = { type: 'string' } as const
const usage = 'npm run doctor [-- --database postgres://…] [--json] [--note FILE] [--noted FILE]'

const heads = z.array(z.strictObject({ laneId: z.string(), seq: z.number().int().min(0), link: z.string() }))

function readNoted(file: string): Head[] {
  try {
    return heads.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new Fault(`${file} holds no noted links. Name a file that was written with --note.`)
  }
}

async function compareNoted(pool: Reader, noted: readonly Head[]): Promise<Examined> {
  const offenders = await strayed(pool, noted)
  const sentence = 'the links that were noted still hold'
  return { number: 'I37', sentence, looked: noted.length, offenders, broken: offenders.length }
}

function tell({ number, sentence, looked, broken, offenders }: Examined) {
  console.log(`${broken === 0 ? '✓' : '✗'} ${number} ${sentence} (${looked.toLocaleString('en')} looked at)`)
  for (const offender of offenders) console.log(`    ${printable(offender)}`)
  if (broken > offenders.length) console.log(`    and ${broken - offenders.length} more`)
}

async function main(): Promise<number> {
  const options = { database: text, json: { type: 'boolean' }, note: text, noted: text } as const
  const { database, json, note, noted: file } = readOptions(options, usage)
  const noted = file === undefined ? null : readNoted(file)
  const found = await withDatabase(databaseFor(database), async (pool) => {
    const promises = await examineDatabase(pool)
    if (note) writeFileSync(note, JSON.stringify(await readHeads(pool), null, 2))
    return noted ? [...promises, await compareNoted(pool, noted)] : promises
  })
  const broken = found.filter((one) => one.broken > 0)
  if (json) console.log(JSON.stringify(found, null, 2))
  else {
    for (const one of found) tell(one)
    console.log(`${found.length - broken.length} promises kept, ${broken.length} broken`)
  }
  return broken.length > 0 ? 1 : 0
}

await runProgram(main, 2)
