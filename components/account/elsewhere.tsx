'use client'

import { useState } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { signInElsewhere } from './ask.ts'

/** A button for each other place that may vouch for a person; comes back to `to`. Nothing when the operator set none. */
export function Elsewhere({
  to,
  verb,
  providers,
}: {
  to: string
  verb: 'Sign in' | 'Join'
  providers: readonly { id: string; name: string }[]
}) {
  const [going, setGoing] = useState<string | null>(null)
  const [complaint, setComplaint] = useState<string | null>(null)
  if (providers.length === 0) return null
  const go = async (id: string) => {
    setGoing(id)
    setComplaint(null)
    const told = await signInElsewhere(id, to)
    if (told.ok) return location.assign(told.value.url)
    setGoing(null)
    setComplaint(told.detail)
  }
  return (
    <div className="grid gap-2 border-t border-line pt-4">
      {complaint && (
        <Banner tone="failed" urgent>
          {complaint}
        </Banner>
      )}
      {providers.map(({ id, name }) => (
        <Button key={id} pending={going === id} onClick={() => void go(id)}>
          {verb} with {name}
        </Button>
      ))}
    </div>
  )
}
