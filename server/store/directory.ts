import { addToTrack, type Track } from '../domain/matching/record.ts'
import type { Agent, Member, Workspace } from '../domain/workspace.ts'
import type { LaneRows, Query } from './lane-rows.ts'
import { named, selectRows } from './sql.ts'
import type { AgentSpend, Appends, Directory } from './staged.ts'

export type SlotRow = { agentId: string; inUse: number } & AgentSpend
type RecordRow = Track & { agentId: string; skill: string }

/** Reads a workspace as its rooms see it, and how many places its agents hold. */
export async function loadDirectory(
  query: Query,
  workspaceId: string,
  seq: number,
): Promise<{ directory: Directory; slots: SlotRow[] }> {
  const [workspace, agents, members, records, slots] = await Promise.all([
    query(selectRows('workspace', 'id = $1', [workspaceId])),
    query(selectRows('agent', `"workspaceId" = $1`, [workspaceId])),
    query(selectRows('member', `"workspaceId" = $1`, [workspaceId])),
    query(
      named(`SELECT r.* FROM track_record r JOIN agent a ON a.id = r."agentId" WHERE a."workspaceId" = $1`, [
        workspaceId,
      ]),
    ),
    query(
      named(`SELECT s.* FROM agent_slot s JOIN agent a ON a.id = s."agentId" WHERE a."workspaceId" = $1`, [
        workspaceId,
      ]),
    ),
  ])
  const directory = makeDirectory(
    seq,
    workspace.rows[0] as Workspace,
    agents.rows as Agent[],
    members.rows as Member[],
    new Map((records.rows as RecordRow[]).map((record) => [`${record.agentId} ${record.skill}`, record])),
  )
  return { directory, slots: slots.rows as SlotRow[] }
}

export function makeDirectory(
  seq: number,
  workspace: Directory['workspace'],
  agents: readonly (Directory['agents'] extends ReadonlyMap<string, infer A> ? A : never)[],
  members: readonly (Directory['members'] extends ReadonlyMap<string, infer M> ? M : never)[],
  records: Directory['records'],
): Directory {
  return {
    seq,
    workspace,
    agents: new Map(agents.map((agent) => [agent.id, agent])),
    members: new Map(members.map((member) => [member.id, member])),
    memberByUser: new Map(members.map((member) => [member.userId, member])),
    records,
  }
}

/** A workspace's own lane needs no directory beside its rows. */
export function emptyDirectory(rows: LaneRows): Directory {
  const workspace = [...rows.tables.workspace.all()][0] ?? { id: '', name: '', createdAt: 0 }
  return makeDirectory(0, workspace, [], [], new Map())
}

/** Adds to the records, in place, what a batch noted at a moment. */
export function addNotes(records: Directory['records'], notes: Appends['track'], at: number) {
  for (const note of notes) {
    const name = `${note.agentId} ${note.skill}`
    records.set(name, addToTrack(records.get(name), note, at))
  }
}
