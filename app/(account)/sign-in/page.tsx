import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountSheet } from '../../../components/account/account-sheet.tsx'
import { SignInForm } from '../../../components/account/sign-in-form.tsx'
import { currentUser, isUnowned, signInProviders, whereTo } from '../../../server/auth/page-session.ts'

export const metadata: Metadata = { title: 'Sign in' }

const notices = new Map([
  ['not_invited', 'No account and no open invitation has this e-mail. Ask for an invitation to exactly this address.'],
  [
    'not_confirmed',
    'There is an account with this e-mail, but nobody confirmed that it is yours. Sign in with its password, then come back this way; or ask an admin to remove it.',
  ],
  ['not_verified', 'The other place did not confirm your e-mail address, so it cannot be used to sign in here.'],
  ['AccessDenied', 'The other place did not let you in.'],
  ['OAuthSignin', 'The other place could not be reached. Try again, or sign in with your password.'],
  ['OAuthCallback', 'The other place gave no answer we can trust. Start again from here.'],
  ['Callback', 'Signing in at the other place was not finished. Try again when you like.'],
])

/** Sign in, then go on to `?to=` on our own site. */
export default async function Page({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const { error, ...asked } = await searchParams
  const to = whereTo(asked)
  const user = await currentUser()
  if (user) redirect(to)
  if (await isUnowned()) redirect('/setup')
  const notice = typeof error === 'string' ? (notices.get(error) ?? 'That did not work. Try again.') : null
  return (
    <AccountSheet title="Sign in" lead="Work with people and agents in one room.">
      <SignInForm to={to} notice={notice} providers={signInProviders()} />
    </AccountSheet>
  )
}
