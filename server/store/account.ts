import type pg from 'pg'
import { prismaOn } from './prisma.ts'

/** A person, whatever workspaces they are in. `email` is normalised; no password hash means: signs in elsewhere only. */
export type User = {
  id: string
  email: string
  name: string
  passwordHash: string | null
  createdAt: number
  disabledAt: number | null
}
/** One sign-in of a user in one browser; `id` is the hash of what the browser holds. */
export type Session = {
  id: string
  userId: string
  createdAt: number
  lastSeenAt: number
  expiresAt: number
  revokedAt: number | null
  userAgent: string | null
}

const ms = (at: Date): number => at.getTime()
const msOrNull = (at: Date | null): number | null => at?.getTime() ?? null

type Row<T> = { [K in keyof T]: K extends `${string}At` ? (null extends T[K] ? Date | null : Date) : T[K] }
const userOf = (row: Row<User>): User => ({
  ...row,
  createdAt: ms(row.createdAt),
  disabledAt: msOrNull(row.disabledAt),
})
const sessionOf = (row: Row<Session>): Session => ({
  ...row,
  createdAt: ms(row.createdAt),
  lastSeenAt: ms(row.lastSeenAt),
  expiresAt: ms(row.expiresAt),
  revokedAt: msOrNull(row.revokedAt),
})

export async function findUser(pool: pg.Pool, id: string): Promise<User | null> {
  const row = await prismaOn(pool).user.findUnique({ where: { id } })
  return row && userOf(row)
}

export async function findUserByEmail(pool: pg.Pool, email: string): Promise<User | null> {
  const row = await prismaOn(pool).user.findUnique({ where: { email } })
  return row && userOf(row)
}

/** False when the e-mail is taken. */
export async function insertUser(
  pool: pg.Pool,
  user: Omit<User, 'disabledAt'>,
  { emailConfirmed }: { emailConfirmed: boolean },
): Promise<boolean> {
  const row = { ...user, createdAt: new Date(user.createdAt) }
  const { count } = await prismaOn(pool).user.createMany({ data: [row], skipDuplicates: true })
  if (count === 1 && emailConfirmed) await confirmEmail(pool, user.id)
  return count === 1
}

/** Takes back a user whose invitation was refused; one who is a member of anything stays. */
export async function deleteUserWithoutMembership(pool: pg.Pool, id: string): Promise<void> {
  await prismaOn(pool)
    .$executeRaw`DELETE FROM "user" WHERE id = ${id} AND NOT EXISTS (SELECT 1 FROM member WHERE "userId" = ${id})`
}

/** Whether it is known that a user's e-mail is theirs: an invitation, the operator or another place said so. */
export async function isEmailConfirmed(pool: pg.Pool, userId: string): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT 1 FROM "user" WHERE id = $1 AND "emailConfirmedAt" IS NOT NULL', [
    userId,
  ])
  return rowCount === 1
}
export async function confirmEmail(pool: pg.Pool, userId: string): Promise<void> {
  await pool.query('UPDATE "user" SET "emailConfirmedAt" = now() WHERE id = $1 AND "emailConfirmedAt" IS NULL', [
    userId,
  ])
}

export async function setPasswordHash(pool: pg.Pool, userId: string, passwordHash: string): Promise<void> {
  await prismaOn(pool).user.updateMany({ where: { id: userId }, data: { passwordHash } })
}

export async function insertSession(pool: pg.Pool, session: Omit<Session, 'revokedAt'>): Promise<void> {
  const { createdAt, lastSeenAt, expiresAt, ...rest } = session
  await prismaOn(pool).session.create({
    data: {
      ...rest,
      createdAt: new Date(createdAt),
      lastSeenAt: new Date(lastSeenAt),
      expiresAt: new Date(expiresAt),
    },
  })
}

/** A session that was not ended, of a user who is not disabled; whether its time is up is the caller's question. */
export async function findSession(
  pool: pg.Pool,
  id: string,
): Promise<(Session & { name: string; email: string }) | null> {
  const session = await prismaOn(pool).session.findFirst({ where: { id, revokedAt: null } })
  if (!session) return null
  const user = await prismaOn(pool).user.findFirst({
    where: { id: session.userId, disabledAt: null },
    select: { name: true, email: true },
  })
  return user && { ...sessionOf(session), ...user }
}

