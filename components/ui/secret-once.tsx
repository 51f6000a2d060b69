'use client'

import { Checkbox } from './checkbox.tsx'
import { Glyph } from './glyph.tsx'
import { MaskedSecret } from './masked-secret.tsx'

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
  return (
    <div className="grid gap-2 rounded-card border border-needs bg-needs-soft p-3">
      <p className="flex items-start gap-2 text-sm text-ink-1">
        <Glyph name="▲" className="mt-0.5 text-needs" />
        <span>Shown once. After this page only its last four characters can be seen.</span>
      </p>
      <MaskedSecret secret={secret} what={what} />
      <Checkbox label="I stored it" checked={stored} onChange={(event) => onStored(event.target.checked)} />
    </div>
  )
}
