import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { Fault } from './fault.ts'

/** Who runs PostgreSQL: `owner` is null when that is us, and `command` wraps a command line so that it runs as that user. */
export type PostgresUser = {
  readonly owner: { readonly uid: number; readonly gid: number } | null
  command(line: readonly string[], places: readonly string[]): readonly string[]
}

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as itself; root lends it to whoever owns the files already,
 * else to the user `postgres`, who is made when the machine has none.
 */
export function postgresUser(directory: string): PostgresUser {
  if (process.getuid?.() !== 0) return { owner: null, command: (line) => line }
  const owner = ownerOf(directory) ?? account() ?? createAccount()
  return { owner, command: (line, places) => [...lend(owner, places), ...line] }
}

type Owner = { readonly uid: number; readonly gid: number }

function lend(owner: Owner, places: readonly string[]): string[] {
  const as = ['setpriv', `--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups']
  if (!runs([...as, 'true'])) {
    throw new Fault(
      'PostgreSQL must not run as root and setpriv (package util-linux) is missing; install it, or start as an ordinary user.',
    )
  }
  const closed = places.map((place) => closedAbove(place, owner)).find((place) => place !== null)
  if (closed === undefined) return [...as, '--']
  // Root may keep a checkout where nobody else can enter (/root, mktemp -d): the right to read past that comes along,
  // and the secure bit that lets access() honour it.
  const past = ['dac_read_search', 'dac_override'].map((right) => [
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${right}`,
    `--ambient-caps=+${right}`,
  ])
  const rights = past.find((right) => runs([...as, ...right, 'true']))
  if (rights !== undefined) return [...as, ...rights, '--']
  throw new Fault(
    `PostgreSQL must not run as root and the user postgres may not enter ${closed}; run "chmod o+x ${closed}", or start as an ordinary user.`,
  )
}

// The first directory on the way to a place that this user may not walk through.
function closedAbove(place: string, owner: Owner): string | null {
  for (let at = dirname(resolve(place)); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return at
    if (at === dirname(at)) return null
  }
}

function ownerOf(directory: string): Owner | null {
  const found = statSync(directory, { throwIfNoEntry: false })
  return found === undefined || found.uid === 0 ? null : { uid: found.uid, gid: found.gid }
}

function account(): Owner | null {
  const ask = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : null
  }
  const [uid, gid] = [ask('-u'), ask('-g')]
  return uid === null || gid === null ? null : { uid, gid }
}

function createAccount(): Owner {
  const ways = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', 'postgres'],
  ]
  const made = ways.some(runs) ? account() : null
  if (made !== null) return made
  throw new Fault(
    'PostgreSQL must not run as root and no user named postgres could be made; start as an ordinary user.',
  )
}

function runs([command = '', ...rest]: readonly string[]): boolean {
  return spawnSync(command, rest, { stdio: 'ignore' }).status === 0
}
