import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type Refusal, refuse } from '../contract/problems.ts'
import { confirmEmail, insertFirstOwner } from '../store/account.ts'
import { hasNoUsers } from '../store/account-reads.ts'
import { normalEmail } from './email.ts'
import { hashPassword } from './password.ts'
import { hashToken } from './tokens.ts'

export type FirstOwnerInput = {
  email: string
  name: string
  workspaceName: string
  /** Null: this owner signs in another way. */
  password: string | null
  token: string | null
}

/** Makes the first user, owner of the first workspace; refused as soon as anybody has an account. */
export async function createFirstOwner(
  pool: pg.Pool,
  input: FirstOwnerInput,
  now = Date.now(),
): Promise<{ ok: true; workspaceId: string } | Refusal> {
  const email = normalEmail(input.email)
  if (email === null) return invalid('email', 'This is not an e-mail address we can use.')
  if (!(await hasNoUsers(pool))) return taken
  const passwordHash = input.password === null ? null : await hashPassword(input.password)
  const [workspaceId, userId] = [randomUUID(), randomUUID()]
  const made = await insertFirstOwner(pool, {
    user: { id: userId, email, name: input.name, passwordHash, createdAt: now },
    workspace: { id: workspaceId, name: input.workspaceName },
    memberId: randomUUID(),
    token: input.token === null ? null : tokenRow(input.token),
  })
  if (!made) return taken
  // Named by the operator, or by whoever holds the setup link.
  await confirmEmail(pool, userId)
  return { ok: true, workspaceId }
}

const taken = refuse('conflict', 'This server already has an owner. Sign in, or ask for an invitation.')
const invalid = (path: string, message: string) => refuse('invalid', message, [{ path, message }])

const tokenRow = (token: string) => ({
  id: randomUUID(),
  name: 'Owner token',
  tokenHash: hashToken(token),
  hint: token.slice(-4),
})

/**
 * Makes the owner that the operator named in the environment, with a workspace and, if given, a personal token; only on
 * a server that has no user yet, so starting again changes nothing. Answers whether it did.
 */
export async function ensureOwner(
  pool: pg.Pool,
  owner: { email: string; password: string | null; token: string | null },
): Promise<boolean> {
  const name = owner.email.split('@')[0] ?? owner.email
  const made = await createFirstOwner(pool, { ...owner, name, workspaceName: 'My workspace' })
  return made.ok
}
