import type { Metadata } from 'next'
import { RoomsList } from '../../../../components/room/rooms-list.tsx'

export const metadata: Metadata = { title: 'Rooms' }

export default function Page() {
  return <RoomsList />
}
