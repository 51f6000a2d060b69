import type { Metadata } from 'next'
import { NewRoom } from '../../../../../components/room/new-room.tsx'

export const metadata: Metadata = { title: 'New room' }

export default function Page() {
  return <NewRoom />
}
