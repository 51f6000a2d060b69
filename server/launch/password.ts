import { parseArgs } from 'node:util'
import { giveNewPassword } from '../auth/new-password.ts'
import { openPool } from '../store/pool.ts'
import { Fault, wordsOf } from './fault.ts'
import { databaseFor } from './own-database.ts'

// npm run password -- --email ana@example.org [--database URL]: a new password for who forgot theirs, by whoever runs the
// server, also while Muster runs. Exit code 1 when there is no such account or no database.

const usage = 'Say whose it is: npm run password -- --email ana@example.org [--database postgres://…]'

function asked() {
  try {
    const { values } = parseArgs({ options: { email: { type: 'string' }, database: { type: 'string' } } })
    if (values.email) return { email: values.email, database: values.database }
  } catch (error) {
    throw new Fault(`${wordsOf(error)}\n${usage}`)
  }
  throw new Fault(usage)
}

async function main(): Promise<void> {
  const { email, database } = asked()
  const pool = openPool(databaseFor(database), 1)
  try {
    const given = await giveNewPassword(pool, email)
    if (!given) throw new Fault(`No account here has the e-mail ${email}. Nothing was changed.`)
    console.log(
      `${email} signs in with this from now on, and picks another under Settings → Account:\n\n  ${given.password}\n`,
    )
    console.log(`Signed out: ${given.ended} ${given.ended === 1 ? 'session' : 'sessions'}.`)
  } finally {
    await pool.end()
  }
}

await main().catch((error: unknown) => {
  process.exitCode = 1
  console.error(
    error instanceof Fault
      ? error.message
      : `There is no database to change it in (${wordsOf(error)}). Start Muster first, or name one: --database postgres://…`,
  )
})
