import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountSheet } from '../../../components/account/account-sheet.tsx'
import { SetupForm } from '../../../components/account/setup-form.tsx'
import { isUnowned, opensSetup } from '../../../server/auth/page-session.ts'

export const metadata: Metadata = { title: 'Set up' }

/** Open only while nobody has an account; needs the word in the link that the server printed. */
export default async function Page({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const { token } = await searchParams
  if (!(await isUnowned())) redirect('/sign-in')
  if (typeof token !== 'string' || token === '') {
    return (
      <AccountSheet title="This server is waiting for its owner">
        <p className="text-base text-ink-2">
          When Muster started it printed a setup link in its terminal. Open that link to create the first workspace. If
          the line is gone, start Muster again and it prints a new one.
        </p>
      </AccountSheet>
    )
  }
  if (!opensSetup(token)) {
    return (
      <AccountSheet title="This setup link is not valid">
        <p className="text-base text-ink-2">
          Every start of Muster prints a link of its own, and only the last one opens. Copy it from the terminal, whole;
          if the line is gone, start Muster again and it prints a new one.
        </p>
      </AccountSheet>
    )
  }
  return (
    <AccountSheet title="Set up Muster" lead="You become the owner of the first workspace on this server.">
      <SetupForm setupToken={token} />
    </AccountSheet>
  )
}
