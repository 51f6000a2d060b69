'use client'

import './globals.css'
import { Broken } from '../components/ui/broken.tsx'

/** The last resort: even the document around the pages failed, so it brings its own. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Muster</title>
        <main>
          <Broken
            level={1}
            title="Muster could not be shown"
            safe="What was saved is safe, and drafts are kept on this device."
            onRetry={reset}
            {...(error.digest ? { reference: error.digest } : {})}
          >
            The fault is ours. Try again; if it stays, tell whoever runs this server.
          </Broken>
        </main>
      </body>
    </html>
  )
}
