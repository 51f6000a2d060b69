'use client'

import { useState } from 'react'
import { Checkbox } from './checkbox.tsx'
import { CopyButton } from './copy-button.tsx'
import { Glyph } from './glyph.tsx'

/** A secret that is shown this once: masked until asked, copied whole, and the way on opens when it is said to be stored. */
export function SecretOnce({
  secret,
  what = 'secret',
  stored,
  onStored,
}: {
  secret: string
  what?: string
  stored: boolean
  onStored: (stored: boolean) => void
}) {
  const [shown, setShown] = useState(false)
  return (
    <div className="grid gap-2 rounded-card border border-needs bg-needs-soft p-3">
      <p className="flex items-start gap-2 text-sm text-ink-1">
        <Glyph name="▲" className="mt-0.5 text-needs" />
        <span>Shown once. After this page only its last four characters can be seen.</span>
      </p>
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
      <Checkbox label="I stored it" checked={stored} onChange={(event) => onStored(event.target.checked)} />
    </div>
  )
}
