import { randomUUID, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { networkOf } from '../auth/address.ts'
import type { Auth } from '../auth/auth.ts'
import { normalEmail } from '../auth/email.ts'
import { createFirstOwner } from '../auth/first-owner.ts'
import { inviteOf, inviteView } from '../auth/invites.ts'
import { HashQueueFull, hashPassword, passwordFault } from '../auth/password.ts'
import { createRate } from '../auth/rate.ts'
import { hashToken } from '../auth/tokens.ts'
import { type Refusal, refuse } from '../contract/problems.ts'
import type { MeView } from '../contract/views.ts'
import type { Actor } from '../domain/permission.ts'
import { deleteUserWithoutMembership, findUser, insertUser, listSessions, setPasswordHash } from '../store/account.ts'
import { listPlaces, listRoomsOf } from '../store/account-reads.ts'
import { type Door, type DoorRequest, jsonReply, problemReply, type Reply } from './http.ts'
import { beyondScope } from './kit.ts'

export type AccountDeps = {
  auth: Auth
  /** The word in the setup link that was printed at start; null when this server has an owner. */
  setupToken: string | null
  /** Runs `invite.accept` in the workspace's lane: member, room, uses and events. */
  run(
    actor: Actor | null,
    name: 'invite.accept',
    input: { workspaceId: string; inviteId: string; userId: string; name: string; email: string },
  ): Promise<{ ok: true; seq: number; result: unknown } | Refusal>
}

const smallBody = 16 * 1024
const personName = z.string().trim().min(1, 'say what to call you').max(200)
const setupInput = z.strictObject({
  setupToken: z.string().max(200),
  workspaceName: z.string().trim().min(1, 'give the workspace a name').max(200),
  name: personName,
  email: z.string().max(320),
  password: z.string(),
})
const joinAsNew = z.strictObject({
  token: z.string().max(200),
  name: personName,
  email: z.string().max(320),
  password: z.string(),
})
const joinAsSelf = z.strictObject({ token: z.string().max(200) })
const passwordInput = z.strictObject({ current: z.string().max(1024), password: z.string() })

/** Who am I, the first owner, invitations, one's own sessions and password. */
export function createAccountDoors(deps: AccountDeps): Door[] {
  const { auth, setupToken } = deps
  auth.setup.opens = (word) => setupToken !== null && timingSafeEqual(digest(word), digest(setupToken))
  auth.invitations.accept = async (input) => (await deps.run(null, 'invite.accept', input)).ok
  // Guessing setup words and invitations, and using us to hash, is bounded by address.
  const tries = createRate({ limit: 300, windowMs: 10 * 60_000 }, auth.now)
  const guarded =
    (handle: (request: DoorRequest) => Promise<Reply>) =>
    async (request: DoorRequest): Promise<Reply> => {
      const wait = tries.take(networkOf(request.remoteAddress))
      if (wait > 0) return throttled(wait)
      try {
        return await handle(request)
      } catch (error) {
        if (error instanceof HashQueueFull) return throttled(2000)
        throw error
      }
    }
  return [
    { method: 'GET', path: '/api/v1/me', handle: (request) => me(auth, request) },
    { method: 'POST', path: '/api/v1/setup', handle: guarded((request) => setUp(deps, request)) },
    { method: 'GET', path: '/api/v1/invites/:token', handle: guarded((request) => showInvite(auth, request)) },
    { method: 'POST', path: '/api/v1/join', handle: guarded((request) => join(deps, request)) },
    { method: 'GET', path: '/api/v1/sessions', handle: (request) => ownSessions(auth, request) },
    { method: 'DELETE', path: '/api/v1/sessions', handle: (request) => endOwn(auth, request, null) },
    {
      method: 'DELETE',
      path: '/api/v1/sessions/:id',
      handle: (request) => endOwn(auth, request, request.params.id ?? ''),
    },
    { method: 'POST', path: '/api/v1/password', handle: guarded((request) => changePassword(auth, request)) },
  ]
}

const throttled = (waitMs: number): Reply =>
  problemReply({
    ...refuse('throttled', 'Too many tries. Wait a little.'),
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  })

const signInFirst = problemReply(refuse('unauthenticated', 'Sign in first.'))
const atOneField = (path: string, message: string): Reply =>
  problemReply(refuse('invalid', message, [{ path, message }]))

function misread(error: z.ZodError): Reply {
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return problemReply(refuse('invalid', errors[0]?.message ?? 'The input is not right.', errors))
}

async function me(auth: Auth, request: DoorRequest): Promise<Reply> {
  const actor = await auth.callerOf(request.headers)
  if (!actor) return signInFirst
  if (actor.kind !== 'member') return problemReply(refuse('forbidden', 'This address is for people.'))
  const refused = beyondScope(actor, 'workspace.read')
  if (refused) return refused
  const user = await findUser(auth.pool, actor.userId)
  if (!user) return signInFirst
  const places = await listPlaces(auth.pool, user.id, actor.workspaceId)
  const ids = places.map(({ workspaceId }) => workspaceId)
  const rooms = await listRoomsOf(auth.pool, user.id, ids)
  const [first] = places
  const { id, name, email } = user
  const view: MeView = {
    member: first ? { id: first.memberId, userId: id, name, email, role: first.role } : null,
    user: { id, name, email },
    workspaces: places.map((place) => ({
      id: place.workspaceId,
      name: place.workspaceName,
      role: place.role,
      memberId: place.memberId,
      rooms: rooms
        .filter((room) => room.workspaceId === place.workspaceId)
        .map((room) => ({ id: room.id, name: room.name })),
    })),
  }
  return jsonReply(view)
}

async function setUp({ auth }: AccountDeps, request: DoorRequest): Promise<Reply> {
  const input = setupInput.safeParse(await request.json(smallBody))
  if (!input.success) return misread(input.error)
  const { setupToken: given, password, ...rest } = input.data
  if (!auth.setup.opens(given))
    return problemReply(refuse('forbidden', 'This setup link is not valid. Use the one printed at the last start.'))
  const wrong = passwordFault(password, [rest.email, rest.name])
  if (wrong) return atOneField('password', wrong)
  const made = await createFirstOwner(auth.pool, { ...rest, password, token: null }, auth.now())
  return made.ok ? jsonReply({ workspaceId: made.workspaceId }, 201) : problemReply(made)
}

const digest = (text: string) => Buffer.from(hashToken(text), 'hex')
const noInvite = problemReply(refuse('not_found', 'This invitation does not exist. Ask for a new link.'))

async function showInvite(auth: Auth, request: DoorRequest): Promise<Reply> {
  const invite = await inviteOf(auth.pool, request.params.token ?? '')
  return invite ? jsonReply(inviteView(invite, auth.now())) : noInvite
}

async function join({ auth, run }: AccountDeps, request: DoorRequest): Promise<Reply> {
  const actor = await auth.callerOf(request.headers)
  if (actor && (actor.kind !== 'member' || actor.via !== 'session')) {
    return problemReply(refuse('forbidden', 'Invitations are accepted by people who are signed in.'))
  }
  const body = await request.json(smallBody)
  const input = actor ? joinAsSelf.safeParse(body) : joinAsNew.safeParse(body)
  if (!input.success) return misread(input.error)
  const invite = await inviteOf(auth.pool, input.data.token)
  if (!invite) return noInvite
  if (inviteView(invite, auth.now()).state !== 'open') {
    return problemReply(refuse('conflict', 'This invitation is no longer open. Ask for a new link.'))
  }
  const person = actor ? await findUser(auth.pool, actor.userId) : newPerson(joinAsNew.parse(input.data))
  if (!person) return signInFirst
  if ('status' in person) return person
  if (invite.email !== null && normalEmail(invite.email) !== person.email) {
    return problemReply(refuse('forbidden', 'This invitation is for another e-mail address.'))
  }
  if ('password' in person) {
    const { password, ...user } = person
    const passwordHash = await hashPassword(password)
    // Whoever invited this e-mail by name says whose it is; a link for anybody says nothing of it.
    const emailConfirmed = invite.email !== null
    const made = await insertUser(auth.pool, { ...user, passwordHash, createdAt: auth.now() }, { emailConfirmed })
    if (!made)
      return problemReply(
        refuse('conflict', 'There is an account with this e-mail. Sign in, then open the link again.'),
      )
  }
  const { id: userId, name, email } = person
  const { workspaceId, inviteId, roomId } = invite
  const outcome = await run(actor, 'invite.accept', { workspaceId, inviteId, userId, name, email })
  if (!outcome.ok) {
    if ('password' in person) await deleteUserWithoutMembership(auth.pool, userId)
    return problemReply(outcome)
  }
  auth.forgetUser(userId)
  return jsonReply({ workspaceId, roomId })
}

function newPerson(input: z.infer<typeof joinAsNew>) {
  const email = normalEmail(input.email)
  if (email === null) return atOneField('email', 'This is not an e-mail address we can use.')
  const wrong = passwordFault(input.password, [email, input.name])
  if (wrong) return atOneField('password', wrong)
  return { id: randomUUID(), name: input.name, email, password: input.password }
}

const bySession = async (auth: Auth, request: DoorRequest) => {
  const actor = await auth.callerOf(request.headers)
  return actor?.kind === 'member' && actor.via === 'session' ? actor : null
}

async function ownSessions(auth: Auth, request: DoorRequest): Promise<Reply> {
  const actor = await bySession(auth, request)
  if (!actor) return signInFirst
  const sessions = await listSessions(auth.pool, actor.userId, auth.now())
  return jsonReply({
    sessions: sessions.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent }) => ({
      id,
      createdAt,
      lastSeenAt,
      expiresAt,
      userAgent,
      current: id === actor.credentialId,
    })),
  })
}

