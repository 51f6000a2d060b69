import { redirect } from 'next/navigation'
import { currentUser, hasRooms, isUnowned, placesOf } from '../../server/auth/page-session.ts'

/** The front door: to the inbox, to the first steps where there is no room yet, to sign in, or to set up. */
export default async function Page() {
  const user = await currentUser()
  if (!user) redirect((await isUnowned()) ? '/setup' : '/sign-in')
  const [first] = await placesOf(user.userId)
  if (!first) redirect('/welcome')
  const begun = first.role !== 'owner' || (await hasRooms(user.userId, first.workspaceId))
  redirect(begun ? `/w/${first.workspaceId}/inbox` : `/welcome?w=${first.workspaceId}`)
}
