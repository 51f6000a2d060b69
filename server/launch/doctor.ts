import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { examineDatabase } from '../store/doctor/examine.ts'
import { openPool } from '../store/pool.ts'
import { wordsOf } from './fault.ts'
import { askedDatabase, checkedEnv } from './surroundings.ts'

// npm run doctor [-- --database URL] [--json]: whether a database keeps what Muster promises, one line a promise. It only
// reads, also while Muster runs. Exit code 1 when a promise is broken, 2 when there is nothing to look at.

const { values } = parseArgs({ options: { database: { type: 'string' }, json: { type: 'boolean' } } })

/** The address of the installation's own database, as its last start left it. */
function ownDatabase(): string {
  const directory = resolve(join(checkedEnv().dataDir, 'postgres'))
  const kept = (name: string) => readFileSync(`${directory}.${name}`, 'utf8').trim()
  return `postgres://muster:${kept('password')}@127.0.0.1:${kept('port')}/muster`
}

async function main(): Promise<number> {
  const url = values.database ?? askedDatabase() ?? ownDatabase()
  const pool = openPool(url, 1)
  try {
    const found = await examineDatabase(pool)
    const broken = found.filter((one) => one.broken > 0)
    if (values.json) console.log(JSON.stringify(found, null, 2))
    else {
      for (const { number, sentence, looked, broken: count, offenders } of found) {
        console.log(`${count === 0 ? '✓' : '✗'} ${number} ${sentence} (${looked.toLocaleString('en')} looked at)`)
        for (const offender of offenders) console.log(`    ${offender}`)
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
    `There is no database to look at (${wordsOf(error)}). Start Muster first, or name one: npm run doctor -- --database postgres://…`,
  )
  return 2
})
