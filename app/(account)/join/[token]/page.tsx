import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountSheet } from '../../../../components/account/account-sheet.tsx'
import { JoinAsSelf, JoinForm } from '../../../../components/account/join-form.tsx'
import { type InviteView, invitationBehind } from '../../../../server/auth/invites.ts'
import { currentUser, placesOf, signInProviders } from '../../../../server/auth/page-session.ts'
import { verbsOf } from '../../../../server/domain/permission.ts'

export const metadata: Metadata = { title: 'Join' }

const closed: Record<InviteView['state'], string> = {
  open: '',
  expired: 'Its time is up.',
  used: 'It was used as often as it may be.',
  revoked: 'It was taken back.',
}

/** An invitation: what for, and a button that accepts it. Opening this page changes nothing. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const user = await currentUser()
  const invite = await invitationBehind(token)
  if (invite?.state !== 'open') {
    // Who came in by it, or is there already, is not sent away by their own bookmark.
    const place = user && invite && (await placesOf(user.userId)).find((one) => one.workspaceId === invite.workspaceId)
    if (place) redirect(`/w/${place.workspaceId}/${invite.roomId ? `rooms/${invite.roomId}` : 'inbox'}`)
    return (
      <AccountSheet title="This invitation is not open">
        <p className="text-base text-ink-2">
          {invite ? closed[invite.state] : 'The link may be cut off.'} Ask whoever sent it for a new link.
        </p>
      </AccountSheet>
    )
  }
  const mayBring = verbsOf(invite.role).includes('agent.register')
  const place = invite.roomName ? `${invite.roomName} in ${invite.workspaceName}` : invite.workspaceName
  return (
    <AccountSheet title={`Join ${place}`} lead={`You are invited as ${invite.role}.`}>
      {user ? (
        <JoinAsSelf token={token} name={user.name} mayBring={mayBring} />
      ) : (
        <JoinForm token={token} email={invite.email} mayBring={mayBring} providers={signInProviders()} />
      )}
    </AccountSheet>
  )
}
