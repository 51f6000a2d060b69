'use client'

import { useEffect } from 'react'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'

/** Goes to sign-in and comes back to this very address afterwards. */
export function SignedOut() {
  useEffect(() => {
    location.replace(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
  }, [])
  return (
    <main>
      <h1 className="sr-only">Signed out</h1>
      <Empty title="Sign in first" action={<ButtonLink href="/sign-in">Sign in</ButtonLink>}>
        This page is for members of the workspace.
      </Empty>
    </main>
  )
}
