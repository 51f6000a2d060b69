import {
  presentAgent,
  presentHook,
  presentInvite,
  presentMember,
  presentPlaybook,
  presentRoomCard,
  presentSchedule,
  presentToken,
  presentWorkspace,
} from '../contract/present-workspace.ts'
import type { WorkspaceSnapshot } from '../contract/workspace-snapshot.ts'
import { type Actor, may } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { atOneMoment } from '../store/reads/reader.ts'
import { findWorkspace, readWorkspaceRows } from '../store/reads/workspace.ts'
import { personWho } from './standing.ts'

/** A workspace as one member may see it: its own tokens, the rooms it may read, invites only for those who may invite. */
export function workspaceSnapshot(actor: Actor, workspaceId: string): Promise<WorkspaceSnapshot | null> {
  return atOneMoment(sharedPool(), async (reader) => {
    const stood = await personWho(actor, 'workspace.read', { workspaceId }, reader)
    const workspace = stood && (await findWorkspace(reader, workspaceId))
    if (!stood || !workspace) return null
    const rows = await readWorkspaceRows(reader, workspaceId, {
      memberId: stood.memberId,
      allRooms: stood.everywhere,
      invites: may(stood.standing, 'member.invite'),
    })
    return {
      seq: workspace.seq,
      workspace: presentWorkspace(workspace),
      members: rows.member.map(presentMember),
      agents: rows.agent.map(presentAgent),
      rooms: rows.room.map(presentRoomCard),
      invites: rows.invite.map(presentInvite),
      tokens: rows.personal_token.map(presentToken),
      playbooks: rows.playbook.map(presentPlaybook),
      schedules: rows.schedule.map(presentSchedule),
      hooks: rows.hook.map(presentHook),
    }
  })
}
