'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useReview } from './review-context.tsx'

/** What this person wrote and has not sent on a version that no longer waits for them: it can still be said, or thrown away. */
export function KeptWords({ onSend }: { onSend: () => Promise<unknown> }) {
  const { desk, standing } = useReview()
  const [pending, setPending] = useState(false)
  const comments = desk.drafts.length
  if (standing.kind === 'no-right' || (desk.summary.trim() === '' && comments === 0)) return null
  const send = async () => {
    setPending(true)
    await onSend()
    setPending(false)
  }
  return (
    <section
      aria-label="Not sent"
      className="mx-auto grid w-full max-w-3xl gap-2 border-b border-line px-4 py-2.5 text-sm sm:px-6"
    >
      <p>
        <span className="font-medium">You have not sent:</span>{' '}
        {[
          desk.summary.trim() && `“${desk.summary.trim()}”`,
          comments > 0 && (comments === 1 ? '1 comment' : `${comments} comments`),
        ]
          .filter(Boolean)
          .join(' and ')}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" pending={pending} onClick={() => void send()}>
          Send as comments
        </Button>
        <Button size="sm" tone="quiet" onClick={() => desk.clear()}>
          Throw away
        </Button>
      </div>
    </section>
  )
}
