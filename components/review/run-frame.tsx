'use client'

import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { useReview } from './review-context.tsx'

/** A page that an agent wrote. It runs only when asked, in a frame without our origin, cookies, navigation or network. */
export function RunFrame({ url, name }: { url: string; name: string }) {
  const { address } = useReview()
  const [running, setRunning] = useState(false)
  return (
    <section aria-label={name} data-wide className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-raised px-3 py-2 text-sm">
        <Glyph name={running ? '◐' : '○'} className="text-ink-3" />
        <p className="min-w-0 flex-1 basis-56">
          <span className="font-mono text-xs">{name}</span>{' '}
          <span className="text-ink-2">
            {running
              ? 'runs in a closed frame: no cookies, no network, no way out of it.'
              : 'is a page with code in it. It runs in a closed frame, and only when you say so.'}
          </span>
        </p>
        <Button size="sm" tone={running ? 'plain' : 'primary'} onClick={() => setRunning(!running)}>
          {running ? 'Stop' : 'Run it'}
        </Button>
        <Button size="sm" tone="quiet" onClick={() => address.set({ mode: 'source' })}>
          Read its source
        </Button>
      </div>
      {running && (
        <iframe
          src={url}
          title={`${name}, as its maker wrote it`}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
          className="h-[70dvh] w-full rounded-card border border-line-strong bg-[#fff]"
        />
      )}
    </section>
  )
}
