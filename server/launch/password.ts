import { giveNewPassword } from '../auth/new-password.ts'
import { Fault } from './fault.ts'
import { readOptions, runProgram } from './options.ts'
import { databaseFor, withDatabase } from './own-database.ts'

// npm run password: a new password for who forgot theirs, by whoever runs the server, also while Muster runs. Exit code 1 when
// there is no such account or no database.

const usage = 'npm run password -- --email ana@example.org [--database postgres://…]'

async function main(): Promise<number> {
  const { email, database } = readOptions({ email: { type: 'string' }, database: { type: 'string' } }, usage)
  if (email === undefined) throw new Fault(`Say whose it is: ${usage}`)
  const given = await withDatabase(databaseFor(database), (pool) => giveNewPassword(pool, email))
  if (!given) throw new Fault(`No account here has the e-mail ${email}. Nothing was changed.`)
  console.log(`${email} signs in with this from now on, and picks another under You:\n\n  ${given.password}\n`)
  console.log(`Signed out: ${given.ended} ${given.ended === 1 ? 'session' : 'sessions'}.`)
  return 0
}

await runProgram(main, 1)
