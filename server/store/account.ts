import type pg from 'pg'

type Db = pg.Pool | pg.PoolClient

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

const first = async <R extends object>(db: Db, text: string, values: unknown[]): Promise<R | null> =>
  (await db.query<R>(text, values)).rows[0] ?? null

/** Whether nobody has an account yet. */
export async function hasNoUsers(db: Db): Promise<boolean> {
  return (await first(db, 'SELECT 1 FROM "user" LIMIT 1', [])) === null
}

const userColumns = 'id, email, name, "passwordHash", "createdAt", "disabledAt"'

export const findUser = (db: Db, id: string) => first<User>(db, `SELECT ${userColumns} FROM "user" WHERE id = $1`, [id])

export const findUserByEmail = (db: Db, email: string) =>
  first<User>(db, `SELECT ${userColumns} FROM "user" WHERE email = $1`, [email])

/** False when the e-mail is taken. */
export async function insertUser(db: Db, user: Omit<User, 'disabledAt'>): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO "user" (id, email, name, "passwordHash", "createdAt") VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [user.id, user.email, user.name, user.passwordHash, new Date(user.createdAt)],
  )
  return rowCount === 1
}

/** Takes back a user whose invitation was refused; one who is a member of anything stays. */
export async function deleteUserWithoutMembership(db: Db, id: string): Promise<void> {
  await db.query('DELETE FROM "user" WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM member WHERE "userId" = $1)', [id])
}

export async function setPasswordHash(db: Db, userId: string, passwordHash: string): Promise<void> {
  await db.query('UPDATE "user" SET "passwordHash" = $2 WHERE id = $1', [userId, passwordHash])
}

export async function insertSession(db: Db, session: Omit<Session, 'revokedAt'>): Promise<void> {
  await db.query(
    `INSERT INTO session (id, "userId", "createdAt", "lastSeenAt", "expiresAt", "userAgent")
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      session.id,
      session.userId,
      new Date(session.createdAt),
      new Date(session.lastSeenAt),
      new Date(session.expiresAt),
      session.userAgent,
    ],
  )
}

/** A session that was not ended, of a user who is not disabled; whether its time is up is the caller's question. */
export const findSession = (db: Db, id: string) =>
  first<Session & { name: string; email: string }>(
    db,
    `SELECT s.id, s."userId", s."createdAt", s."lastSeenAt", s."expiresAt", s."revokedAt", s."userAgent", u.name, u.email
     FROM session s JOIN "user" u ON u.id = s."userId"
     WHERE s.id = $1 AND s."revokedAt" IS NULL AND u."disabledAt" IS NULL`,
    [id],
  )

export async function touchSession(db: Db, id: string, now: number): Promise<void> {
  await db.query('UPDATE session SET "lastSeenAt" = $2 WHERE id = $1', [id, new Date(now)])
}

/** The sessions of a user that have not ended, newest first. */
export async function listSessions(db: Db, userId: string, now: number): Promise<Session[]> {
  const { rows } = await db.query<Session>(
    `SELECT id, "userId", "createdAt", "lastSeenAt", "expiresAt", "revokedAt", "userAgent" FROM session
     WHERE "userId" = $1 AND "revokedAt" IS NULL AND "expiresAt" > $2 ORDER BY "createdAt" DESC LIMIT 200`,
    [userId, new Date(now)],
  )
  return rows
}

/** Ends sessions of one user: one of them, or all but one. Answers the ids that ended by this. */
export async function endSessions(
  db: Db,
  which: { userId: string; only?: string; except?: string },
  now: number,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE session SET "revokedAt" = $4 WHERE "userId" = $1 AND "revokedAt" IS NULL
       AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR id <> $3) RETURNING id`,
    [which.userId, which.only ?? null, which.except ?? null, new Date(now)],
  )
  return rows.map(({ id }) => id)
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
  const at = new Date(user.createdAt)
  return inTransaction(pool, async (db) => {
    await db.query("SELECT pg_advisory_xact_lock(hashtext('muster first owner'))")
    if (!(await hasNoUsers(db))) return false
    await insertUser(db, user)
    await db.query(`INSERT INTO lane (id, kind, "workspaceId", seq) VALUES ($1, 'workspace', $1, 0)`, [workspace.id])
    await db.query('INSERT INTO workspace (id, name, "createdAt") VALUES ($1, $2, $3)', [
      workspace.id,
      workspace.name,
      at,
    ])
    await db.query(
      `INSERT INTO member (id, "workspaceId", "userId", name, email, role, status, "createdAt")
       VALUES ($1, $2, $3, $4, $5, 'owner', 'active', $6)`,
      [memberId, workspace.id, user.id, user.name, user.email, at],
    )
    if (token) {
      await db.query(
        `INSERT INTO personal_token (id, "workspaceId", "memberId", name, "tokenHash", hint, "createdAt")
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [token.id, workspace.id, memberId, token.name, token.tokenHash, token.hint, at],
      )
    }
    return true
  })
}

async function inTransaction<T>(pool: pg.Pool, work: (db: pg.PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect()
  try {
    await db.query('BEGIN')
    const result = await work(db)
    await db.query('COMMIT')
    return result
  } catch (error) {
    await db.query('ROLLBACK')
    throw error
  } finally {
    db.release()
  }
}
