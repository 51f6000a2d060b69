import type pg from 'pg'

// What belongs to one person: of what they made and did their own part, and of others nothing but ids. `me` holds the ids of their
// memberships, `mine` those of their places in rooms.
const mine = `(select p.id from participant p where p."subjectId" in (select id from me))`
const by = (column: string) => `"${column}" in (select id from me)`

const sections: Record<string, string> = {
  account: `select id, email, name, "createdAt", "emailConfirmedAt" from "user" where id = current_setting('muster.me')`,
  workspaces: `select w.id, w.name, m.id as "memberId", m.name as "nameThere", m.email as "emailThere", m.role, m.status, m."createdAt" as "joinedAt"
    from member m join workspace w on w.id = m."workspaceId" where m.id in (select id from me)`,
  signIns: `select "createdAt", "lastSeenAt", "expiresAt", "revokedAt", "userAgent" from session where "userId" = current_setting('muster.me')`,
  tokens: `select "workspaceId", name, hint, scopes, "createdAt", "expiresAt", "revokedAt" from personal_token where ${by('memberId')}`,
  invitations: `select "workspaceId", "roomId", role, "createdAt", "expiresAt", "usesLeft", "revokedAt" from invite where ${by('invitedBy')}`,
  agents: `select id, "workspaceId", name, channel, url, description, skills, labels, status, "createdAt" from agent where ${by('ownerId')}`,
  rooms: `select r.id, r.name, p.role, p.status, p."joinedAt" from participant p join room r on r.id = p."roomId" where p.id in ${mine}`,
  messages: `select id, "roomId", body, "replyTo", "goalId", "taskId", "createdAt" from message where ${by('authorId')}`,
  files: `select id, "roomId", name, "mediaType", sha256, size, "createdAt", '/api/v1/rooms/' || "roomId" || '/files/' || id as bytes
    from room_file where ${by('uploadedBy')}`,
  goals: `select id, "roomId", title, brief, acceptance, parameters, status, "createdAt" from goal where ${by('createdBy')}`,
  attempts: `select id, "roomId", "taskId", status, reason, note, "offeredAt", "endedAt" from attempt where ${by('memberId')}`,
  versions: `select id, "roomId", "taskId", number, sha256, response, status, "createdAt", '/api/v1/versions/' || id || '/content' as bytes
    from version where "createdBy" in ${mine}`,
  reviews: `select "deliverableId", "versionId", sha256, verdict, summary, "createdAt" from review where ${by('memberId')}`,
  comments: `select "versionId", quote, body, status, "createdAt" from comment where ${by('authorId')}`,
  answers: `select id, "roomId", title, answer, "closedAt" from handoff where ${by('answeredBy')}`,
  decisions: `select id, "roomId", command, decision, "decidedAt" from action_request where ${by('decidedBy')}`,
  playbooks: `select id, "workspaceId", name, description, "createdAt" from playbook where ${by('createdBy')}`,
  schedules: `select id, "roomId", name, playbook, "everySeconds", "createdAt" from schedule where ${by('createdBy')}`,
  hooks: `select id, "roomId", name, playbook, "createdAt", "revokedAt" from hook where ${by('createdBy')}`,
  deeds: `select "laneId", seq, at, type from event where actor ->> 'kind' = 'member' and actor ->> 'id' in (select id from me)`,
}
const page = 500

/**
 * All that belongs to a person, as of one moment, as the text of one JSON object: a list of rows for each kind of thing. It comes
 * in pieces, and holds a connection until it is read or given up.
 */
export async function* readOwn(pool: pg.Pool, userId: string): AsyncGenerator<string> {
  const client = await pool.connect()
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    await client.query(`select set_config('muster.me', $1, true)`, [userId])
    let before = '{'
    for (const [name, select] of Object.entries(sections)) {
      const me = `with me as (select id from member where "userId" = current_setting('muster.me'))`
      await client.query(`declare own no scroll cursor for ${me} select to_jsonb(t)::text as row from (${select}) t`)
      yield `${before}${JSON.stringify(name)}:[`
      for (let first = true; ; first = false) {
        const { rows } = await client.query<{ row: string }>(`fetch ${page} from own`)
        if (rows.length > 0) yield `${first ? '' : ','}${rows.map(({ row }) => row).join(',')}`
        if (rows.length < page) break
      }
      await client.query('close own')
      before = '],'
    }
    yield ']}'
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}
