import type { Hook, Member } from '../../domain/workspace.ts'
import { type Reader, readRows } from './reader.ts'

/** A hook that is not revoked, by what is stored of its token. */
export async function findHook(reader: Reader, tokenHash: string): Promise<Hook | null> {
  const [hook] = await readRows(reader, 'hook', 'where t."tokenHash" = $1 and t."revokedAt" is null', [tokenHash])
  return hook ?? null
}

/** The member who made a hook, while they are active and their account is. */
export async function findHookOwner(reader: Reader, memberId: string): Promise<Pick<Member, 'userId'> | null> {
  const { rows } = await reader.query<Pick<Member, 'userId'>>(
    `select m."userId" from member m join "user" u on u.id = m."userId"
     where m.id = $1 and m.status = 'active' and u."disabledAt" is null`,
    [memberId],
  )
  return rows[0] ?? null
}