export async function touchSession(pool: pg.Pool, id: string, now: number): Promise<void> {
  await prismaOn(pool).session.updateMany({ where: { id }, data: { lastSeenAt: new Date(now) } })
}

/** The sessions of a user that have not ended, newest first. */
export async function listSessions(pool: pg.Pool, userId: string, now: number): Promise<Session[]> {
  const rows = await prismaOn(pool).session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: new Date(now) } },
    orderBy: { createdAt: 'desc' },
    take: 200,
  })
  return rows.map(sessionOf)
}

/** Ends sessions of one user: one of them, or all but one. Answers the ids that ended by this. */
export async function endSessions(
  pool: pg.Pool,
  which: { userId: string; only?: string; except?: string },
  now: number,
): Promise<string[]> {
  const id = {
    ...(which.only === undefined ? {} : { equals: which.only }),
    ...(which.except === undefined ? {} : { not: which.except }),
  }
  const ended = await prismaOn(pool).session.updateManyAndReturn({
    where: { userId: which.userId, revokedAt: null, id },
    data: { revokedAt: new Date(now) },
    select: { id: true },
  })
  return ended.map((session) => session.id)
}

/** The first owner with a workspace of their own. Rows start at sequence 0 without events: a snapshot begins there. */
export type FirstOwner = {
  user: Omit<User, 'disabledAt'>
  workspace: { id: string; name: string }
  memberId: string
  token: { id: string; name: string; tokenHash: string; hint: string } | null
}

/** Makes the first owner, only while there is no user at all: two at once make one. False when somebody was first. */
export async function insertFirstOwner(pool: pg.Pool, owner: FirstOwner): Promise<boolean> {
  const { user, workspace, memberId, token } = owner
  const createdAt = new Date(user.createdAt)
  return prismaOn(pool).$transaction(async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('muster first owner'))`
    if ((await db.user.findFirst({ select: { id: true } })) !== null) return false
    await db.user.create({ data: { ...user, createdAt } })
    await db.lane.create({ data: { id: workspace.id, kind: 'workspace', workspaceId: workspace.id } })
    await db.workspace.create({ data: { ...workspace, createdAt } })
    await db.member.create({
      data: {
        id: memberId,
        workspaceId: workspace.id,
        userId: user.id,
        name: user.name,
        email: user.email,
        role: 'owner',
        status: 'active',
        createdAt,
      },
    })
    if (token) await db.personalToken.create({ data: { ...token, workspaceId: workspace.id, memberId, createdAt } })
    return true
  })
}

/** What a user's memberships are, those that ended too. */
export async function listMemberships(
  pool: pg.Pool,
  userId: string,
): Promise<{ memberId: string; workspaceId: string; workspaceName: string; lastOwner: boolean }[]> {
  const { rows } = await pool.query(
    `SELECT m.id AS "memberId", m."workspaceId", w.name AS "workspaceName",
            m.status = 'active' AND m.role = 'owner' AND NOT EXISTS (SELECT 1 FROM member o
              WHERE o."workspaceId" = m."workspaceId" AND o.id <> m.id AND o.role = 'owner' AND o.status = 'active') AS "lastOwner"
     FROM member m JOIN workspace w ON w.id = m."workspaceId" WHERE m."userId" = $1 ORDER BY m."createdAt"`,
    [userId],
  )
  return rows
}

/** Keeps of a user nothing but that there was one: no name, address, password or sign-in. */
export async function eraseUser(pool: pg.Pool, userId: string): Promise<void> {
  await pool.query('DELETE FROM session WHERE "userId" = $1', [userId])
  await pool.query(
    `UPDATE "user" SET email = 'former-' || id, name = 'Former member', "passwordHash" = NULL, "emailConfirmedAt" = NULL,
       "disabledAt" = coalesce("disabledAt", now()) WHERE id = $1`,
    [userId],
  )
}
