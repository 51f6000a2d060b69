import type { Metadata } from 'next'
import { AccountSheet } from '../components/account/account-sheet.tsx'
import { ButtonLink } from '../components/ui/button.tsx'

export const metadata: Metadata = { title: 'Not found' }

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <AccountSheet
      title="There is nothing at this address"
      lead="It may have been moved or removed, or the link was cut off. Nothing you made is lost by this."
    >
      <ButtonLink href="/" tone="primary" className="justify-self-start">
        Go to your work
      </ButtonLink>
    </AccountSheet>
  )
}
