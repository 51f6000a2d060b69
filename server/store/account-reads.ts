import type pg from 'pg'
import type { Role } from '../domain/workspace.ts'

// Look-ups by credential and by person: who is this, and where do they belong. All by indexed columns.

const first = async <R extends object>(pool: pg.Pool, text: string, values: unknown[]): Promise<R | null> =>
  (await pool.query<R>(text, values)).rows[0] ?? null

export type TokenHolder = {
  tokenId: string
  userId: string
  memberId: string
  workspaceId: string
  scopes: string[]
  expiresAt: number | null
}

/** The member behind a personal token that is not revoked, while that member and the user are active. */
export const findTokenHolder = (pool: pg.Pool, tokenHash: string) =>
  first<TokenHolder>(
    pool,
    `SELECT t.id AS "tokenId", m."userId", m.id AS "memberId", t."workspaceId", t.scopes, t."expiresAt"
     FROM personal_token t JOIN member m ON m.id = t."memberId" JOIN "user" u ON u.id = m."userId"
     WHERE t."tokenHash" = $1 AND t."revokedAt" IS NULL AND m.status = 'active' AND u."disabledAt" IS NULL`,
    [tokenHash],
  )

export type AgentHolder = { agentId: string; workspaceId: string }

/** The agent behind its token, unless it was removed or disabled. */
export const findAgentHolder = (pool: pg.Pool, tokenHash: string) =>
  first<AgentHolder>(
    pool,
    `SELECT id AS "agentId", "workspaceId" FROM agent WHERE "tokenHash" = $1 AND status NOT IN ('removed', 'disabled')`,
    [tokenHash],
  )

/** The agent that holds an attempt, unless it was removed or disabled. */
export const findAttemptHolder = (pool: pg.Pool, attemptId: string) =>
  first<AgentHolder>(
    pool,
    `SELECT g.id AS "agentId", g."workspaceId" FROM attempt a JOIN agent g ON g.id = a."agentId"
     WHERE a.id = $1 AND g.status NOT IN ('removed', 'disabled')`,
    [attemptId],
  )

/** Which member of the lane's workspace a person is, or null. */
export async function findLaneMember(pool: pg.Pool, userId: string, laneId: string): Promise<string | null> {
  const row = await first<{ id: string }>(
    pool,
    `SELECT m.id FROM lane l JOIN member m ON m."workspaceId" = l."workspaceId"
     WHERE l.id = $2 AND m."userId" = $1 AND m.status = 'active'`,
    [userId, laneId],
  )
  return row?.id ?? null
}

/** The workspace a lane belongs to, or null. */
export async function findLaneWorkspace(pool: pg.Pool, laneId: string): Promise<string | null> {
  const row = await first<{ id: string }>(pool, 'SELECT "workspaceId" AS id FROM lane WHERE id = $1', [laneId])
  return row?.id ?? null
}

export type Place = { workspaceId: string; workspaceName: string; memberId: string; role: Role }

/** The workspaces a person is an active member of, oldest membership first; only one when `workspaceId` is given. */
export async function listPlaces(pool: pg.Pool, userId: string, workspaceId: string | null): Promise<Place[]> {
  const { rows } = await pool.query<Place>(
    `SELECT w.id AS "workspaceId", w.name AS "workspaceName", m.id AS "memberId", m.role
     FROM member m JOIN workspace w ON w.id = m."workspaceId"
     WHERE m."userId" = $1 AND m.status = 'active' AND ($2::text IS NULL OR w.id = $2)
     ORDER BY m."createdAt", m.id`,
    [userId, workspaceId],
  )
  return rows
}

/** The open rooms a person may see in some workspaces: their own, and all where they are owner or admin. */
export async function listRoomsOf(
  pool: pg.Pool,
  userId: string,
  workspaceIds: readonly string[],
): Promise<{ id: string; name: string; workspaceId: string }[]> {
  const { rows } = await pool.query<{ id: string; name: string; workspaceId: string }>(
    `SELECT r.id, r.name, r."workspaceId" FROM room r
     JOIN member m ON m."workspaceId" = r."workspaceId" AND m."userId" = $1 AND m.status = 'active'
     LEFT JOIN participant p ON p."roomId" = r.id AND p."subjectId" = m.id AND p.status = 'in'
     WHERE r."workspaceId" = ANY($2) AND r.status <> 'archived' AND (m.role IN ('owner', 'admin') OR p.id IS NOT NULL)
     ORDER BY r."createdAt", r.id`,
    [userId, workspaceIds],
  )
  return rows
}

export type FoundInvite = {
  inviteId: string
  workspaceId: string
  workspaceName: string
  roomId: string | null
  roomName: string | null
  role: Role
  email: string | null
  expiresAt: number
  usesLeft: number
  revokedAt: number | null
}

export const findInvite = (pool: pg.Pool, tokenHash: string) =>
  first<FoundInvite>(
    pool,
    `SELECT i.id AS "inviteId", i."workspaceId", w.name AS "workspaceName", i."roomId", r.name AS "roomName", i.role,
            i.email, i."expiresAt", i."usesLeft", i."revokedAt"
     FROM invite i JOIN workspace w ON w.id = i."workspaceId" LEFT JOIN room r ON r.id = i."roomId"
     WHERE i."tokenHash" = $1`,
    [tokenHash],
  )

/** The open invitations to exactly this e-mail, newest first. */
export async function listOpenInvites(
  pool: pg.Pool,
  email: string,
  now: number,
): Promise<Pick<FoundInvite, 'inviteId' | 'workspaceId' | 'roomId'>[]> {
  const { rows } = await pool.query<Pick<FoundInvite, 'inviteId' | 'workspaceId' | 'roomId'>>(
    `SELECT id AS "inviteId", "workspaceId", "roomId" FROM invite
     WHERE lower(email) = $1 AND "revokedAt" IS NULL AND "usesLeft" > 0 AND "expiresAt" > $2
     ORDER BY "createdAt" DESC, id LIMIT 20`,
    [email, new Date(now)],
  )
  return rows
}

/** The user behind a member; null when the id is not a member's. */
export async function findUserOfMember(pool: pg.Pool, memberId: string): Promise<string | null> {
  const { rows } = await pool.query<{ userId: string }>('select "userId" from member where id = $1', [memberId])
  return rows[0]?.userId ?? null
}

/** Whether nobody has an account yet. */
export async function hasNoUsers(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query('select 1 from "user" limit 1')
  return rows.length === 0
}
