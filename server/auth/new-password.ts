import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { endSessions, findUserByEmail, setPasswordHash } from '../store/account.ts'
import { normalEmail } from './email.ts'
import { hashPassword } from './password.ts'

/**
 * Gives an account a new password that nobody chose and ends its sessions; for who holds the database, when a password is
 * forgotten. Answers it in plain, once, with how many sessions ended; null when no account has this e-mail.
 */
export async function giveNewPassword(
  pool: pg.Pool,
  email: string,
  now = Date.now(),
): Promise<{ password: string; ended: number } | null> {
  const normal = normalEmail(email)
  const user = normal === null ? null : await findUserByEmail(pool, normal)
  if (!user) return null
  const password = randomBytes(15).toString('base64url')
  await setPasswordHash(pool, user.id, await hashPassword(password))
  const ended = await endSessions(pool, { userId: user.id }, now)
  return { password, ended: ended.length }
}
