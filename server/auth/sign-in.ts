import type pg from 'pg'
import { type Refusal, refuse } from '../contract/problems.ts'
import { findUserByEmail, type User } from '../store/account.ts'
import { networkOf } from './address.ts'
import { normalEmail } from './email.ts'
import { HashQueueFull, verifyPassword } from './password.ts'
import { createRate } from './rate.ts'

const minute = 60_000
/** Wrong passwords per account and per address before 429; from the fifth on an account, each answer takes longer. */
const limits = {
  account: { limit: 10, windowMs: 15 * minute },
  address: { limit: 100, windowMs: 10 * minute },
  slowFrom: 5,
  slowMs: 250,
} as const

export type SignInAttempt = {
  email: string
  password: string
  address: string
  /** The user who signed in on this device before, as our own signed cookie says. */
  deviceUserId: string | null
}
export type SignIn = (attempt: SignInAttempt) => Promise<{ ok: true; user: User } | Refusal>

const pauseFor = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Checks e-mail and password. Guessing is slowed and then refused by account and by address; a device known to the owner counts apart. */
export function createSignIn(deps: {
  pool: pg.Pool
  now?: () => number
  pause?: (ms: number) => Promise<void>
}): SignIn {
  const byAccount = createRate(limits.account, deps.now)
  const byAddress = createRate(limits.address, deps.now)
  const pause = deps.pause ?? pauseFor

  return async ({ email: typed, password, address, deviceUserId }) => {
    const email = normalEmail(typed)
    const network = networkOf(address)
    const crowded = byAddress.wait(network)
    if (crowded > 0) return tooMany(crowded)
    const user = email === null ? null : await findUserByEmail(deps.pool, email)
    const account = user && user.id === deviceUserId ? `device ${user.id}` : `account ${email ?? 'none'}`
    const locked = byAccount.wait(account)
    if (locked > 0) return tooMany(locked)
    const wrongBefore = Math.floor(byAccount.count(account))
    if (wrongBefore >= limits.slowFrom) await pause(limits.slowMs * 2 ** (wrongBefore - limits.slowFrom))
    try {
      const right = await verifyPassword(user?.passwordHash ?? null, password)
      if (right && user && user.disabledAt === null) return { ok: true, user }
    } catch (error) {
      if (error instanceof HashQueueFull) return tooMany(2000)
      throw error
    }
    byAddress.take(network)
    byAccount.take(account)
    return wrong
  }
}

const wrong = refuse('unauthenticated', 'E-mail or password is not right.')

const tooMany = (waitMs: number): Refusal => {
  const seconds = Math.ceil(waitMs / 1000)
  const inWords = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`
  return { ...refuse('throttled', `Too many tries. Try again in ${inWords}.`), retryAfterSeconds: seconds }
}
