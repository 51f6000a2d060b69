import { RoomFrame } from './room-frame.tsx'

export default async function Page({ searchParams }: PageProps<'/gallery/room'>) {
  const { panel } = await searchParams
  return <RoomFrame panel={panel === 'open'} />
}
