import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountSheet } from '../../../components/account/account-sheet.tsx'
import { SignInForm } from '../../../components/account/sign-in-form.tsx'
import { ownPath } from '../../../server/auth/own-path.ts'
import { currentUser, isUnowned, signInProviders } from '../../../server/auth/page-session.ts'

export const metadata: Metadata = { title: 'Sign in' }

const notices: Record<string, string> = {
  not_invited: 'No account and no open invitation has this e-mail. Ask for an invitation first.',
  not_verified: 'The other place did not confirm your e-mail address, so it cannot be used to sign in here.',
  AccessDenied: 'The other place did not let you in.',
}

/** Sign in, then go on to `?to=` on our own site. */
export default async function Page({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const { to, error } = await searchParams
  const user = await currentUser()
  if (user) redirect(ownPath(to))
  if (await isUnowned()) redirect('/setup')
  const notice = typeof error === 'string' ? (notices[error] ?? 'That did not work. Try again.') : null
  return (
    <AccountSheet title="Sign in" lead="Work with people and agents in one room.">
      <SignInForm to={ownPath(to)} notice={notice} providers={signInProviders()} />
    </AccountSheet>
  )
}
