import type { Found, FoundView } from '../contract/found-views.ts'
import { type Actor, may } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { readFound, type Wanted } from '../store/reads/find.ts'
import { personWho } from './standing.ts'

/** How many of each kind a search answers. */
export const foundPage = { usual: 8, most: 50 } as const
const mostWords = 6
const numbered: Readonly<Record<string, Found['kind']>> = { t: 'task', g: 'goal', d: 'deliverable' }

/**
 * What of a workspace is called so, as far as the caller may read it: `T-21`, `G-3` and `D-2` are looked up by number,
 * everything else by words that must all be in the title. Null for strangers; nothing for no words.
 */
export async function findInWorkspace(
  actor: Actor,
  workspaceId: string,
  { q, limit }: { q: string; limit: number },
): Promise<FoundView | null> {
  const stood = await personWho(actor, 'workspace.read', { workspaceId })
  if (!stood) return null
  const wanted = wantedBy(q)
  if ('words' in wanted && wanted.words.length === 0) return { found: [] }
  const kinds: Found['kind'][] = [
    // A token that is limited to one right may see the workspace and none of its rooms.
    ...(may({ ...stood.standing, inRoom: true }, 'room.read')
      ? (['room', 'goal', 'task', 'deliverable'] as const)
      : []),
    ...(may(stood.standing, 'agent.read') ? (['agent'] as const) : []),
    'person',
  ]
  if ('kind' in wanted && !kinds.includes(wanted.kind)) return { found: [] }
  const viewer = { memberId: stood.memberId, allRooms: stood.everywhere }
  const rows = await readFound(sharedPool(), workspaceId, viewer, { wanted, kinds, limit })
  return {
    found: rows.map(({ roomId, roomName, ...row }) => ({
      ...row,
      room: roomId === null ? null : { id: roomId, name: roomName ?? '' },
    })),
  }
}

function wantedBy(q: string): Wanted {
  const [, letter = '', digits = ''] = /^\s*([tgd])-(\d{1,9})\s*$/i.exec(q) ?? []
  const kind = numbered[letter.toLowerCase()]
  return kind ? { kind, number: Number(digits) } : { words: q.split(/\s+/).filter(Boolean).slice(0, mostWords) }
}
