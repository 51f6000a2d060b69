import { DrillsFace } from '../../../../../../components/drills/drills-face.tsx'

export default async function Page({ params }: { params: Promise<{ room: string }> }) {
  return <DrillsFace roomId={(await params).room} />
}
