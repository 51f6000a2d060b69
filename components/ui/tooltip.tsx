'use client'

import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './kbd.tsx'
import { usePortalHome } from './portal-home.ts'

/** A few words on hover and on focus; never the only place something is said. */
export function Tooltip({
  text,
  keys,
  side = 'bottom',
  children,
}: {
  text: ReactNode
  keys?: string
  side?: 'top' | 'right' | 'bottom' | 'left'
  children: ReactNode
}) {
  const [opener, home, settle] = usePortalHome()
  return (
    <Radix.Provider delayDuration={350}>
      <Radix.Root onOpenChange={settle}>
        <Radix.Trigger asChild ref={opener}>
          {children}
        </Radix.Trigger>
        <Radix.Portal container={home}>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 flex max-w-72 animate-appear items-center gap-2 rounded-control border border-transparent bg-ink-1 px-2 py-1 text-xs text-canvas shadow-float"
          >
            {text}
            {keys && <Kbd keys={keys} plain />}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
