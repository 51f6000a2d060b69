'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { WorkspaceSnapshot } from '../../server/contract/workspace-snapshot.ts'
import { may, type Verb } from '../../server/domain/permission.ts'
import type { Role } from '../../server/domain/workspace.ts'
import { useHeldLane, useLane } from './live.ts'
import type { LaneStore } from './store.ts'

/** The signed-in person as a member of the workspace on screen. */
export type Me = { memberId: string; userId: string; name: string; email: string; role: Role }
type Place = { id: string; name: string }
type Workspace = { id: string; base: string; me: Me; lane: LaneStore; others: readonly Place[] }

const WorkspaceContext = createContext<Workspace | null>(null)

/** Who asks and where: every screen under /w/[ws] has it. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext)
  if (!workspace) throw new Error('This part needs a WorkspaceProvider above it')
  return workspace
}

/** Holds the workspace's lane for everything below it. */
export function WorkspaceProvider({
  workspaceId,
  me,
  others = [],
  first,
  children,
}: {
  workspaceId: string
  me: Me
  others?: readonly Place[]
  first?: WorkspaceSnapshot | undefined
  children: ReactNode
}) {
  const lane = useHeldLane('workspaces', workspaceId, first)
  const value = useMemo(
    () => ({ id: workspaceId, base: `/w/${workspaceId}`, me, lane, others }),
    [workspaceId, me, lane, others],
  )
  return <WorkspaceContext value={value}>{children}</WorkspaceContext>
}

/** The person's role as the workspace says at this moment; it changes live. */
export function useRole(): Role {
  const { lane, me } = useWorkspace()
  return useLane(lane, () => lane.row('members', me.memberId)?.role ?? me.role)
}
/** Whether the person may do `verb`, by the same table the server asks. The server decides; this only shapes the screen. */
export function useMay(verb: Verb, inRoom = true): boolean {
  return may({ role: useRole(), inRoom }, verb)
}