// One of them, or with null all but the one that asks.
async function endOwn(auth: Auth, request: DoorRequest, id: string | null): Promise<Reply> {
  const actor = await bySession(auth, request)
  if (!actor) return signInFirst
  const { userId } = actor
  const ended = await auth.sessions.end(id === null ? { userId, except: actor.credentialId } : { userId, only: id })
  if (id !== null && ended.length === 0) return problemReply(refuse('not_found', 'There is no such session.'))
  return jsonReply({ ended: ended.length })
}

async function changePassword(auth: Auth, request: DoorRequest): Promise<Reply> {
  const actor = await bySession(auth, request)
  if (!actor) return signInFirst
  const input = passwordInput.safeParse(await request.json(smallBody))
  if (!input.success) return misread(input.error)
  const user = await findUser(auth.pool, actor.userId)
  if (!user) return signInFirst
  const { current, password } = input.data
  const { email } = user
  // Being signed in is no known device here: a stolen session must not get its own tries at the password.
  const checked = await auth.signIn({ email, password: current, address: request.remoteAddress, deviceUserId: null })
  if (!checked.ok) {
    if (checked.code === 'throttled') return problemReply(checked)
    return atOneField('current', 'This is not your password.')
  }
  const wrong = passwordFault(password, [email, user.name])
  if (wrong) return atOneField('password', wrong)
  await setPasswordHash(auth.pool, user.id, await hashPassword(password))
  const ended = await auth.sessions.end({ userId: user.id, except: actor.credentialId })
  return jsonReply({ ended: ended.length })
}
