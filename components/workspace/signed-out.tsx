'use client'

import { useEffect } from 'react'
import { buttonClass } from '../ui/button-class.ts'
import { Empty } from '../ui/empty.tsx'

/** Goes to sign-in and comes back to this very address afterwards. */
export function SignedOut() {
  useEffect(() => {
    location.replace(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`)
  }, [])
  return (
    <main>
      <h1 className="sr-only">Signed out</h1>
      <Empty
        title="Sign in first"
        action={
          <a href="/sign-in" className={buttonClass()}>
            Sign in
          </a>
        }
      >
        This page is for members of the workspace.
      </Empty>
    </main>
  )
}
