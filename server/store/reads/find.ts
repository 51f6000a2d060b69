import type { Found } from '../../contract/found-views.ts'
import { goalStatuses, isEnded } from '../../domain/goal.ts'
import type { Reader } from './reader.ts'

/** What is looked for: words that must all stand in a title, or a number of one kind, such as T-21. */
export type Wanted = { words: readonly string[] } | { kind: Found['kind']; number: number }

type Row = Omit<Found, 'room'> & { roomId: string | null; roomName: string | null }
type Side = { from: string; title: string; number?: string; room: string; over: string; age: string }

const ended = goalStatuses
  .filter(isEnded)
  .map((status) => `'${status}'`)
  .join(', ')

// $1 workspace, $2 member, $3 whether the member is in every room, $4 how many of a kind, from $5 the words or the number.
const rooms = `rooms as (select r.* from room r where r."workspaceId" = $1 and ($3 or exists (
  select 1 from participant p where p."roomId" = r.id and p."subjectId" = $2 and p.status = 'in')))`
const inRoom = { number: 'x.number', room: 'r.id as "roomId", r.name as "roomName"', age: 'x."createdAt"' }
const noRoom = { room: 'null::text as "roomId", null::text as "roomName"', age: 'x."createdAt"' }

const sides: Record<Found['kind'], Side> = {
  room: { ...noRoom, from: 'rooms x', title: 'x.name', over: `x.status = 'archived'` },
  goal: {
    ...inRoom,
    from: 'goal x join rooms r on r.id = x."roomId"',
    title: 'x.title',
    over: `x.status in (${ended})`,
  },
  task: {
    ...inRoom,
    from: 'task x join rooms r on r.id = x."roomId"',
    title: 'x.title',
    over: `x.status in ('cancelled', 'failed')`,
  },
  deliverable: {
    ...inRoom,
    from: 'deliverable x join rooms r on r.id = x."roomId"',
    title: 'x.name',
    over: `x.status in ('rejected', 'rolled_back')`,
  },
  agent: {
    ...noRoom,
    from: `(select * from agent where "workspaceId" = $1 and status <> 'removed') x`,
    title: 'x.name',
    over: `x.status in ('paused', 'disabled')`,
  },
  person: {
    ...noRoom,
    from: `(select * from member where "workspaceId" = $1 and status = 'active') x`,
    title: 'x.name',
    over: `x.status <> 'active'`,
  },
}

/** Of a word that stands in more titles than this only so many are weighed: who looks for it writes another word. */
const mostWeighed = 2000

/** What a member may read of a workspace and is called so: at most `limit` of each kind, what begins with the first word and goes on first. */
export async function readFound(
  reader: Reader,
  workspaceId: string,
  viewer: { memberId: string; allRooms: boolean },
  { wanted, kinds, limit }: { wanted: Wanted; kinds: readonly Found['kind'][]; limit: number },
): Promise<Row[]> {
  const asked = 'number' in wanted ? [wanted.number] : wanted.words.map((word) => word.toLowerCase())
  const one = (kind: Found['kind']) => {
    const { from, title, number = 'null::int', room, over, age } = sides[kind]
    const has = asked.map((_, i) =>
      'number' in wanted ? `${number} = $5` : `strpos(lower(${title}), $${i + 5}::text) > 0`,
    )
    const begins = 'number' in wanted ? 'true' : `strpos(lower(${title}), $5::text) = 1`
    return `(select kind, id, title, number, "roomId", "roomName", over from (
        select '${kind}' as kind, x.id, ${title} as title, ${number} as number, ${room}, ${over} as over, ${begins} as begins, ${age} as age
        from ${from} where ${has.join(' and ')} limit ${mostWeighed}) one
      order by begins desc, over, age desc, id limit $4)`
  }
  const looked = 'number' in wanted ? [wanted.kind] : kinds
  const { rows } = await reader.query<Row>(`with ${rooms} ${looked.map(one).join(' union all ')}`, [
    ...[workspaceId, viewer.memberId, viewer.allRooms, limit],
    ...asked,
  ])
  return rows
}
