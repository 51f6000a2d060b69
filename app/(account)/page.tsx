import { redirect } from 'next/navigation'
import { currentUser, isUnowned, placesOf } from '../../server/auth/page-session.ts'

/** The front door: to the inbox, to sign in, or to set up. */
export default async function Page() {
  const user = await currentUser()
  if (!user) redirect((await isUnowned()) ? '/setup' : '/sign-in')
  const [first] = await placesOf(user.userId)
  redirect(first ? `/w/${first.workspaceId}/inbox` : '/welcome')
}
