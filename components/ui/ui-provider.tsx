'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useEffect } from 'react'
import { LiveRegion } from './live-region.tsx'
import { ShortcutProvider } from './shortcuts.tsx'
import { readContrast, readTheme, themeCookie } from './theme.ts'
import { applyTheme } from './theme-switch.tsx'
import { ZoneProvider } from './time.tsx'

// Both wait for something to happen, so they need not be in the first load.
const Toaster = dynamic(() => import('./toast.tsx').then((toasts) => toasts.Toaster), { ssr: false })
const ShortcutHelp = dynamic(() => import('./shortcut-help.tsx').then((help) => help.ShortcutHelp), { ssr: false })

/** What every page needs once: keys, toasts, the live region, the time zone. */
export function UiProvider({ zone = null, children }: { zone?: string | null; children: ReactNode }) {
  useEffect(followOtherWindows, [])
  useEffect(sleepWhenHidden, [])
  return (
    <ZoneProvider zone={zone}>
      <ShortcutProvider>
        {children}
        <LiveRegion />
        <Toaster />
        <ShortcutHelp />
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
