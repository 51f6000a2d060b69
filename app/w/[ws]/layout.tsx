import type { ReactNode } from 'react'
import { SignedOut } from '../../../components/workspace/signed-out.tsx'
import { Stranger } from '../../../components/workspace/stranger.tsx'
import { WorkspaceProvider } from '../../../components/workspace/workspace-context.tsx'
import { currentUser, placesOf } from '../../../server/auth/page-session.ts'
import { workspaceSnapshot } from '../../../server/queries/workspace-snapshot.ts'

/** Every page of a workspace: who asks, as what, and the workspace as it is now. */
export default async function Layout({ children, params }: { children: ReactNode; params: Promise<{ ws: string }> }) {
  const user = await currentUser()
  if (!user) return <SignedOut />
  const { ws } = await params
  const places = await placesOf(user.userId)
  const place = places.find((one) => one.workspaceId === ws)
  const first = place && (await workspaceSnapshot(user.actor, ws))
  if (!place || !first) return <Stranger email={user.email} />
  const { userId, name, email } = user
  const others = places.filter((one) => one !== place).map((one) => ({ id: one.workspaceId, name: one.workspaceName }))
  return (
    <WorkspaceProvider
      key={ws}
      workspaceId={ws}
      me={{ memberId: place.memberId, userId, name, email, role: place.role }}
      others={others}
      first={first}
    >
      {children}
    </WorkspaceProvider>
  )
}
