import { randomUUID } from 'node:crypto'
import {
  confirmEmail,
  deleteUserWithoutMembership,
  findUserByEmail,
  insertUser,
  isEmailConfirmed,
  type User,
} from '../store/account.ts'
import { listOpenInvites, listPlaces } from '../store/account-reads.ts'
import type { AuthParts } from './auth.ts'
import { normalEmail } from './email.ts'
import { inviteOf, inviteView } from './invites.ts'

type Invite = { inviteId: string; workspaceId: string; roomId: string | null }

/** Whether somebody gets in, and where the invitation that let them in leads. */
type Admission =
  | { ok: true; landing: string | null }
  | { ok: false; why: 'not_invited' | 'not_confirmed'; landing: null }

const refused: Admission = { ok: false, why: 'not_invited', landing: null }

/**
 * Somebody whose e-mail another place confirmed: gets in with the e-mail of a user, or of an open invitation, or with the
 * link of one that is for anybody (`cameFor` is the address they were on the way to; `signedInAs` the user whose session this
 * browser holds). Who belongs nowhere yet becomes a member by this; who does, presses the button on the invitation's page
 * as everybody.
 */
export async function admit(
  parts: AuthParts,
  { email: given, name }: { email: string; name: string },
  { cameFor, signedInAs }: { cameFor: string | null; signedInAs: string | null },
): Promise<Admission> {
  const { pool, invitations } = parts
  const email = normalEmail(given)
  if (email === null) return refused
  const known = await findUserByEmail(pool, email)
  const held = known && (await whyHeld(parts, known, signedInAs))
  if (held) return { ok: false, why: held, landing: null }
  if (known && (await listPlaces(pool, known.id, null)).length > 0) return { ok: true, landing: null }
  const invites = await invitesFor(parts, email, cameFor)
  if (invites.length === 0) return known ? { ok: true, landing: null } : refused
  const user = known ?? (await newUser(parts, email, name))
  if (!user) return refused
  let landing: string | null = null
  for (const { inviteId, workspaceId, roomId } of invites) {
    const joined = await invitations.accept({ inviteId, workspaceId, userId: user.id, name: user.name, email })
    if (joined) landing ??= roomId ? `/w/${workspaceId}/rooms/${roomId}` : `/w/${workspaceId}/inbox`
  }
  if (landing === null && !known) {
    // Somebody was quicker: nothing of theirs stays.
    await deleteUserWithoutMembership(pool, user.id)
    return refused
  }
  return { ok: true, landing }
}

/**
 * Why the other place does not open an account; null when it does, which confirms its e-mail. One that somebody made with a
 * password and an e-mail nobody confirmed may lie in wait for the e-mail's owner: its password comes first, in this browser.
 */
async function whyHeld({ pool }: AuthParts, user: User, signedInAs: string | null) {
  if (user.disabledAt !== null) return 'not_invited'
  const theirs = user.passwordHash === null || user.id === signedInAs || (await isEmailConfirmed(pool, user.id))
  if (!theirs) return 'not_confirmed'
  await confirmEmail(pool, user.id)
  return null
}

async function newUser({ pool, now }: AuthParts, email: string, name: string): Promise<User | null> {
  const called = name.trim().slice(0, 200) || (email.split('@')[0] ?? email)
  const user = { id: randomUUID(), email, name: called, passwordHash: null, createdAt: now() }
  await insertUser(pool, user, { emailConfirmed: true })
  return findUserByEmail(pool, email)
}

/** The invitation behind the link first, then those by e-mail. */
async function invitesFor(parts: AuthParts, email: string, cameFor: string | null): Promise<Invite[]> {
  const { pool, now } = parts
  const named = await listOpenInvites(pool, email, now())
  const [, token] = /\/join\/([\w-]+)$/.exec(cameFor ?? '') ?? []
  const held = token === undefined ? null : await inviteOf(pool, token)
  if (!held || inviteView(held, now()).state !== 'open') return named
  if (held.email !== null && normalEmail(held.email) !== email) return named
  return [held, ...named.filter((one) => one.inviteId !== held.inviteId)]
}
