import type { Metadata } from 'next'
import { ReviewScreen } from '../../../../../components/review/review-screen.tsx'
import { currentUser } from '../../../../../server/auth/page-session.ts'
import { standing } from '../../../../../server/queries/standing.ts'

export const metadata: Metadata = { title: 'Review' }

export default async function Page({ params }: { params: Promise<{ ws: string; d: string }> }) {
  const { ws, d } = await params
  const user = await currentUser()
  const stood = user && (await standing(user.actor, { deliverableId: d }))
  const roomId = stood?.workspaceId === ws ? stood.roomId : null
  return <ReviewScreen key={d} roomId={roomId} deliverableId={d} />
}
