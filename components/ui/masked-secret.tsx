'use client'

import { useState } from 'react'
import { CopyButton } from './copy-button.tsx'

/** A secret in a row of its own: its last four characters until somebody asks for all of it, and copied whole. */
export function MaskedSecret({ secret, what }: { secret: string; what: string }) {
  const [shown, setShown] = useState(false)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 flex-1 basis-48 rounded-control border border-line-strong bg-raised px-2.5 py-1.5 font-mono text-sm break-all">
        {shown ? secret : `${'•'.repeat(12)}${secret.slice(-4)}`}
      </code>
      <button
        type="button"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="min-h-(--control-sm) rounded-control px-2 text-sm font-medium text-ink-2 hover:text-ink-1"
      >
        {shown ? 'Hide' : 'Show'}
        <span className="sr-only"> {what}</span>
      </button>
      <CopyButton text={secret} what={what} />
    </div>
  )
}
