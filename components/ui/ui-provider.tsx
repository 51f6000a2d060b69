'use client'

import { Tooltip } from 'radix-ui'
import { type ReactNode, useEffect } from 'react'
import { LiveRegion } from './live-region.tsx'
import { ShortcutHelp } from './shortcut-help.tsx'
import { ShortcutProvider } from './shortcuts.tsx'
import { readContrast, readTheme, themeCookie } from './theme.ts'
import { applyTheme } from './theme-switch.tsx'
import { ZoneProvider } from './time.tsx'
import { Toaster } from './toast.tsx'

/** What every page needs once: keys, tooltips, toasts, the live region, the time zone. */
export function UiProvider({ zone = 'UTC', children }: { zone?: string; children: ReactNode }) {
  useEffect(followOtherWindows, [])
  useEffect(sleepWhenHidden, [])
  return (
    <ZoneProvider zone={zone}>
      <ShortcutProvider>
        <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
          {children}
          <LiveRegion />
          <Toaster />
          <ShortcutHelp />
        </Tooltip.Provider>
      </ShortcutProvider>
    </ZoneProvider>
  )
}

function followOtherWindows() {
  const channel = new BroadcastChannel(themeCookie)
  channel.onmessage = ({ data }: MessageEvent<{ theme?: string; contrast?: string }>) =>
    applyTheme(readTheme(data.theme), readContrast(data.contrast), false)
  return () => channel.close()
}

function sleepWhenHidden() {
  const mark = () => document.documentElement.toggleAttribute('data-asleep', document.hidden)
  document.addEventListener('visibilitychange', mark)
  return () => document.removeEventListener('visibilitychange', mark)
}
