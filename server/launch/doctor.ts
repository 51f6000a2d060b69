import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { printable } from '../contract/printable.ts'
import { type Examined, examineDatabase } from '../store/doctor/examine.ts'
import { type Head, readHeads, strayed } from '../store/doctor/heads.ts'
import { openPool } from '../store/pool.ts'
import type { Reader } from '../store/reads/reader.ts'
import { Fault, wordsOf } from './fault.ts'
import { databaseFor } from './own-database.ts'

// npm run doctor [-- --database URL] [--json] [--note FILE] [--noted FILE]: whether a database keeps what Muster promises, one
// line a promise. It only reads, also while Muster runs. --note writes the last links of what people did into a file; --noted
// looks whether the links of such a file still hold. Exit code 1 when a promise is broken, 2 when there is nothing to look at.

const text = { type: 'string' } as const
const usage = 'npm run doctor [-- --database postgres://…] [--json] [--note FILE] [--noted FILE]'

function asked() {
  try {
    return parseArgs({ options: { database: text, json: { type: 'boolean' }, note: text, noted: text } }).values
  } catch (error) {
    throw new Fault(`${wordsOf(error)}\n${usage}`)
  }
}

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

async function main(): Promise<number> {
  const values = asked()
  const noted = values.noted === undefined ? null : readNoted(values.noted)
  const pool = openPool(databaseFor(values.database), 1)
  try {
    const found = await examineDatabase(pool)
    if (noted) found.push(await compareNoted(pool, noted))
    if (values.note) writeFileSync(values.note, JSON.stringify(await readHeads(pool), null, 2))
    const broken = found.filter((one) => one.broken > 0)
    if (values.json) console.log(JSON.stringify(found, null, 2))
    else {
      for (const { number, sentence, looked, broken: count, offenders } of found) {
        console.log(`${count === 0 ? '✓' : '✗'} ${number} ${sentence} (${looked.toLocaleString('en')} looked at)`)
        for (const offender of offenders) console.log(`    ${printable(offender)}`)
        if (count > offenders.length) console.log(`    and ${count - offenders.length} more`)
      }
      console.log(`${found.length - broken.length} promises kept, ${broken.length} broken`)
    }
    return broken.length > 0 ? 1 : 0
  } finally {
    await pool.end()
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(
    error instanceof Fault
      ? error.message
      : `There is no database to look at (${wordsOf(error)}). Start Muster first, or name one: npm run doctor -- --database postgres://…`,
  )
  return 2
})
