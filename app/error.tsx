'use client'

import { Broken } from '../components/ui/broken.tsx'
import { buttonClass } from '../components/ui/button-class.ts'

/** A page that failed while it was made; its drafts are on the device, its facts on the server. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="face">
      <Broken
        level={1}
        title="This page could not be shown"
        safe="What was saved is safe, and drafts are kept on this device."
        onRetry={reset}
        action={
          <a href="/" className={buttonClass()}>
            Go to your work
          </a>
        }
        {...(error.digest ? { reference: error.digest } : {})}
      >
        The fault is ours. Try again; if it stays, tell whoever runs this server.
      </Broken>
    </main>
  )
}
