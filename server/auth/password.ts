import { hash, verify } from '@node-rs/argon2'
import { commonPasswords } from './common-passwords.ts'

// Argon2id, 19 MiB, 2 passes, 1 lane: OWASP's floor, about 35 ms here.
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }
// Hashing runs on Node's own pool of four threads, which also reads files and names: one stays free.
const atOnce = 3
const mostWaiting = 200

/** Thrown when too many passwords wait to be hashed. */
export class HashQueueFull extends Error {}

let running = 0
const waiting: (() => void)[] = []
export const hashesInFlight = () => running

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mostWaiting) throw new HashQueueFull('too many sign-ins at once')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, cost))

// Somebody unknown costs as much time as somebody known.
let nobody: Promise<string> | undefined

/** Whether the password is the one; with null as the hash it takes the same time and is never right. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (password.length > longest) return false
  nobody ??= hashPassword('nobody has this one')
  const against = passwordHash ?? (await nobody)
  const right = await inTurn(() => verify(against, password).catch(() => false))
  return right && passwordHash !== null
}

export const shortest = 8
export const longest = 1024

/** What is wrong with a new password, in a sentence, or null. It is kept exactly as typed. */
export function passwordFault(password: string, about: readonly string[] = []): string | null {
  if (password.length > longest) return `Use at most ${longest} characters.`
  if ([...password].length < shortest) return `Use at least ${shortest} characters; 15 or more is better.`
  const plain = password.toLowerCase()
  if (commonPasswords.has(plain) || isMonotonous(plain))
    return 'This password is among the first that anybody tries. Pick another.'
  const own = about.some((word) => word.length >= 4 && plain === word.toLowerCase())
  return own ? 'Pick a password that is not your name or e-mail.' : null
}

// aaaaaaaa, 12121212, abcabcabc
const isMonotonous = (text: string) => /^(.{1,3})\1+.?$/u.test(text)
