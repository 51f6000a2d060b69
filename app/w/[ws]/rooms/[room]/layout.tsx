import type { Metadata } from 'next'
import { cache, type ReactNode } from 'react'
import { RoomScreen } from '../../../../../components/room/room-screen.tsx'
import { currentUser } from '../../../../../server/auth/page-session.ts'
import { roomFirstView } from '../../../../../server/queries/room-snapshot.ts'

type Params = { params: Promise<{ room: string }> }

/** The room's first view as it is now; null for whoever may not read it. Asked once for title and page. */
const readRoom = cache(async (roomId: string) => {
  const user = await currentUser()
  return user && roomFirstView(user.actor, roomId)
})

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const snapshot = await readRoom((await params).room)
  return { title: snapshot?.room.name ?? 'Room' }
}

export default async function Layout({ children, params }: Params & { children: ReactNode }) {
  const { room } = await params
  const first = await readRoom(room)
  return (
    <RoomScreen roomId={room} first={first ?? undefined}>
      {children}
    </RoomScreen>
  )
}
