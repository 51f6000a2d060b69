import { type Env, faultLines, readEnv } from '../env.ts'
import type { Variables } from './children.ts'
import { Fault } from './fault.ts'
import { randomSecret } from './kept.ts'

/**
 * The caller's settings, checked before anything slow is done. What the launcher brings itself stands in as a made-up
 * value where it was not given. Throws a Fault that lists all that is wrong.
 */
export function checkedEnv(): Env {
  const { DATABASE_URL = '', MUSTER_SECRET = '' } = process.env
  const read = readEnv({
    ...process.env,
    DATABASE_URL: DATABASE_URL || 'postgres://brought@127.0.0.1/by-us',
    MUSTER_SECRET: MUSTER_SECRET || randomSecret(),
  })
  if (read.ok) return read.env
  throw new Fault(`Muster cannot start with these settings:\n${faultLines(read.faults)}`)
}

/** The database the caller asked for, or null for the one we bring. */
export const askedDatabase = (): string | null => process.env.DATABASE_URL || null

/** The secret the caller gave, or null for the one we keep. */
export const givenSecret = (): string | null => process.env.MUSTER_SECRET || null

/** Everything the caller's environment holds, for the server, which judges it itself. */
export const wholeEnvironment = (): Variables => without(/^npm_/)

/** The caller's environment without a word of Muster's settings: for builds, tests and programs that get their own. */
export const plainEnvironment = (): Variables =>
  without(/^(npm_.*|MUSTER_.*|DATABASE_URL|PORT|HOST|NODE_ENV|NEXTAUTH_.*|AUTH_.*)$/)

/** What the crew may know of the caller's settings: which model to use, and how much to log. */
export function crewEnvironment(): Variables {
  const told = Object.entries(process.env).filter(([name]) => /^MUSTER_(LLM_.*|LOG)$/.test(name))
  return { ...plainEnvironment(), ...Object.fromEntries(told) }
}

function without(names: RegExp): Variables {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name)))
}
