import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountSheet } from '../../../components/account/account-sheet.tsx'
import { FirstRun } from '../../../components/account/first-run.tsx'
import { currentUser, placesOf } from '../../../server/auth/page-session.ts'
import { verbsOf } from '../../../server/domain/permission.ts'

export const metadata: Metadata = { title: 'Welcome' }

/** The first page of a new owner: watch an example, or start with nothing. */
export default async function Page({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const { w } = await searchParams
  const user = await currentUser()
  if (!user) redirect('/sign-in?to=/welcome')
  const places = await placesOf(user.userId)
  const place = places.find(({ workspaceId }) => workspaceId === w) ?? places[0]
  if (!place) {
    return (
      <AccountSheet title={`Hello, ${user.name}`}>
        <p className="text-base text-ink-2">
          You are in no workspace at the moment. Ask somebody in yours for an invitation link.
        </p>
      </AccountSheet>
    )
  }
  return (
    <AccountSheet
      title={`Hello, ${user.name}`}
      lead={`${place.workspaceName} is ready. People and agents will work here in the same rooms.`}
    >
      <FirstRun workspaceId={place.workspaceId} mayBring={verbsOf(place.role).includes('agent.register')} />
    </AccountSheet>
  )
}
