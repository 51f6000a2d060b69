'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Banner } from '../ui/banner.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { useNow } from '../ui/now.ts'
import { useQueuedCount } from './commands.ts'
import { useConnection } from './live.ts'

const patienceMs = 1000

/** True once `on` has held for a second: short hiccups say nothing. */
function useLasting(on: boolean): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!on) return setLasting(false)
    const timer = setTimeout(() => setLasting(true), patienceMs)
    return () => clearTimeout(timer)
  }, [on])
  return on && lasting
}

/** Says when the window does not hear of changes, for how long, and what becomes of what one does meanwhile. */
export function ConnectionBanner() {
  const { link, since, catchingUp } = useConnection()
  const now = useNow('second')
  const path = usePathname()
  const queued = useQueuedCount()
  const away = useLasting(link === 'reconnecting')
  const behind = useLasting(link === 'connected' && catchingUp > 0)
  if (link === 'signed_out') {
    return (
      <Banner
        tone="needs"
        urgent
        className="rounded-none border-0"
        action={
          <ButtonLink size="sm" href={`/sign-in?to=${encodeURIComponent(path)}`}>
            Sign in
          </ButtonLink>
        }
      >
        You are signed out. What you wrote is kept on this device.
      </Banner>
    )
  }
  if (away) {
    const seconds = Math.max(0, Math.round(((now ?? since) - since) / 1000))
    const kept =
      queued === 0
        ? ' What you do now waits its turn.'
        : queued === 1
          ? ' One thing you did waits, and goes out by itself.'
          : ` ${queued} things you did wait, and go out by themselves.`
    return (
      <Banner tone="needs" className="rounded-none border-0">
        No connection for {seconds} s. What you see may be old.{kept}
      </Banner>
    )
  }
  if (behind) {
    return (
      <Banner tone="running" className="rounded-none border-0">
        Catching up…
      </Banner>
    )
  }
  return null
}
