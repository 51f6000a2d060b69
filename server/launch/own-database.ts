import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { askedDatabase, checkedEnv } from './surroundings.ts'

/** The database that a command looks at: the one named, else the caller's, else the installation's own, as its last start left it. Throws when it never started. */
export function databaseFor(named: string | undefined): string {
  return named ?? askedDatabase() ?? ownDatabase()
}

function ownDatabase(): string {
  const directory = resolve(join(checkedEnv().dataDir, 'postgres'))
  const kept = (name: string) => readFileSync(`${directory}.${name}`, 'utf8').trim()
  return `postgres://muster:${kept('password')}@127.0.0.1:${kept('port')}/muster`
}
