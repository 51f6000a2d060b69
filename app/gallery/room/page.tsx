import { RoomFrame } from './room-frame.tsx'

export default async function Page({ searchParams }: { searchParams: Promise<{ panel?: string }> }) {
  const { panel } = await searchParams
  return <RoomFrame panel={panel === 'open'} />
}
