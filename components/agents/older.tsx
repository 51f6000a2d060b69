'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'

/** The end of a list that goes on. */
export function Older({ onMore }: { onMore: () => Promise<unknown> }) {
  const [pending, setPending] = useState(false)
  return (
    <Button
      className="justify-self-center"
      pending={pending}
      onClick={async () => {
        setPending(true)
        await onMore()
        setPending(false)
      }}
    >
      Show older ones
    </Button>
  )
}
